//! Tables: `#|` rows `|#`, each row `|| cell | cell ||`. Cells hold lines, lists, listings and further tables.

/// A table, and what is broken about it.
#[derive(Debug, Default)]
pub(crate) struct Table {
    pub(crate) rows: Vec<Row>,
    pub(crate) broken: Option<&'static str>,
}

/// The cells of a row, as they are written.
pub(crate) type Row = Vec<String>;

impl Table {
    /// The first row in plain small letters, cell by cell.
    pub(crate) fn header(&self) -> Vec<String> {
        let first = self.rows.first().map_or(&[][..], |row| row.as_slice());
        first.iter().map(|cell| super::flat(cell).replace(['*', '`'], "").trim().to_lowercase()).collect()
    }
}

/// What the reader is inside of.
#[derive(Default)]
struct State {
    table: Table,
    row: Option<Row>,
    cell: String,
    /// How many tables are open inside the cell.
    inner: usize,
    in_listing: bool,
}

/// Reads the table that begins at a line; gives it with the line after it.
pub(crate) fn read(lines: &[&str], start: usize) -> (Table, usize) {
    let mut state = State::default();
    for (at, line) in lines.iter().enumerate().skip(start) {
        let line = if at == start { line.trim_start().trim_start_matches("#|") } else { line };
        let trimmed = line.trim();
        if state.in_listing || trimmed.starts_with("```") && trimmed.matches("```").count() == 1 {
            let Some((code, rest)) = state.listing_line(line) else { continue };
            state.push(code);
            state.cells(rest);
            state.push("\n");
            continue;
        }
        if state.inner == 0 && trimmed.starts_with("|#") {
            state.close_row();
            return (state.table, at + 1);
        }
        let is_heading = at > start && (trimmed.starts_with("## ") || trimmed.starts_with("### "));
        if is_heading && state.inner == 0 {
            state.close_row();
            state.table.broken = Some("a table has no end");
            return (state.table, at);
        }
        if state.inner == 0 && state.row.is_some() && begins_row(trimmed) && state.has_cells() {
            state.close_row();
            state.table.broken = Some("a row of a table has no end");
        }
        let ends = state.inner == 0 && trimmed.ends_with("|#");
        state.cells(if ends { trimmed.trim_end_matches("|#") } else { line });
        if ends {
            state.close_row();
            return (state.table, at + 1);
        }
        state.push("\n");
    }
    state.close_row();
    state.table.broken = Some("a table has no end");
    (state.table, lines.len())
}

/// Whether a line that begins with `||` goes on with a cell: at the end of a row it stands alone.
fn begins_row(trimmed: &str) -> bool {
    trimmed.strip_prefix("||").is_some_and(|rest| !rest.trim().is_empty() && !rest.trim_start().starts_with("||"))
}

impl State {
    /// A line of a listing: what is code, and what follows after its closing fence. Nothing if it is all code.
    fn listing_line<'a>(&mut self, line: &'a str) -> Option<(&'a str, &'a str)> {
        let closes = self.in_listing && line.contains("```");
        if !closes {
            self.in_listing = true;
            self.push(line);
            self.push("\n");
            return None;
        }
        self.in_listing = false;
        let end = line.find("```").map_or(line.len(), |at| at + 3);
        Some(line.split_at(end))
    }

    fn push(&mut self, text: &str) {
        if self.row.is_some() {
            self.cell.push_str(text);
        }
    }

    fn has_cells(&self) -> bool {
        self.row.as_ref().is_some_and(|row| !row.is_empty()) && !self.cell.trim().is_empty()
    }

    /// Takes in the cells of a piece of a line.
    fn cells(&mut self, line: &str) {
        let mut rest = line;
        while let Some(c) = rest.chars().next() {
            let taken = if rest.starts_with("#|") {
                self.inner += 1;
                2
            } else if self.inner > 0 && rest.starts_with("|#") {
                self.inner -= 1;
                2
            } else if self.inner > 0 {
                c.len_utf8()
            } else if rest.starts_with("\\|") {
                2
            } else if let Some(code) = code_span(rest) {
                code
            } else if rest.starts_with("||") {
                self.row_mark();
                rest = rest.get(2..).unwrap_or_default();
                continue;
            } else if c == '|' {
                self.close_cell();
                rest = rest.get(1..).unwrap_or_default();
                continue;
            } else {
                c.len_utf8()
            };
            let (piece, after) = rest.split_at(taken);
            self.push(piece);
            // A row may be written as the item of a list, whose mark says nothing.
            if self.row.is_none() && !piece.trim().is_empty() && piece != "-" {
                self.table.broken = Some("a table has text outside of its rows");
            }
            rest = after;
        }
    }

    fn row_mark(&mut self) {
        if self.row.is_some() {
            self.close_row();
        } else {
            self.row = Some(Row::new());
        }
    }

    fn close_cell(&mut self) {
        if let Some(row) = &mut self.row {
            row.push(std::mem::take(&mut self.cell).trim().to_owned());
        }
    }

    fn close_row(&mut self) {
        self.close_cell();
        let row = self.row.take().filter(|row| row.iter().any(|cell| !cell.is_empty()));
        self.table.rows.extend(row.map(|row| merged(row, self.table.rows.last())));
    }
}

/// A row with what its merged cells stand for: `^` is the cell above. `>` is the cell on the left, which says it once.
fn merged(row: Row, above: Option<&Row>) -> Row {
    let fill = |(at, cell): (usize, String)| match cell.as_str() {
        "^" => above.and_then(|row| row.get(at)).cloned().unwrap_or_default(),
        ">" => String::new(),
        _ => cell,
    };
    row.into_iter().enumerate().map(fill).collect()
}

/// The length of a code span that begins here and ends on this line.
fn code_span(rest: &str) -> Option<usize> {
    let ticks = rest.bytes().take_while(|byte| *byte == b'`').count();
    let inside = rest.get(ticks..).filter(|_| ticks > 0)?;
    let end = inside.find(&"`".repeat(ticks))?;
    Some(ticks + end + ticks)
}
