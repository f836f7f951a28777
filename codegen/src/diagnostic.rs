//! Problems with their places, all of them, and how they are shown.

mod explain;
mod problem;
mod text;
mod window;

pub use explain::{all_codes, explain};
pub use problem::{Code, Problem, Unknown};
pub(crate) use window::is_unseen;

use std::collections::BTreeMap;

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};

use window::Window;

use crate::source::{Source, Span, line_and_column};

/// One problem at one place.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// What is wrong.
    pub problem: Problem,
    /// Where.
    pub span: Span,
    /// Another place that has to do with it, and what stands there.
    pub also: Option<(Span, &'static str)>,
}

impl Diagnostic {
    /// The problem as a person reads it.
    pub fn render(&self, sources: &[Source], style: Style) -> String {
        render(self, sources, style)
    }
}

/// Everything that is wrong with a set of specs, in the order of files and lines.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    /// How many there are in each source.
    counts: BTreeMap<usize, usize>,
}

/// The most problems that are shown; who has more has one that makes the others.
const MOST_SHOWN: usize = 100;

impl Diagnostics {
    /// Notes a problem.
    pub(crate) fn add(&mut self, span: Span, problem: Problem) {
        self.note(Diagnostic { problem, span, also: None });
    }

    /// Notes a problem that has to do with a second place.
    pub(crate) fn add_with(&mut self, span: Span, problem: Problem, also: Span, there: &'static str) {
        self.note(Diagnostic { problem, span, also: Some((also, there)) });
    }

    fn note(&mut self, diagnostic: Diagnostic) {
        *self.counts.entry(diagnostic.span.source).or_default() += 1;
        self.list.push(diagnostic);
    }

    /// Whether it is worth the time to look for what was meant: not for the thousandth unknown name of a file.
    pub(crate) fn may_suggest(&self, span: Span) -> bool {
        self.counts.get(&span.source).is_none_or(|count| *count < MOST_SHOWN)
    }

    /// Notes the problems of another list.
    pub(crate) fn append(&mut self, mut other: Self) {
        for diagnostic in other.list.drain(..) {
            self.note(diagnostic);
        }
    }

    /// The last place that has a problem, if there is one.
    pub(crate) fn furthest(&self) -> Option<usize> {
        self.list.iter().map(|diagnostic| diagnostic.span.start).max()
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// How many problems there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// The problems.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }

    /// Nothing, or all problems in their order.
    pub(crate) fn into_result(mut self, sources: &[Source]) -> Result<(), Self> {
        self.sort(sources);
        if self.is_empty() { Ok(()) } else { Err(self) }
    }

    fn sort(&mut self, sources: &[Source]) {
        let path = |span: Span| sources.get(span.source).map(|source| source.path.as_str());
        self.list.sort_by(|a, b| (path(a.span), a.span).cmp(&(path(b.span), b.span)));
        self.list.dedup_by(|a, b| a.span == b.span && a.problem == b.problem);
    }

    /// The problems as a person reads them: file, line and column, the line itself, a mark under the place, help. Of very
    /// many, the first are shown and the others are counted.
    pub fn render(&self, sources: &[Source], style: Style) -> String {
        let shown = self.list.iter().take(MOST_SHOWN);
        let mut blocks: Vec<String> = shown.map(|diagnostic| diagnostic.render(sources, style)).collect();
        match self.list.len().saturating_sub(MOST_SHOWN) {
            0 => {}
            1 => blocks.push("and one more problem".to_owned()),
            more => blocks.push(format!("and {more} more problems")),
        }
        blocks.join("\n\n")
    }
}

/// Whether the text is for a terminal with colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Plain text.
    Plain,
    /// With ANSI colours.
    Coloured,
}

fn render(diagnostic: &Diagnostic, sources: &[Source], style: Style) -> String {
    let Diagnostic { problem, span, also } = diagnostic;
    let path = sources.get(span.source).map_or("", |source| source.path.as_str());
    let text = sources.get(span.source).map_or("", |source| readable(source));
    let place = clamp(*span, text);
    let beside = also.as_ref().filter(|(also, _)| also.source == span.source).map(|(also, _)| clamp(*also, text));
    let window = Window::around(text, &place, beside.as_ref());
    let [title, label, path] = [problem.message(), problem.label(), path.to_owned()].map(|text| seen(&text));
    let mut snippet = Snippet::source(window.text.as_str()).line_start(window.first_line);
    if !window.is_piece {
        snippet = snippet.path(path.as_str());
    }
    let primary = AnnotationKind::Primary.span(window.place(&place).unwrap_or_default()).label(label.as_str());
    snippet = snippet.annotation(primary);
    let beside = beside.and_then(|beside| window.place(&beside));
    if let Some((beside, (_, there))) = beside.clone().zip(also.as_ref()) {
        snippet = snippet.annotation(AnnotationKind::Context.span(beside).label(*there));
    }
    let elsewhere = also.as_ref().filter(|_| beside.is_none()).and_then(|(span, there)| {
        let source = sources.get(span.source)?;
        let (line, column) = line_and_column(readable(source), span.start);
        Some(format!("{there} at {}:{line}:{column}", seen(&source.path)))
    });
    let code = problem.code().to_string();
    let mut group = Level::ERROR.primary_title(title.as_str()).id(code.as_str()).element(snippet);
    if window.is_piece {
        group = group.element(Origin::path(path.as_str()).line(window.line).char_column(window.column));
    }
    if let Some(elsewhere) = &elsewhere {
        group = group.element(Level::NOTE.message(elsewhere.as_str()));
    }
    let help = problem.help().map(|help| seen(&help));
    if let Some(help) = &help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Coloured => Renderer::styled(),
    };
    renderer.render(&[group])
}

/// Text on one line, with what is not seen written out.
fn seen(text: &str) -> String {
    text.chars().flat_map(|c| if is_unseen(c) { c.escape_unicode().collect() } else { vec![c] }).collect()
}

/// The text of a file up to where it stops being UTF-8.
fn readable(source: &Source) -> &str {
    match str::from_utf8(&source.bytes) {
        Ok(text) => text,
        Err(error) => str::from_utf8(&source.bytes[..error.valid_up_to()]).unwrap_or_default(),
    }
}

/// The span inside the text, on whole characters, so that no place can make the renderer stumble.
fn clamp(span: Span, text: &str) -> std::ops::Range<usize> {
    let floor = |mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = floor(span.start);
    start..floor(span.end).max(start)
}

/// Text from a spec inside a message: in backticks, on one line, short, and without characters that act on a terminal.
pub(crate) fn quoted(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut shown: String = text.chars().take(LONGEST).flat_map(visible).collect();
    if text.chars().count() > LONGEST {
        shown.push('…');
    }
    format!("`{shown}`")
}

fn visible(c: char) -> Vec<char> {
    if is_unseen(c) || c == '`' { c.escape_unicode().collect() } else { vec![c] }
}
