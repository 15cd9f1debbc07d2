//! What people read of a published document: its text in each of the three forms, blanks as one blank each.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use pulldown_cmark::{Event, Options, Parser, TagEnd};

/// Every stretch of blanks as one blank.
pub fn single_spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text of a page of HTML, outside of drawings and of its style.
pub fn of_html(html: &str) -> String {
    let tokenizer = Tokenizer::new(Words::default(), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    let found = tokenizer.sink.found.into_inner();
    single_spaced(&found)
}

#[derive(Default)]
struct Words {
    found: RefCell<String>,
    unseen: RefCell<usize>,
}

impl TokenSink for Words {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        match token {
            Token::CharacterTokens(text) if *self.unseen.borrow() == 0 => {
                self.found.borrow_mut().push_str(&text);
            }
            Token::TagToken(tag) => {
                let name = tag.name.to_string();
                if ["svg", "style"].contains(&name.as_str()) {
                    match tag.kind {
                        TagKind::StartTag => *self.unseen.borrow_mut() += 1,
                        TagKind::EndTag => *self.unseen.borrow_mut() -= 1,
                    }
                }
                if !["a", "em", "strong", "code"].contains(&name.as_str()) {
                    self.found.borrow_mut().push(' ');
                }
            }
            Token::CharacterTokens(_)
            | Token::NullCharacterToken
            | Token::CommentToken(_)
            | Token::DoctypeToken(_)
            | Token::EOFToken
            | Token::ParseError(_) => {}
        }
        TokenSinkResult::Continue
    }
}

/// The text of a page of Markdown, read as CommonMark with tables.
pub fn of_markdown(markdown: &str) -> String {
    let mut found = String::new();
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
        match event {
            Event::Text(text) | Event::Code(text) => found.push_str(&text),
            Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link) => {}
            Event::End(_) | Event::SoftBreak | Event::HardBreak => found.push(' '),
            Event::Start(_)
            | Event::Html(_)
            | Event::InlineHtml(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_)
            | Event::Rule
            | Event::TaskListMarker(_) => {}
        }
    }
    single_spaced(&found)
}

/// The text of a page of plain text.
pub fn of_text(text: &str) -> String {
    single_spaced(text)
}
