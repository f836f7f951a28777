//! The name of a file in `Content-Disposition`: as people see it, and without any path.

use percent_encoding::percent_decode_str;

/// The name that a header gives; the one in UTF-8 if it gives two.
pub(super) fn name(header: &str) -> Option<String> {
    let extended = parameter(header, "filename*").and_then(|value| {
        let (_, coded) = value.split_once("''")?;
        percent_decode_str(coded).decode_utf8().ok().map(|name| name.into_owned())
    });
    plain(&extended.or_else(|| parameter(header, "filename"))?)
}

/// The value of a parameter; quoted ones may hold semicolons.
fn parameter(header: &str, wanted: &str) -> Option<String> {
    let mut rest = header.split_once(';')?.1;
    loop {
        let (name, after) = rest.split_once('=')?;
        let after = after.trim_start();
        let (value, next) = match after.strip_prefix('"') {
            Some(quoted) => unquoted(quoted),
            None => after
                .split_once(';')
                .map_or((after.trim().to_owned(), ""), |(value, next)| (value.trim().to_owned(), next)),
        };
        if name.trim().eq_ignore_ascii_case(wanted) {
            return Some(value);
        }
        rest = next.trim_start_matches([' ', ';']);
    }
}

/// A quoted text up to its closing quote, and what follows it.
fn unquoted(text: &str) -> (String, &str) {
    let mut value = String::new();
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return (value, text.get(at + 1..).unwrap_or_default()),
            '\\' => value.extend(characters.next().map(|(_, character)| character)),
            other => value.push(other),
        }
    }
    (value, "")
}

/// The last part of a path, without what no file's name has.
fn plain(name: &str) -> Option<String> {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = last.chars().filter(|character| !character.is_control()).collect();
    let name = name.trim();
    (!name.is_empty() && name != "." && name != "..").then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_as_servers_write_them() {
        let rows = [
            ("attachment; filename=\"report.pdf\"", Some("report.pdf")),
            ("attachment; filename=report.pdf; size=5", Some("report.pdf")),
            ("attachment; filename=\"a; \\\"b\\\".txt\"", Some("a; \"b\".txt")),
            ("attachment; filename=\"x.txt\"; filename*=utf-8''%D0%BE%D1%82%D1%87%D0%B5%D1%82.pdf", Some("отчет.pdf")),
            ("attachment; filename*=utf-8''%FF; filename=\"y.txt\"", Some("y.txt")),
            ("attachment; FileName=\"отчет.pdf\"", Some("отчет.pdf")),
            ("attachment; filename=\"../../etc/passwd\"", Some("passwd")),
            ("attachment; filename=\"C:\\\\temp\\\\a.txt\"", Some("a.txt")),
            ("attachment; filename=\"..\"", None),
            ("attachment; filename=\"/\"", None),
            ("attachment; filename=\"open", Some("open")),
            ("attachment; filename", None),
            ("attachment", None),
            ("", None),
        ];
        for (header, expected) in rows {
            assert_eq!(name(header).as_deref(), expected, "{header}");
        }
    }
}
