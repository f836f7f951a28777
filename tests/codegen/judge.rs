//! What must be true of the generator's answer, whatever it was given.

use std::panic::{AssertUnwindSafe, catch_unwind};

use bitrix24_codegen::diagnostic::{Diagnostics, Style};
use bitrix24_codegen::model::Model;
use bitrix24_codegen::render::Code;
use bitrix24_codegen::source::{Source, Span};
use bitrix24_codegen::{generate, read};

/// What the generator said.
pub(crate) enum Verdict<T = Code> {
    /// Problems, each with its place.
    Refused(Diagnostics),
    /// What it made of the specs.
    Accepted(T),
}

/// The generator's answer, or what is wrong with it. Code can be read as Rust.
pub(crate) fn judge(sources: &[Source]) -> Result<Verdict, String> {
    let verdict = judge_answer(sources, generate)?;
    if let Verdict::Accepted(code) = &verdict {
        judge_code(code)?;
    }
    Ok(verdict)
}

/// The same without writing the code, which is most of the work and can refuse nothing.
pub(crate) fn judge_reading(sources: &[Source]) -> Result<Verdict<Model>, String> {
    judge_answer(sources, read)
}

fn judge_answer<T>(sources: &[Source], answer: fn(&[Source]) -> Result<T, Diagnostics>) -> Result<Verdict<T>, String> {
    match catch_unwind(AssertUnwindSafe(|| answer(sources))) {
        Err(panic) => Err(format!("panicked: {}", said(&*panic))),
        Ok(Err(problems)) => judge_problems(&problems, sources).map(|()| Verdict::Refused(problems)),
        Ok(Ok(made)) => Ok(Verdict::Accepted(made)),
    }
}

/// The text of a panic.
fn said(panic: &(dyn std::any::Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("")
}

/// Every problem marks a place that exists, and can be shown.
fn judge_problems(problems: &Diagnostics, sources: &[Source]) -> Result<(), String> {
    // Once for all problems: there can be a hundred thousand of them in a file.
    let texts: Vec<Option<&str>> = sources.iter().map(|source| str::from_utf8(&source.bytes).ok()).collect();
    for problem in problems.iter() {
        let about = problem.problem.message();
        for span in [Some(problem.span), problem.also.as_ref().map(|also| also.0)].into_iter().flatten() {
            place(span, sources, &texts).map_err(|wrong| format!("{wrong}: {about}"))?;
        }
        if problem.problem.code().to_string() == "B24-0999" {
            return Err(about);
        }
    }
    let text = catch_unwind(AssertUnwindSafe(|| problems.render(sources, Style::Plain)));
    let text = text.map_err(|panic| format!("showing the problems panicked: {}", said(&*panic)))?;
    match text.chars().find(|c| *c != '\n' && is_invisible(*c)) {
        Some(c) => Err(format!("the problems show {}:\n{text}", c.escape_unicode())),
        None => Ok(()),
    }
}

/// Whether a character acts on a terminal or on the text around it without being seen.
pub(crate) fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

fn place(span: Span, sources: &[Source], texts: &[Option<&str>]) -> Result<(), String> {
    let (Some(source), Some(text)) = (sources.get(span.source), texts.get(span.source)) else {
        return Err(format!("source {} does not exist", span.source));
    };
    let Some(marked) = source.bytes.get(span.range()) else {
        return Err(format!("{span:?} is not inside of {} bytes", source.bytes.len()));
    };
    let boundary = text.is_none_or(|text| text.is_char_boundary(span.start) && text.is_char_boundary(span.end));
    if boundary { Ok(()) } else { Err(format!("{span:?} splits a character: {marked:?}")) }
}

/// Whether a problem says where in a file it is, and not only in which file.
pub(crate) fn marks_something(span: Span, bytes: &[u8]) -> bool {
    span.end > span.start && bytes[span.range()].iter().any(|byte| !byte.is_ascii_whitespace())
}

/// The files can be read as Rust, and hold nothing that the generator does not write.
pub(crate) fn is_rust(code: &Code) -> Result<(), String> {
    for file in &code.files {
        let read = syn::parse_file(&file.text).map_err(|error| format!("{} is no Rust: {error}", file.path))?;
        for item in &read.items {
            let written = matches!(
                item,
                syn::Item::Enum(_)
                    | syn::Item::Fn(_)
                    | syn::Item::Impl(_)
                    | syn::Item::Macro(_)
                    | syn::Item::Mod(_)
                    | syn::Item::Struct(_)
                    | syn::Item::Type(_)
                    | syn::Item::Use(_)
            );
            if !written {
                return Err(format!("{} has an item that nobody wrote", file.path));
            }
        }
    }
    Ok(())
}

/// Every file stands where it belongs, and is Rust without a name that is none.
fn judge_code(code: &Code) -> Result<(), String> {
    for file in &code.files {
        let segments = file.path.strip_suffix(".rs").unwrap_or("").split('/');
        let plain = |segment: &str| segment.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        if !file.path.starts_with("generated/") || !segments.clone().all(|name| !name.is_empty() && plain(name)) {
            return Err(format!("the file {} stands elsewhere", file.path));
        }
        if file.text.contains("not_an_identifier") {
            return Err(format!("a name of {} is none", file.path));
        }
        // Most of the text is ASCII, and there are many texts.
        let control = file.text.bytes().any(|byte| byte < b' ' && byte != b'\n');
        let hidden = !file.text.is_ascii() && file.text.chars().any(|c| c != '\n' && is_invisible(c));
        if control || hidden {
            return Err(format!("{} has a character that is not seen", file.path));
        }
    }
    Ok(())
}

/// Does the work on every thread of the machine, and gives what each made of it.
pub(crate) fn on_all_threads<T: Send>(work: impl Fn() -> T + Sync) -> Vec<T> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(&work)).collect();
        workers.into_iter().map(|worker| worker.join().unwrap()).collect()
    })
}
