//! What stands above the parameters: the method's name, who may call it, and whether it should be called at all.

use super::regions::{Region, Section};
use super::{Access, Facts};
use crate::import::page::{Block, Page, after_words, codes, flat};

/// Who may call, where that is an administrator of the portal.
const ADMINISTRATOR: [&str; 6] = [
    "administrator",
    "an administrator",
    "administrators",
    "only administrator",
    "portal administrator",
    "administrator only",
];

/// Whether the page documents one method.
pub(crate) fn is_method(page: &Page) -> bool {
    let says_who = lines(page).any(|line| line.to_lowercase().contains("who can execute the method"));
    says_who && !page.title.to_lowercase().contains("overview")
}

/// The name on the wire: the title's, or else that of the calls.
pub(crate) fn name(page: &Page) -> Option<String> {
    let mut words = page.title.split(|c: char| c.is_whitespace() || "`()[],".contains(c));
    let in_title = words.rfind(|word| word.contains('.') && is_name(word));
    in_title.map(str::to_owned).or_else(|| called(page))
}

/// The name at the end of the addresses that the page calls.
fn called(page: &Page) -> Option<String> {
    page.blocks.iter().find_map(|block| match block {
        Block::Listing { text, .. } => {
            let path = text.split("/rest/").nth(1)?.split_whitespace().next()?;
            let last = path.trim_end_matches(['\'', '"', '`', '\\', ',']).split('/').next_back()?;
            let name = last.split(['?', '"', '\'']).next()?.trim_end_matches(".json");
            is_name(name).then(|| name.to_owned())
        }
        _ => None,
    })
}

fn is_name(word: &str) -> bool {
    let segment = |segment: &str| {
        segment.starts_with(|c: char| c.is_ascii_alphabetic())
            && segment.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    !word.is_empty() && word.split('.').all(segment)
}

/// Everything but the name, the tables and the calls.
pub(crate) fn read(page: &Page, regions: &[Section<'_>]) -> Facts {
    let head = || regions.iter().filter(|section| section.region == Region::Head).flat_map(|section| section.lines());
    // What binds the call to an application or to an order may stand anywhere before the calls.
    let before_calls = || {
        let sections = regions.iter().filter(|section| matches!(section.region, Region::Head | Region::Params));
        sections.flat_map(|section| section.lines()).map(|line| flat(line).to_lowercase())
    };
    let (deprecated, instead) = deprecated(head());
    let rest3 = head().any(|line| line.contains("belongs to REST 3.0")) || calls_rest3(page);
    Facts {
        rest3,
        scope: scope(head()),
        access: access(&who(head())),
        application: before_calls().any(|line| is_for_applications(&line)),
        deprecated,
        instead,
        positional: before_calls().any(|line| {
            line.contains("order of")
                && line.contains("parameters")
                && (line.contains("mandatory") || line.contains("essential"))
        }),
        ..Facts::default()
    }
}

/// The words of the page about who may call: those of the line, or the list below it.
fn who<'a>(head: impl Iterator<Item = &'a str>) -> String {
    let says = |line: &'a str| after_words(line, &["who can execute the method:"]);
    let mut lines = head.skip_while(|line| says(line).is_none());
    let words = |line: &str| {
        flat(line.trim_start_matches(['>', ' ', '-'])).replace('`', "").trim().trim_end_matches('.').to_lowercase()
    };
    match lines.next().and_then(says).map(words) {
        Some(who) if who.is_empty() => {
            let is_item = |line: &&str| line.trim_start_matches(['>', ' ']).starts_with('-');
            lines.take_while(is_item).map(words).collect::<Vec<String>>().join("; ")
        }
        who => who.unwrap_or_default(),
    }
}

/// Who may call, by the words of the page.
fn access(who: &str) -> Access {
    match who {
        "" => Access::Unsaid,
        who if ADMINISTRATOR.contains(&who) => Access::Admin,
        who if who.contains("admin") => Access::SomeAdmin,
        _ => Access::Any,
    }
}

/// Whether a line says of its method that only an application's token is taken.
fn is_for_applications(line: &str) -> bool {
    let of_this = ["the method", "this method", "it ", "methods", "- methods", "> who can", "who can"];
    let bound = line.contains("only") && line.contains("context")
        || line.contains("upon application authorization")
        || line.contains("only with application");
    bound && line.contains("application") && of_this.iter().any(|start| line.starts_with(start))
}

fn lines(page: &Page) -> impl Iterator<Item = &str> {
    page.blocks.iter().filter_map(|block| match block {
        Block::Line(line) => Some(line.as_str()),
        _ => None,
    })
}

fn calls_rest3(page: &Page) -> bool {
    page.blocks.iter().any(|block| match block {
        Block::Listing { tab, text, .. } => tab.to_lowercase().starts_with("curl") && text.contains("/rest/api/"),
        _ => false,
    })
}

fn scope<'a>(mut head: impl Iterator<Item = &'a str>) -> Vec<String> {
    let Some(line) = head
        .find_map(|line| after_words(line, &["scope:"]).filter(|_| line.starts_with('>') || line.starts_with("Scope")))
    else {
        return Vec::new();
    };
    let spans: Vec<&str> = codes(line);
    let words = flat(line).replace(['`', '*'], "");
    let plain = || words.split([',', ' ']).filter(|word| !word.is_empty()).map(str::to_owned).collect();
    // `basic` is what everybody has, and a name with capital letters is that of a parameter.
    let is_scope = |word: &String| {
        word != "basic" && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "_.-".contains(c))
    };
    let found: Vec<String> = if spans.is_empty() { plain() } else { spans.into_iter().map(str::to_owned).collect() };
    found.into_iter().filter(is_scope).collect()
}

/// Whether a note calls the method deprecated, and the method that it names instead.
fn deprecated<'a>(head: impl Iterator<Item = &'a str>) -> (bool, Option<String>) {
    let mut found = false;
    let mut in_note = false;
    for line in head {
        let lower = line.to_lowercase();
        if lower.starts_with("{% note") {
            in_note = lower.contains("deprecated");
            found |= in_note;
        } else if lower.starts_with("{% endnote") {
            in_note = false;
        }
        let halted = ["has been halted", "is deprecated", "method is outdated", "has been discontinued"];
        if !in_note && !halted.iter().any(|words| lower.contains(words)) {
            continue;
        }
        found = true;
        let plain = flat(line).replace(['`', ','], " ");
        let mut words = plain.split_whitespace().map(|word| word.trim_end_matches('.'));
        if let Some(instead) = words.find(|word| word.contains('.') && is_name(word)) {
            return (true, Some(instead.to_owned()));
        }
    }
    (found, None)
}
