//! Parameters, and which table says what another's row is made of.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

use super::regions::{Region, Section};
use super::rows::{Piece, Row, pieces};
use super::{Field, Fields, default, demands, values};

/// How deep tables lead into each other; one that leads back to itself ends there.
const DEEPEST: usize = 6;

/// The most rows that one method is made of, a table counted as often as something is made of it. Real ones have hundreds.
const MOST_ROWS: usize = 5000;

/// What is longer than this, in bytes, is no name.
const LONGEST: usize = 100;

/// Headings are full of these, whether or not a parameter bears the name.
const GENERAL: [&str; 10] =
    ["array", "fields", "field", "parameter", "parameters", "object", "type", "result", "structure", "data"];

/// The parameters of the method.
pub(crate) fn params(regions: &[Section<'_>], doubts: &mut Vec<String>) -> Fields {
    let sections = || regions.iter().filter(|section| matches!(section.region, Region::Head | Region::Params));
    let mut pieces = pieces(sections());
    if pieces.is_empty() {
        return Fields::default();
    }
    let root = pieces.remove(0);
    let with_root = |piece: &Piece<'_>| piece.section == root.section || is_of_method(piece.heading);
    let mut rows = root.rows.clone();
    for more in pieces.extract_if(.., |piece| with_root(piece)) {
        let is_further = more.heading.to_lowercase() == FURTHER;
        doubts.extend((!is_further).then(|| "the parameters stand in several tables".to_owned()));
        for mut row in more.rows {
            // What only one of several tables asks for is not asked of every call.
            row.named.starred &= is_further;
            if !rows.iter().any(|known| known.named.name == row.named.name) {
                rows.push(row);
            }
        }
    }
    let tables = Tables::new(&rows, &pieces);
    let mut fields = tables.fields(&rows, DEEPEST);
    let around: Vec<&str> =
        sections().filter(|section| section.heading == root.heading).flat_map(|section| section.lines()).collect();
    demands::around(&around.join("\n"), &mut fields);
    doubts.extend(
        tables.unused().map(|first| format!("no parameter is told to be made of the table that begins with {first}")),
    );
    fields
}

/// The heading of parameters that have a second table for the looks of it.
const FURTHER: &str = "additional parameters";

/// Whether a heading stands over parameters of the method itself.
fn is_of_method(heading: &str) -> bool {
    let heading = heading.to_lowercase();
    heading == FURTHER || heading.starts_with("method parameters")
}

/// The tables that rows may be made of.
pub(crate) struct Tables<'a> {
    pieces: &'a [Piece<'a>],
    /// The places that any row links to.
    linked: BTreeSet<String>,
    used: RefCell<BTreeSet<usize>>,
    /// How many rows may still be read.
    rows_left: Cell<usize>,
}

impl<'a> Tables<'a> {
    pub(crate) fn new(root: &[Row], pieces: &'a [Piece<'a>]) -> Self {
        let rows = root.iter().chain(pieces.iter().flat_map(|piece| &piece.rows));
        let linked = rows.flat_map(|row| row.links.iter().cloned()).collect();
        Self { pieces, linked, used: RefCell::default(), rows_left: Cell::new(MOST_ROWS) }
    }

    /// The rows as fields, each with what it is made of.
    pub(crate) fn fields(&self, rows: &[Row], depth: usize) -> Fields {
        let mut fields = Fields::default();
        for row in rows {
            if is_pattern(&row.named.name) {
                fields.open = true;
                continue;
            }
            match fields.get_mut(&row.named.name) {
                Some(twice) => twice.doubts.push("it stands in the table twice".to_owned()),
                None => fields.list.push(self.field(row, depth)),
            }
        }
        demands::between(rows, &mut fields);
        fields
    }

    fn field(&self, row: &Row, depth: usize) -> Field {
        self.rows_left.set(self.rows_left.get().saturating_sub(1));
        let types = row.named.types.clone();
        let mut doubts = Vec::new();
        let inside = self.inside(row, depth, &mut doubts);
        let values = values::values(&row.named.name, &row.text, &types);
        Field {
            name: row.named.name.clone(),
            required: row.named.starred,
            default: row.default.clone().or_else(|| default::default(&row.text)).filter(|_| inside.is_none()),
            deprecated: is_deprecated(&row.text),
            values: if inside.is_some() { Vec::new() } else { values },
            types,
            inside,
            doubts,
        }
    }

    /// What a row's value is made of.
    fn inside(&self, row: &Row, depth: usize, doubts: &mut Vec<String>) -> Option<Fields> {
        if depth == 0 || row.named.types.iter().any(|ty| is_scalar(ty)) && row.named.types.len() == 1 {
            return None;
        }
        if !row.inside.is_empty() {
            return Some(self.fields(&row.inside, depth - 1));
        }
        if self.rows_left.get() == 0 {
            doubts.push("there are too many tables inside of one another".to_owned());
            return None;
        }
        let found = self.of(row);
        self.used.borrow_mut().extend(&found);
        let mut tables =
            found.iter().filter_map(|at| self.pieces.get(*at)).map(|piece| self.fields(&piece.rows, depth - 1));
        let first = tables.next()?;
        doubts.extend((found.len() > 1).then(|| "its fields stand in several tables".to_owned()));
        Some(tables.fold(first, either))
    }

    /// The tables of a row: those that it links to, or whose heading has its name or its type's.
    fn of(&self, row: &Row) -> Vec<usize> {
        let at = |is: &dyn Fn(&Piece<'_>) -> bool| {
            self.pieces.iter().enumerate().filter(|(_, piece)| is(piece)).map(|(at, _)| at).collect::<Vec<usize>>()
        };
        let linked = at(&|piece| row.links.contains(&piece.anchor));
        if !linked.is_empty() {
            return linked;
        }
        let is_type =
            |word: &str| row.named.types.iter().any(|ty| ty.trim_end_matches("[]").eq_ignore_ascii_case(word));
        let is_special = |word: &str| !GENERAL.contains(&word.to_lowercase().as_str()) && is_type(word);
        let by_type = at(&|piece| is_type(&piece.anchor) || words(piece.heading).any(is_special));
        let free = |piece: &Piece<'_>| !self.linked.contains(&piece.anchor);
        let name = &row.named.name;
        let says = |piece: &Piece<'_>, same: &dyn Fn(&str) -> bool| words(piece.heading).any(same);
        let exact = || at(&|piece| free(piece) && says(piece, &|word| word == name));
        let is_general = GENERAL.contains(&name.to_lowercase().as_str());
        let same = |word: &str| word.eq_ignore_ascii_case(name);
        let loose = || at(&|piece| !is_general && free(piece) && says(piece, &same));
        let found = [by_type, exact(), loose()].into_iter().find(|found| !found.is_empty()).unwrap_or_default();
        let section = found.first().and_then(|at| self.pieces.get(*at)).map(|piece| piece.section);
        at(&|piece| Some(piece.section) == section)
    }

    /// The first names of the tables that no row is made of.
    pub(crate) fn unused(&self) -> impl Iterator<Item = &'a str> {
        let used = self.used.borrow().clone();
        let free = self.pieces.iter().enumerate().filter(move |(at, _)| !used.contains(at));
        free.filter_map(|(_, piece)| piece.rows.first()).map(|row| row.named.name.as_str())
    }
}

/// Fields that stand in one of two tables, of which the value follows one.
fn either(mut fields: Fields, other: Fields) -> Fields {
    for field in &mut fields.list {
        field.required &= other.get(&field.name).is_some_and(|other| other.required);
    }
    for mut field in other.list {
        if fields.get(&field.name).is_none() {
            field.required = false;
            fields.list.push(field);
        }
    }
    fields.open |= other.open;
    fields.demands.clear();
    fields
}

fn words(heading: &str) -> impl Iterator<Item = &str> {
    heading.split(|c: char| c.is_whitespace() || "`()\\/{}:,".contains(c)).filter(|word| !word.is_empty())
}

/// Whether a type cannot have fields.
pub(crate) fn is_scalar(ty: &str) -> bool {
    const SCALARS: [&str; 16] = [
        "string",
        "text",
        "char",
        "integer",
        "int",
        "double",
        "float",
        "number",
        "boolean",
        "bool",
        "date",
        "datetime",
        "timestamp",
        "null",
        "string[]",
        "integer[]",
    ];
    SCALARS.contains(&ty.to_lowercase().as_str())
}

/// Whether a name stands for many: `UF_*`, `ufCrm...`, `PROPERTY_PropertyId`, `propertyN`, `upload{id}`.
fn is_pattern(name: &str) -> bool {
    let is_placeholder =
        |part: &str| part.starts_with(|c: char| c.is_ascii_uppercase()) && part.chars().any(|c| c.is_ascii_lowercase());
    let (before, last) = name.rsplit_once('_').unwrap_or(("", name));
    let numbered = name.strip_suffix('N').is_some_and(|rest| rest.ends_with(|c: char| c.is_ascii_lowercase()));
    let upper = !before.is_empty() && before.chars().all(|c| c.is_ascii_uppercase() || c == '_');
    name.contains("...")
        || name.contains('…')
        || name.contains(['{', '<', '#', '*'])
        || name.contains("XXX")
        || name.len() > LONGEST
        || name.contains(' ') && !name.contains('(')
        || numbered
        || upper && is_placeholder(last)
}

fn is_deprecated(text: &str) -> bool {
    let text = text.to_lowercase();
    let starts = ["deprecated", "outdated", "obsolete"].iter().any(|word| text.trim_start().starts_with(word));
    starts
        || ["parameter is deprecated", "field is deprecated", "parameter is outdated", "field is outdated"]
            .iter()
            .any(|words| text.contains(words))
}
