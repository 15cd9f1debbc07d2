//! Drawings as SVG inside a page: looks come from the page's style sheet, labels are wrapped and never cut.

mod bands;
mod funnel;
mod label;

use std::fmt::Write;

use super::html::escape::escaped;
use super::outline::Outline;
use super::run::shown;
use super::tree::Drawing;

/// Draws into a page. The number makes ids of the figure.
pub(super) fn draw(
    page: &mut String,
    drawing: &Drawing,
    caption: &str,
    number: usize,
    outline: &Outline<'_>,
) {
    let ((height, desc, body), title) = match drawing {
        Drawing::Funnel(funnel) => (funnel::draw(funnel, outline), "The stages"),
        Drawing::Bands(bands) => (bands::draw(bands), "The bands"),
    };
    let title = if caption.is_empty() { title.to_owned() } else { shown(caption) };
    // To a screen reader nothing inside an image exists, not even a link.
    let role = if body.contains("<a ") { "group" } else { "img" };
    let _ = writeln!(
        page,
        "<svg viewBox=\"0 0 {WIDTH} {height}\" role=\"{role}\" \
         aria-labelledby=\"figure-{number}-title figure-{number}-desc\">\n\
         <title id=\"figure-{number}-title\">{}</title>\n<desc id=\"figure-{number}-desc\">{}</desc>\n{body}</svg>",
        escaped(&title),
        escaped(&desc),
    );
}

/// How wide a drawing is, in its own units: those of a small screen.
const WIDTH: u32 = 360;
