//! A spec file as the lines of its entries, by their indentation. Every byte is kept, so that what nobody changed stays as
//! it is.

/// An entry: the comments above it, the line of its key, and the lines below that belong to it.
#[derive(Clone, Debug)]
pub(crate) struct Node<'a> {
    pub(crate) key: String,
    /// Comments and blank lines before it.
    pub(crate) lead: Vec<&'a str>,
    /// The line of its key.
    pub(crate) line: &'a str,
    pub(crate) body: Body<'a>,
}

/// What stands below the line of a key.
#[derive(Clone, Debug)]
pub(crate) enum Body<'a> {
    /// Entries of their own, and what follows the last of them.
    Entries(Outline<'a>),
    /// Lines that only together mean something.
    Lines(Vec<&'a str>),
}

/// Entries of one level, and the comments and blank lines behind the last.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outline<'a> {
    pub(crate) nodes: Vec<Node<'a>>,
    pub(crate) tail: Vec<&'a str>,
}

impl<'a> Outline<'a> {
    pub(crate) fn read(text: &'a str) -> Self {
        let lines: Vec<&str> = text.lines().collect();
        outline(&lines, 0)
    }

    pub(crate) fn get(&self, key: &str) -> Option<&Node<'a>> {
        self.nodes.iter().find(|node| node.key == key)
    }

    /// The entries under a key.
    pub(crate) fn under(&self, key: &str) -> &[Node<'a>] {
        match self.get(key).map(|node| &node.body) {
            Some(Body::Entries(outline)) => &outline.nodes,
            _ => &[],
        }
    }
}

impl Node<'_> {
    /// What it says: its line and what is below, without comments above.
    pub(crate) fn says(&self) -> String {
        let mut out = String::new();
        write_line(self.line, &mut out);
        self.write_body(&mut out);
        out.trim_end().to_owned()
    }

    /// All of its lines.
    pub(crate) fn write(&self, out: &mut String) {
        for line in &self.lead {
            write_line(line, out);
        }
        write_line(self.line, out);
        self.write_body(out);
    }

    fn write_body(&self, out: &mut String) {
        match &self.body {
            Body::Lines(lines) => lines.iter().for_each(|line| write_line(line, out)),
            Body::Entries(outline) => {
                outline.nodes.iter().for_each(|node| node.write(out));
                outline.tail.iter().for_each(|line| write_line(line, out));
            }
        }
    }
}

pub(crate) fn write_line(line: &str, out: &mut String) {
    out.push_str(line);
    out.push('\n');
}

/// The entries of these lines, which are indented by `indent` or more.
fn outline<'a>(lines: &[&'a str], indent: usize) -> Outline<'a> {
    let mut found = Outline::default();
    let mut lead = Vec::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        if is_aside(line) {
            lead.push(*line);
            at += 1;
            continue;
        }
        let below = lines.get(at + 1..).unwrap_or_default();
        let deeper = below.iter().take_while(|line| is_aside(line) || indent_of(line) > indent).count();
        // What stands between this entry and the next belongs to the next.
        let asides = below.iter().take(deeper).rev().take_while(|line| is_aside(line)).count();
        let body = below.get(..deeper - asides).unwrap_or_default();
        found.nodes.push(Node {
            key: key_of(line),
            lead: std::mem::take(&mut lead),
            line,
            body: self::body(line, body),
        });
        at += 1 + deeper - asides;
    }
    found.tail = lead;
    found
}

fn body<'a>(line: &str, lines: &[&'a str]) -> Body<'a> {
    let value = line.trim_end().split(" #").next().unwrap_or_default().trim_end();
    let first = lines.iter().find(|line| !is_aside(line)).filter(|_| value.ends_with(':'));
    match first.filter(|first| !first.trim_start().starts_with("- ")) {
        Some(first) => Body::Entries(outline(lines, indent_of(first))),
        None => Body::Lines(lines.to_vec()),
    }
}

/// The key of a line, without its quotes.
pub(crate) fn key_of(line: &str) -> String {
    let line = line.trim_start();
    let quoted = ['\'', '"'].into_iter().find_map(|quote| {
        let (key, rest) = line.strip_prefix(quote)?.split_once(&format!("{quote}:"))?;
        (rest.is_empty() || rest.starts_with(' ')).then_some(key)
    });
    let plain = || line.split_once(": ").map_or(line.trim_end().trim_end_matches(':'), |(key, _)| key);
    quoted.unwrap_or_else(plain).to_owned()
}

/// Whether a line says nothing: blank, or a comment.
fn is_aside(line: &str) -> bool {
    let line = line.trim();
    line.is_empty() || line.starts_with('#')
}

fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}
