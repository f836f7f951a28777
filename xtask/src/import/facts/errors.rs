//! The errors that a page lists: status, code, and the server's texts.

use super::ErrorFact;
use super::regions::{Region, Section};
use super::values::unquoted;
use crate::import::page::{Block, Table, codes, flat};

/// What stands in the place of a code that the server leaves empty.
const EMPTY: [&str; 8] = ["", "-", "—", "–", "\"\"", "''", "empty value", "empty string"];

/// The longest code, in bytes.
const LONGEST: usize = 200;

/// The columns of a table of errors.
struct Columns {
    code: Option<usize>,
    status: Option<usize>,
    text: Option<usize>,
    /// Whether the text may be an explanation: then only what is set as code is the server's.
    explains: bool,
}

/// The rows, those of one code together.
pub(crate) fn errors(regions: &[Section<'_>], doubts: &mut Vec<String>) -> Vec<ErrorFact> {
    let mut errors = Vec::new();
    // In REST 3.0 a line names the code, and the table below it has the texts.
    let mut above: Option<String> = None;
    for block in regions.iter().filter(|section| section.region == Region::Errors).flat_map(|section| section.blocks) {
        match block {
            Block::Line(line) if line.to_lowercase().starts_with("error code") => {
                above = codes(line).first().map(|code| (*code).to_owned());
                if let Some(code) = &above {
                    note(&mut errors, code, None, None);
                }
            }
            Block::Table(table) => read(table, above.as_deref(), &mut errors, doubts),
            _ => {}
        }
    }
    errors
}

/// Whether an error tells that a call needs an application's token.
pub(crate) fn wants_application(error: &ErrorFact) -> bool {
    let texts =
        ["application context required", "in the context of an application", "in the context of a rest application"];
    let says = |text: &String| texts.iter().any(|words| text.to_lowercase().contains(words));
    // As a code the same words may stand for some calls only.
    let denied = error.code.starts_with("Access denied! Application context");
    error.texts.iter().any(says) || error.code == "ERROR_WRONG_CONTEXT" || denied
}

fn read(table: &Table, above: Option<&str>, errors: &mut Vec<ErrorFact>, doubts: &mut Vec<String>) {
    let Some(columns) = columns(&table.header(), above.is_some()) else { return };
    for row in table.rows.iter().skip(1) {
        let cell = |at: Option<usize>| at.and_then(|at| row.get(at)).map_or("", |cell| cell.as_str());
        let status = flat(cell(columns.status))
            .replace('`', "")
            .trim()
            .parse()
            .ok()
            .filter(|status| (200..600).contains(status));
        let text = text(cell(columns.text), columns.explains);
        let found = match columns.code {
            Some(_) => codes_of(cell(columns.code)),
            None => above.map(str::to_owned).into_iter().collect(),
        };
        if found.is_empty() || found.iter().any(|code| code.len() > LONGEST) {
            doubts.push("a row of the errors has no code".to_owned());
        }
        for code in found.into_iter().filter(|code| code.len() <= LONGEST) {
            note(errors, &code, status, text.clone());
        }
    }
}

fn columns(header: &[String], has_code: bool) -> Option<Columns> {
    let at = |words: &[&str]| header.iter().position(|cell| words.iter().any(|word| cell == word));
    let code = at(&["code", "error code", "error"]);
    let texts = ["error message", "error text", "message", "error description"];
    let text = at(&texts).or_else(|| at(&["description"]));
    let explains = at(&texts).is_none() && at(&["value", "additional information", "reason"]).is_none();
    let is_errors = code.is_some() || has_code && text.is_some();
    is_errors.then(|| Columns {
        code: code.filter(|_| !has_code),
        status: at(&["status", "http status"]),
        text,
        explains,
    })
}

/// The codes of a cell: what is set as code, or the one word there.
fn codes_of(cell: &str) -> Vec<String> {
    let words = flat(cell);
    let plain = words.trim().trim_matches('`').trim();
    if EMPTY.contains(&plain.to_lowercase().as_str()) {
        return vec![String::new()];
    }
    let spans = codes(cell);
    if !spans.is_empty() {
        return spans.into_iter().map(|code| code.trim().trim_matches(['"', '\'']).to_owned()).collect();
    }
    let one_word = !plain.contains(' ') && plain.is_ascii();
    if one_word { vec![plain.to_owned()] } else { Vec::new() }
}

/// The server's text, if the cell has one.
fn text(cell: &str, explains: bool) -> Option<String> {
    let flat = flat(cell);
    let whole = flat.trim();
    let coded = whole.strip_prefix('`').and_then(|rest| rest.strip_suffix('`')).filter(|code| !code.contains('`'));
    if explains && coded.is_none() {
        return None;
    }
    let text = coded.unwrap_or(whole).replace('`', "").replace("\\|", "|");
    let text = decoded(text).replace("<br>", " ");
    let text = unquoted(&text.split_whitespace().collect::<Vec<&str>>().join(" "));
    (!EMPTY.contains(&text.to_lowercase().as_str())).then_some(text)
}

/// A text that was copied from JSON, without its escapes.
fn decoded(text: String) -> String {
    let is_json = text.contains("\\u00") && !text.contains('"');
    let read = || serde_json::from_str(&format!("\"{text}\"")).ok();
    is_json.then(read).flatten().unwrap_or(text)
}

fn note(errors: &mut Vec<ErrorFact>, code: &str, status: Option<u16>, text: Option<String>) {
    let error = match errors.iter_mut().find(|error| error.code == code) {
        Some(error) => error,
        None => {
            errors.push(ErrorFact { code: code.to_owned(), status, texts: Vec::new() });
            let Some(last) = errors.last_mut() else { return };
            last
        }
    };
    // A code that comes under several statuses has none of its own.
    if error.status != status && !error.texts.is_empty() {
        error.status = None;
    }
    error.texts.extend(text.filter(|text| !error.texts.contains(text)));
}
