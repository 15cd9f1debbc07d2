//! What a reader of HTML finds in a page: tags, attributes, and text.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Each tag with the names of its attributes, in order.
    pub tags: Vec<String>,
    /// The text outside of drawings, with the labels that only a screen reader tells; without blanks.
    pub text: String,
    /// The text inside drawings, without blanks.
    pub drawn: String,
    /// What links lead to.
    pub links: Vec<String>,
    /// The ids.
    pub ids: Vec<String>,
}

#[derive(Default)]
struct Sink {
    found: RefCell<Found>,
    in_drawing: RefCell<bool>,
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut found = self.found.borrow_mut();
        let mut push = |text: &str| {
            let text = text.chars().filter(|letter| !letter.is_whitespace());
            if *self.in_drawing.borrow() { found.drawn.extend(text) } else { found.text.extend(text) }
        };
        match token {
            Token::CharacterTokens(text) => push(&text),
            Token::NullCharacterToken => push("NUL"),
            Token::CommentToken(_) => found.tags.push("comment".to_owned()),
            Token::DoctypeToken(_) => found.tags.push("doctype".to_owned()),
            Token::TagToken(tag) => {
                let name = tag.name.to_string();
                if name == "svg" {
                    *self.in_drawing.borrow_mut() = tag.kind == TagKind::StartTag;
                }
                // Labels are laid in lines by their length, and a first cell heads its row if it is short.
                if ["tspan", "text"].contains(&name.as_str()) {
                    return TokenSinkResult::Continue;
                }
                let name = if name == "th" { "td".to_owned() } else { name };
                let mut names = Vec::new();
                for attribute in &tag.attrs {
                    let value = attribute.value.to_string();
                    match attribute.name.local.to_string().as_str() {
                        "href" => found.links.push(value),
                        "id" => found.ids.push(value),
                        "aria-label" => {
                            found.text.extend(value.chars().filter(|letter| !letter.is_whitespace()));
                        }
                        _ => {}
                    }
                    let name = attribute.name.local.to_string();
                    if name != "scope" {
                        names.push(name);
                    }
                }
                let mark = if tag.kind == TagKind::EndTag { "/" } else { "" };
                found.tags.push(format!("{mark}{name} {}", names.join(" ")));
            }
            Token::EOFToken | Token::ParseError(_) => {}
        }
        TokenSinkResult::Continue
    }
}

/// Reads HTML.
pub fn found(html: &str) -> Found {
    let tokenizer = Tokenizer::new(Sink::default(), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.found.into_inner()
}

/// What a hostile text did to a page: how its markup differs from that of the harmless twin. Nothing, if all is well.
pub fn done(hostile: &Found, twin: &Found, harmless: &str, expected: &str) -> Result<(), String> {
    for (at, (one, other)) in hostile.tags.iter().zip(&twin.tags).enumerate() {
        if one != other {
            return Err(format!("tag {at} is <{one}> and not <{other}>"));
        }
    }
    if hostile.tags.len() != twin.tags.len() {
        return Err(format!("{} tags and not {}", hostile.tags.len(), twin.tags.len()));
    }
    let schemes = ["#", "https://example.org/"];
    if let Some(link) =
        hostile.links.iter().find(|link| !schemes.iter().any(|scheme| link.starts_with(scheme)))
    {
        return Err(format!("a link to {link}"));
    }
    let shape = |id: &&String| {
        !id.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-')
    };
    if let Some(id) = hostile.ids.iter().find(shape) {
        return Err(format!("an id {id}"));
    }
    let attribute = |tag: &&String| {
        tag.split(' ')
            .skip(1)
            .any(|name| name.starts_with("on") || ["style", "src", "srcdoc"].contains(&name))
    };
    if let Some(tag) = hostile.tags.iter().find(attribute) {
        return Err(format!("<{tag}>"));
    }
    let expected: String = expected.chars().filter(|letter| !letter.is_whitespace()).collect();
    let whole = twin.text.replace(harmless, &expected);
    if hostile.text != whole {
        let at = hostile.text.chars().zip(whole.chars()).take_while(|(one, other)| one == other).count();
        let near = |text: &str| text.chars().skip(at.saturating_sub(30)).take(80).collect::<String>();
        return Err(format!("the text is {:?} and not {:?}", near(&hostile.text), near(&whole)));
    }
    if !twin.drawn.is_empty() && hostile.drawn.matches(&expected).count() < 10 {
        return Err(format!(
            "a drawing without its words: {}",
            hostile.drawn.chars().take(200).collect::<String>()
        ));
    }
    Ok(())
}
