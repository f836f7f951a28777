//! Tables of parameters as they are written, row by row.

use super::regions::Section;
use crate::import::page::{self, Block, Named, Table, codes, flat, links, named};

/// A table with the heading above it.
#[derive(Debug)]
pub(crate) struct Piece<'a> {
    pub(crate) heading: &'a str,
    /// The place in the page: as it is given, or as the heading makes it.
    pub(crate) anchor: String,
    /// Tables under one heading are several forms of the same.
    pub(crate) section: usize,
    pub(crate) rows: Vec<Row>,
}

/// A row as it is written.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) named: Named,
    pub(crate) text: String,
    /// The places of this page that it links to, without `#`.
    pub(crate) links: Vec<String>,
    /// The default, where it has a column.
    pub(crate) default: Option<String>,
    /// The rows of a table inside the cell, or of names that go on with a dot.
    pub(crate) inside: Vec<Row>,
}

/// The tables of fields in these sections.
pub(crate) fn pieces<'a>(sections: impl Iterator<Item = &'a Section<'a>>) -> Vec<Piece<'a>> {
    let tables = sections.enumerate().flat_map(|(at, section)| section.tables().map(move |table| (at, section, table)));
    let fields = tables.filter(|(_, _, table)| has_fields(table));
    let piece = |(at, section, table): (usize, &'a Section<'a>, &Table)| Piece {
        heading: section.heading,
        anchor: section.anchor.map_or_else(|| slug(section.heading), str::to_lowercase),
        section: at,
        rows: rows(table),
    };
    fields.map(piece).collect()
}

/// The place that a heading makes where it gives none.
fn slug(heading: &str) -> String {
    let words = heading.to_lowercase().replace(' ', "-");
    words.chars().filter(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect()
}

/// The rows of a table below its header.
fn rows(table: &Table) -> Vec<Row> {
    let header = if is_bare(table) { Vec::new() } else { table.header() };
    let column = |word: &str| header.iter().position(|cell| cell == word);
    let (ty, preset) = (column("type"), column("default").or_else(|| column("default value")));
    let text = header.iter().position(|cell| cell.contains("description")).unwrap_or(if ty == Some(1) { 2 } else { 1 });
    let mut found: Vec<Row> = Vec::new();
    for cells in table.rows.iter().skip(usize::from(!header.is_empty())) {
        let cell = |at: Option<usize>| at.and_then(|at| cells.get(at)).map_or("", |cell| cell.as_str());
        let Some(mut named) = cells.first().and_then(|cell| named(cell)) else { continue };
        // The client gives the token itself.
        if named.name == "auth" {
            continue;
        }
        if named.types.is_empty() {
            let plain = flat(cell(ty));
            let spans = codes(cell(ty));
            named.types = if spans.is_empty() {
                plain.split_whitespace().map(str::to_owned).collect()
            } else {
                spans.into_iter().map(str::to_owned).collect()
            };
        }
        let written = cell(Some(text));
        let (text, inside) = split(written);
        let here = links(cell(Some(0))).into_iter().chain(links(text));
        let links = here.filter_map(|link| link.strip_prefix('#')).map(|anchor| anchor.to_lowercase()).collect();
        let default = codes(cell(preset)).first().map(|code| (*code).to_owned());
        place(Row { named, text: text.to_owned(), links, default, inside }, &mut found);
    }
    found
}

/// More tables inside of one cell than any page has; they may stand in one another.
const MOST_INSIDE: usize = 20;

/// A cell's text, and the rows of a table inside it.
fn split(cell: &str) -> (&str, Vec<Row>) {
    let Some((text, _)) = cell.split_once("#|") else { return (cell, Vec::new()) };
    if cell.matches("#|").count() > MOST_INSIDE {
        return (text, Vec::new());
    }
    let blocks = page::read(cell).blocks;
    let tables = blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    (text, tables.filter(|table| has_fields(table)).flat_map(rows).collect())
}

/// Puts a row where it belongs: `a.b` and `a[].b` inside of `a`, if there is one; `a[]` says what the items of `a` are.
fn place(mut row: Row, found: &mut Vec<Row>) {
    let name = row.named.name.clone();
    let head = name.split('.').next().unwrap_or_default();
    let owner = found.iter_mut().find(|known| known.named.name == head.trim_end_matches("[]"));
    match (owner, name.split_once('.')) {
        (Some(owner), Some((_, rest))) => {
            rest.clone_into(&mut row.named.name);
            place(row, &mut owner.inside);
        }
        (Some(owner), None) if name.ends_with("[]") => {
            owner.links.append(&mut row.links);
            if let [item] = row.named.types.as_slice() {
                owner.named.types = vec![format!("{item}[]")];
            }
        }
        _ => found.push(row),
    }
}

/// Whether a table is one of parameters or fields, by its first row.
pub(crate) fn has_fields(table: &Table) -> bool {
    let header = table.header();
    let first = header.first().map_or("", |cell| cell.as_str());
    let named = ["name", "parameter", "field", "title"].iter().any(|word| first.split(' ').next() == Some(*word));
    let of_errors = header.iter().any(|cell| cell.contains("error") || cell.contains("code") || cell == "how to fix");
    named && !of_errors || is_bare(table)
}

/// Whether a table begins with a parameter at once.
fn is_bare(table: &Table) -> bool {
    let first = table.rows.first().and_then(|row| row.first());
    let named = first.filter(|cell| cell.starts_with("**")).and_then(|cell| named(cell));
    named.is_some_and(|named| {
        named.starred
            || named.types.iter().any(|ty| ty.chars().all(char::is_alphanumeric) && !ty.eq_ignore_ascii_case("type"))
    })
}
