//! Faults to plant into `sound.html`: each must be reported, so that the checks are known to fail.

/// A fault to be planted into `sound.html`: on which page, what text becomes what, and the checks that must report
/// it, each with a part of the selector it names.
pub struct Fault {
    pub page: &'static str,
    pub from: &'static str,
    pub to: &'static str,
    pub reported: &'static [(&'static str, &'static str)],
}

const fn fault(
    page: &'static str,
    from: &'static str,
    to: &'static str,
    reported: &'static [(&'static str, &'static str)],
) -> Fault {
    Fault { page, from, to, reported }
}

const POLICY: &str =
    r#"<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">"#;

/// Faults of one page stand beside one another; none may hide another.
pub const FAULTS: &[Fault] = &[
    fault(
        "sight",
        r#"class="said""#,
        r##"class="said" style="color:#888""##,
        &[("axe color-contrast", ".said")],
    ),
    fault("sight", "fill:#fff;", "fill:#456;", &[("contrast", "text.first"), ("contrast", "text.second")]),
    fault("sight", r#"x="20" y="60""#, r#"x="30" y="34""#, &[("drawing", "text.first")]),
    fault("sight", r#"class="narrow""#, r#"class="narrow" style="font-size:11px""#, &[("small", "p.narrow")]),
    fault(
        "sight",
        r#"class="out""#,
        r#"class="out" style="width:1300px""#,
        &[("width", "p.out"), ("paper", "p.out")],
    ),
    fault("night", "--ink:#e8e8e8", "--ink:#444", &[("axe color-contrast", "")]),
    fault(
        "night",
        "max-width:20rem",
        "max-width:10rem",
        &[("small", "text.first"), ("small", "text.second")],
    ),
    fault("night", r#"x="20" y="60">"#, r#"x="300" y="60">"#, &[("drawing", "text.second")]),
    fault(
        "night",
        r#"class="narrow">A narrow"#,
        r#"class="narrow" style="white-space:nowrap;overflow:hidden">A narrow and never-ending"#,
        &[("cut", "p.narrow"), ("paper", "p.narrow")],
    ),
    fault(
        "night",
        r#" tabindex="0""#,
        r#" style="width:6rem""#,
        &[("axe scrollable-region-focusable", "div")],
    ),
    fault("links", r##"href="#stages""##, r##"href="#states""##, &[("link", "li:nth-of-type(1) > a")]),
    fault(
        "links",
        r#"<section id="notes">"#,
        r#"<section id="notes" hidden>"#,
        &[("link", "li:nth-of-type(2) > a"), ("paper", "#notes")],
    ),
    fault("links", r#"<tr id="row">"#, r#"<tr id="agreement">"#, &[("id", "#agreement"), ("axe", "")]),
    fault(
        "links",
        "<h2>Stages</h2>",
        r#"<h4>Stages</h4><p><a href="other.html">Other</a></p>"#,
        &[("axe heading-order", "h4"), ("link", "a (Other)")],
    ),
    fault(
        "runs",
        POLICY,
        "<meta http-equiv=refresh content=3600>",
        &[("request", "meta"), ("axe meta-refresh", "meta")],
    ),
    fault(
        "runs",
        "</h1>",
        "</h1><img src='https://example.invalid/x.png' alt='x'>",
        &[("request", "image"), ("console", "line")],
    ),
    fault(
        "runs",
        "<h3>More</h3>",
        "<h3 onclick='0'>More</h3><script>alert(1)</script>",
        &[("script", "h3"), ("script", "script"), ("dialog", "alert")],
    ),
    fault(
        "runs",
        "</footer>",
        "<p id=\"dice\"></p><script>dice.append(Math.random())</script><script>throw 1</script></footer>",
        &[("reload", "html"), ("console", "script"), ("script", "script")],
    ),
    fault(
        "policy",
        r#"class="narrow">A"#,
        r#"class="narrow" style="overflow-wrap:normal">Antidisestablishmentarianism: a"#,
        &[("spill", "p.narrow")],
    ),
    fault(
        "policy",
        "<h3>More</h3>",
        "<h3>More</h3><script>alert(1)</script>",
        &[("script", "script"), ("console", "line")],
    ),
    fault(
        "policy",
        r#"<main id="agreement">"#,
        r#"<div id="agreement">"#,
        &[("axe landmark-one-main", "html"), ("axe region", "")],
    ),
    fault("policy", "</main>", "</div>", &[]),
    fault(
        "keys",
        r#"<a class="skip""#,
        r##"<a href="#notes">Notes first</a><a class="skip""##,
        &[("keyboard", "a.skip")],
    ),
    fault(
        "keys",
        ".skip:focus{left:1rem}",
        "nav a:focus{outline:none}",
        &[
            ("keyboard", "a.skip"),
            ("keyboard", "li:nth-of-type(1) > a"),
            ("keyboard", "li:nth-of-type(2) > a"),
        ],
    ),
    fault(
        "keys",
        "@media print{",
        "@media print{#notes{display:none}#row td{height:1200px}.narrow{width:900px}",
        &[("paper", "#notes"), ("paper", "#row"), ("paper", "p.narrow")],
    ),
    fault("policy", "content-visibility:visible;display:block", "", &[("paper", "details > p")]),
];
