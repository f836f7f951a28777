//! Text of a spec as Markdown that says just that text, whatever stands in it: no link, no HTML, no heading, no list, and
//! above all no block of code, because the tests of the docs would compile and run it.

/// The width that docs are wrapped to.
const WIDTH: usize = 110;

/// A blank inside of code, where a line must not end: what begins the next line could be taken for a block.
const GLUE: char = '\u{e000}';

/// Text of a spec as Markdown: what stands between two single backticks is code, all else is plain.
pub(crate) fn prose(text: &str) -> String {
    let runs = |text: &str| text.split(|c| c != '`').filter(|run| run.len() == 1).count();
    let balanced = runs(text).is_multiple_of(2);
    let mut code = false;
    let mut escaped = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let length = if c == '`' { rest.len() - rest.trim_start_matches('`').len() } else { c.len_utf8() };
        let piece = &rest[..length];
        rest = &rest[length..];
        match c {
            '`' if balanced && length == 1 => {
                code = !code;
                escaped.push('`');
            }
            _ if code => escaped.extend(piece.chars().map(glued)),
            // Of a run of backticks, one that is not escaped could begin a block.
            '`' => escaped.push_str(&"\\`".repeat(length)),
            '[' | ']' | '<' | '>' | '*' | '_' | '\\' | '#' | '|' | '~' => {
                escaped.push('\\');
                escaped.push(c);
            }
            _ => escaped.push(if c.is_whitespace() { ' ' } else { visible(c) }),
        }
    }
    escaped.split(' ').map(plain_word).collect::<Vec<String>>().join(" ")
}

/// A word that would begin a list or underline a heading if a line began with it, so that it does not.
fn plain_word(word: &str) -> String {
    let number = word.trim_end_matches(['.', ')']);
    let numbered = !number.is_empty() && number.len() + 1 == word.len() && number.bytes().all(|b| b.is_ascii_digit());
    match word {
        "" => String::new(),
        "-" | "+" => format!("\\{word}"),
        _ if word.bytes().all(|b| b == b'=') || word.len() > 1 && word.bytes().all(|b| b == b'-') => {
            format!("\\{word}")
        }
        _ if numbered => format!("{number}\\{}", &word[number.len()..]),
        _ => word.to_owned(),
    }
}

/// A wire name or value as code; a backtick in it cannot end it.
pub(crate) fn code(text: &str) -> String {
    if text.is_empty() {
        return "an empty text".to_owned();
    }
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let ticks = "`".repeat(longest + 1);
    let blank = if longest > 0 { GLUE.to_string() } else { String::new() };
    let text: String = text.chars().map(glued).collect();
    // The parser takes a blank away at both ends, if there is one at both.
    let blank = if text.starts_with(GLUE) && text.ends_with(GLUE) { GLUE.to_string() } else { blank };
    format!("{ticks}{blank}{text}{blank}{ticks}")
}

fn glued(c: char) -> char {
    if c.is_whitespace() { GLUE } else { visible(c) }
}

/// What would be taken for a blank inside of code is none.
fn visible(c: char) -> char {
    if c == GLUE { char::REPLACEMENT_CHARACTER } else { c }
}

/// Lines of at most [`WIDTH`] characters, broken at blanks. Code is not broken.
pub(crate) fn wrap(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut width = 0;
    for word in text.split_whitespace() {
        let own = word.chars().count();
        match lines.last_mut() {
            Some(line) if width + 1 + own <= WIDTH => {
                line.push(' ');
                line.push_str(word);
                width += 1 + own;
            }
            _ => {
                lines.push(word.to_owned());
                width = own;
            }
        }
    }
    lines.iter().map(|line| loose(line)).collect()
}

/// The text with the blanks inside of code as what they are.
pub(crate) fn loose(text: &str) -> String {
    text.replace(GLUE, " ")
}

/// A link to the API's documentation. Addresses were checked; what could end a link is left out all the same.
pub(crate) fn link(url: &str) -> String {
    let safe: String =
        url.chars().filter(|c| !c.is_whitespace() && !matches!(c, '(' | ')' | '<' | '>' | '[' | ']' | '`')).collect();
    format!("[API page]({safe})")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_is_plain_but_for_code() {
        let cases = [
            ("see `a_b` and c_d", "see `a_b` and c\\_d"),
            ("a [link](x) <b> *c* # | ~~d~~", "a \\[link\\](x) \\<b\\> \\*c\\* \\# \\| \\~\\~d\\~\\~"),
            ("one ` only", "one \\` only"),
            ("- a + b === 1. c 2) --- 3.5", "\\- a \\+ b \\=== 1\\. c 2\\) \\--- 3.5"),
            ("```rust\nfn x() {}\n```", "\\`\\`\\`rust fn x() {} \\`\\`\\`"),
        ];
        for (text, expected) in cases {
            assert_eq!(loose(&prose(text)), expected);
        }
    }

    #[test]
    fn a_line_ends_nowhere_in_code() {
        let long = "x".repeat(WIDTH);
        let text =
            format!("{} {} {}", prose(&format!("`{long} - b`")), code(&format!("{long} ````rust c")), prose("d"));
        let lines = wrap(&text);
        assert_eq!(lines, [format!("`{long} - b`"), format!("````` {long} ````rust c `````"), "d".to_owned()]);
    }

    #[test]
    fn code_holds_any_text() {
        for (text, expected) in
            [("a", "`a`"), ("`", "`` ` ``"), ("a``b", "``` a``b ```"), (" a ", "`  a  `"), ("", "an empty text")]
        {
            assert_eq!(loose(&code(text)), expected);
        }
    }
}
