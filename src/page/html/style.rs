//! How a page looks: system fonts, few colours (WCAG AA in the light and in the dark), and paper in mind.

use sha2::{Digest, Sha256};

/// The style sheet.
pub(super) const STYLE: &str = "\
:root{color-scheme:light dark;\
--ink:#1c1f24;--soft:#555c67;--paper:#fff;--tint:#f3f5f7;--line:#d3d8df;--edge:#808893;--accent:#0b5a6b;--glow:#e3f1f3}
@media screen and (prefers-color-scheme:dark){:root{\
--ink:#e7e9ec;--soft:#a8b0bb;--paper:#14171b;--tint:#1d2127;--line:#39404a;--edge:#7d8794;--accent:#7fcad9;--glow:#16323a}}
*,::before,::after{box-sizing:border-box}
html{scroll-padding-top:1rem;-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{font:1rem/1.55 system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif;color:var(--ink);\
background:var(--paper);max-width:52rem;margin:0 auto;padding:2rem 1rem 4rem;overflow-wrap:anywhere}
h1,h2,h3,h4,h5,h6{line-height:1.25;margin:2rem 0 .5rem;text-wrap:balance}
h1{font-size:clamp(1.5rem,1.1rem + 2vw,2rem);letter-spacing:-.01em;margin:0 0 1rem}
h2{font-size:1.4rem;margin-top:3rem;padding-bottom:.3rem;border-bottom:2px solid var(--accent)}
h3{font-size:1.125rem}
h4,h5,h6{font-size:1rem}
h5,h6{color:var(--soft)}
p,ul,ol,dl,pre,figure,blockquote{margin:.6rem 0}
ul,ol{padding-left:1.5rem}
li{margin:.25rem 0}
li::marker{color:var(--soft)}
a{color:var(--accent);text-underline-offset:.15em}
a:hover{text-decoration-thickness:2px}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:2px}
.skip{position:absolute;left:1rem;top:-6rem;background:var(--paper);padding:.5rem 1rem}
.skip:focus{top:.5rem}
code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.9em}
code{background:var(--tint);border-radius:.2rem;padding:.05em .3em}
pre{background:var(--tint);border-radius:.4rem;padding:.75rem 1rem;white-space:pre-wrap}
pre code{background:none;padding:0}
.callout{background:var(--glow);border-left:.4rem solid var(--accent);border-radius:.4rem;padding:.9rem 1.25rem;margin:1.25rem 0}
header .callout{font-size:1.15rem}
.callout>:first-child,.prose>:first-child{margin-top:0}
.callout>:last-child,.prose>:last-child{margin-bottom:0}
.prose{border-left:3px solid var(--line);padding-left:1rem;margin:1rem 0}
blockquote{border-left:3px solid var(--line);padding-left:1rem;margin-left:0;margin-right:0;color:var(--soft)}
nav{background:var(--tint);border-radius:.4rem;padding:.9rem 1.25rem;margin:1.5rem 0}
nav .of{font-weight:600;margin:0 0 .35rem}
nav ul{list-style:none;padding:0;margin:0}
nav>ul{columns:2 16rem;column-gap:2rem}
nav li{break-inside:avoid;margin:0;padding:.15rem 0}
nav ul ul{padding-left:1rem;font-size:.925rem}
nav a{text-decoration:none}
nav a:hover{text-decoration:underline}
.beside{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,17rem),1fr));gap:1rem;margin:1rem 0}
.beside>section{min-width:0;border:1px solid var(--line);border-radius:.4rem;padding:.9rem 1.1rem}
.beside>section>:first-child{margin-top:0}
.beside>section>:last-child{margin-bottom:0}
dl>div{margin:.5rem 0}
dt{font-weight:600}
dd{margin:0 0 0 1.25rem}
@media (min-width:40rem){dl>div{display:grid;grid-template-columns:11rem minmax(0,1fr);margin:.25rem 0}dd{margin:0}\
dd>p{margin:0}}
.wide{overflow-x:auto;margin:1rem 0}
table{border-collapse:collapse;width:100%;font-size:.95rem}
caption{text-align:left;color:var(--soft);padding-bottom:.4rem}
th,td{padding:.45rem .7rem;border-bottom:1px solid var(--line);text-align:left;vertical-align:top;min-width:4.5rem;\
max-width:min(24rem,70vw);overflow-wrap:break-word}
th:first-child,td:first-child{padding-left:0;min-width:8rem}
thead th{border-bottom:2px solid var(--edge);color:var(--soft);font-weight:600;vertical-align:bottom}
tbody th{font-weight:600}
.n{text-align:right;font-variant-numeric:tabular-nums}
figure{margin:1.25rem 0}
figcaption{color:var(--soft);font-size:.925rem;margin-top:.4rem}
details{margin:.4rem 0;font-size:.925rem}
summary{cursor:pointer;color:var(--soft)}
footer{margin-top:3rem;padding-top:1rem;border-top:1px solid var(--line);color:var(--soft);font-size:.875rem}
svg{display:block;width:100%;height:auto;max-width:34rem;font-family:inherit}
svg text{fill:var(--ink);font-size:14px}
svg .small{font-size:13.5px;fill:var(--soft)}
svg .box{fill:var(--glow);stroke:var(--accent);stroke-width:1.5}
svg .aside{fill:var(--tint);stroke:var(--edge);stroke-width:1}
svg .way{fill:none;stroke:var(--accent);stroke-width:1.5}
svg .back{fill:none;stroke:var(--edge);stroke-width:1.5;stroke-dasharray:5 3}
svg .tip{fill:var(--accent);stroke:none}
svg .backtip{fill:var(--edge);stroke:none}
svg a text{fill:var(--accent);font-weight:600}
svg .even{fill:var(--glow);stroke:var(--accent)}
svg .odd{fill:var(--tint);stroke:var(--accent)}
@page{margin:18mm 16mm}
@media print{
:root{--ink:#000;--soft:#333;--tint:#f3f5f7;--line:#bbb;--edge:#555;--accent:#000;--glow:#eef2f3}
body{max-width:none;padding:0;font-size:10.5pt;print-color-adjust:exact;-webkit-print-color-adjust:exact}
.skip,details{display:none}
a{color:#000;text-decoration:none}
main a[href^='http']::after{content:' (' attr(href) ')';font-size:.85em}
nav{break-after:page;background:none;padding:0}
h1,h2,h3,h4,h5,h6,caption,dt{break-after:avoid}
p,li,dd{orphans:3;widows:3}
tr,li,figure,.callout,.beside>section,dl>div{break-inside:avoid}
thead{display:table-header-group}
.wide{overflow:visible}
th,td,th:first-child,td:first-child{min-width:0;max-width:none;overflow-wrap:anywhere}
svg{max-width:28rem;max-height:24cm}
}
";

/// What the policy of a page lets through: this style sheet, known by its digest, and no other.
pub(super) fn allowed() -> String {
    format!("sha256-{}", base64(&Sha256::digest(STYLE)))
}

/// Base64 with padding, RFC 4648.
fn base64(bytes: &[u8]) -> String {
    let letter = |number: u32| {
        let number = u8::try_from(number & 63).unwrap_or_default();
        char::from(match number {
            0..=25 => b'A' + number,
            26..=51 => b'a' + (number - 26),
            52..=61 => b'0' + (number - 52),
            62 => b'+',
            _ => b'/',
        })
    };
    let mut found = String::new();
    for three in bytes.chunks(3) {
        let all = (0..3).fold(0, |all, at| all << 8 | u32::from(three.get(at).copied().unwrap_or(0)));
        for at in 0..4 {
            found.push(if at <= three.len() { letter(all >> (18 - 6 * at)) } else { '=' });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_the_rfc() {
        for (text, expected) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("\u{ff}\u{3ff}", "w7/Pvw=="),
        ] {
            assert_eq!(base64(text.as_bytes()), expected);
        }
    }

    /// The contrast of two colours by WCAG 2.2.
    fn contrast(one: &str, other: &str) -> f64 {
        let light = |colour: &str| {
            let digits = colour.trim_start_matches('#');
            let digits = if digits.len() == 3 {
                digits.chars().flat_map(|d| [d, d]).collect()
            } else {
                digits.to_owned()
            };
            let part = |at: usize| {
                let value = f64::from(
                    u8::from_str_radix(&digits.chars().skip(at).take(2).collect::<String>(), 16).unwrap(),
                ) / 255.0;
                if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
            };
            0.2126 * part(0) + 0.7152 * part(2) + 0.0722 * part(4)
        };
        let (one, other) = (light(one), light(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn texts_stand_out_from_what_is_behind_them() {
        let places: Vec<&str> = STYLE.split("--ink:").skip(1).collect();
        assert!(places.len() == 3);
        for place in places.iter().take(2) {
            let colour = |name: &str| {
                let text = format!("--ink:{place}");
                text.split(&format!("--{name}:")).nth(1).unwrap().split([';', '}']).next().unwrap().to_owned()
            };
            for text in ["ink", "soft", "accent"] {
                for behind in ["paper", "tint", "glow"] {
                    let found = contrast(&colour(text), &colour(behind));
                    assert!(found >= 4.5, "{text} on {behind}: {found:.2}");
                }
            }
            for behind in ["paper", "tint", "glow"] {
                assert!(contrast(&colour("edge"), &colour(behind)) >= 3.0, "edge on {behind}");
            }
        }
    }
}
