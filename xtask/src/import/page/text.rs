//! What a text of the dialect is made of: code spans, links, sentences, items of lists.

/// The code spans, in their order, without their ticks. Listings are no spans.
pub(crate) fn codes(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('`') {
        let from = rest.get(at..).unwrap_or_default();
        let ticks = from.bytes().take_while(|byte| *byte == b'`').count();
        let inside = from.get(ticks..).unwrap_or_default();
        let Some(end) = inside.find(&"`".repeat(ticks)) else { break };
        let (code, after) = inside.split_at(end);
        // What goes over several lines is a listing.
        if !code.contains('\n') {
            found.push(code);
        }
        rest = after.get(ticks..).unwrap_or_default();
    }
    found
}

/// The targets of the links.
pub(crate) fn links(text: &str) -> Vec<&str> {
    let parts = text.split("](").skip(1);
    parts.filter_map(|part| part.split_once(')').map(|(target, _)| target)).collect()
}

/// The text on one line, with words in place of links.
pub(crate) fn flat(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("](") {
        let (words, label) = before.rsplit_once('[').unwrap_or((before, ""));
        out.push_str(words);
        out.push_str(label);
        rest = after.split_once(')').map_or("", |(_, rest)| rest);
    }
    out.push_str(rest);
    out.split_whitespace().collect::<Vec<&str>>().join(" ")
}

/// The sentences of a text, each on one line. Items of lists and what stands in code are never cut.
pub(crate) fn sentences(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut in_listing = false;
    let mut paragraph = String::new();
    for line in text.lines() {
        let line = line.trim();
        let fence = line.contains("```") && line.matches("```").count() == 1;
        if fence || in_listing || line.is_empty() || line.starts_with("{%") || is_item(line) {
            cut(&std::mem::take(&mut paragraph), &mut found);
        }
        if fence {
            in_listing = !in_listing;
        } else if !in_listing && !line.starts_with("{%") {
            paragraph.push_str(line);
            paragraph.push(' ');
        }
    }
    cut(&paragraph, &mut found);
    found
}

fn cut(paragraph: &str, found: &mut Vec<String>) {
    let text = flat(paragraph);
    let mut start = 0;
    let mut in_code = false;
    let bytes = text.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        in_code ^= *byte == b'`';
        if matches!(byte, b'.' | b'!' | b'?') && !in_code && bytes.get(at + 1) == Some(&b' ') {
            found.extend(text.get(start..=at).map(|sentence| sentence.trim().to_owned()));
            start = at + 1;
        }
    }
    let last = text.get(start..).unwrap_or_default().trim();
    if !last.is_empty() {
        found.push(last.to_owned());
    }
}

fn is_item(line: &str) -> bool {
    line.starts_with("- ") || line.starts_with("* ")
}

/// The items of the list that follows the line which `begins`, those of the first level only.
pub(crate) fn bullets(text: &str, begins: impl Fn(&str) -> bool) -> Vec<String> {
    let mut lines = text.lines().skip_while(|line| !begins(line)).skip(1).peekable();
    while lines.next_if(|line| line.trim().is_empty()).is_some() {}
    let mut level = None;
    let mut items = Vec::new();
    for line in lines {
        let indent = line.len() - line.trim_start().len();
        if !is_item(line.trim_start()) {
            // Blank lines stand between items, and what is indented further belongs to one.
            if line.trim().is_empty() || level.is_some_and(|level| indent > level) {
                continue;
            }
            break;
        }
        if indent <= *level.get_or_insert(indent) {
            items.extend(line.trim_start().get(2..).map(|item| item.trim().to_owned()));
        }
    }
    items
}

/// What follows the first of these words in a text, whatever their letters' case.
pub(crate) fn after_words<'a>(text: &'a str, words: &[&str]) -> Option<&'a str> {
    let lower = text.to_ascii_lowercase();
    let found = words.iter().filter_map(|word| lower.find(word).map(|at| (at, word.len())));
    let (at, length) = found.min_by_key(|(at, length)| (*at, std::cmp::Reverse(*length)))?;
    text.get(at + length..)
}
