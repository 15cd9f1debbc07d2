//! The pages of all message codes, as they stand in docs/diagnostics.

macro_rules! pages {
    ($($code:ident)*) => {
        /// Each code with its page, in Markdown; a test holds this list against the folder.
        pub const PAGES: &[(&str, &str)] = &[$((
            stringify!($code),
            include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/diagnostics/", stringify!($code), ".md")),
        )),*];
    };
}

pages! {
    C201 C202 C203 C204 C205 C206 C207 C208 C209 C210 C211 C212 C213 C214 C301 C302 C303 C304 C305 C306
    C307 C308 C310 C311 C312 C313 C314 C315 C316 C317 C401 C403 C406 C501 C601 C604 C702 C703 C704 C706
    C707 C709 C710 C801 C802 C805 C806 D507 D603 D808 D809 R901 R902 R903 R904 R905 R906 R907 R908 R909 R910 R911 R912 R913 R914
    R915 R916 R917 R918 R919 R920 R921 R922 R923 R924 R925 R926 R927 R928 R934 R935 R936 R937 R938 R940 R941 R942 R943 R944 R945 R946 R947 S101 S102 S103 S104 S105 S106 S107 S108 S109 S110 S111 S112
    S113 S114 S115 S116 S117 S118 S119 S120 S121 S122 S123 S124 S125 S126 S127 S128 S129 S130 S131 S402
    S602 W309 W310 W502 W503 W701 W708 W711 W803 W807
}
