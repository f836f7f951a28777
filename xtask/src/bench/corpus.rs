//! The specs that the synthetic API is made of, cut into pieces: each method and each type is a block of lines.
//!
//! Knows of YAML only that the blocks of a section are indented by two, which is how all our specs are written.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use bitrix24_codegen::source::Source;

use crate::failure::Failure;
use crate::{import, paths, specs};

/// Where the specs of hard methods stand that are no part of the client.
const TESTS: &str = "tests/codegen/ok";

/// All specs of the repository.
pub(crate) struct Corpus {
    /// As they are, all below `spec/`.
    pub(crate) sources: Vec<Source>,
    /// By the family's name.
    pub(crate) files: BTreeMap<String, SpecFile>,
}

/// A spec in pieces.
#[derive(Default)]
pub(crate) struct SpecFile {
    /// What stands behind `docs:`.
    pub(crate) docs: String,
    /// What stands behind `wire:`.
    pub(crate) wire: String,
    /// The families whose types it uses.
    pub(crate) uses: Vec<String>,
    /// The lines of each type, by its name.
    pub(crate) types: BTreeMap<String, String>,
    /// The lines of each method, by its key.
    pub(crate) methods: BTreeMap<String, String>,
}

/// A named type: the family that declares it, and its name.
pub(crate) type TypeName = (String, String);

/// Reads the specs of the repository that were written by hand. Those of the tests describe some of the imported methods
/// too, and better.
pub(crate) fn read() -> Result<Corpus, Failure> {
    let root = paths::root()?;
    let mut sources = specs::read(None)?;
    sources.retain(|source| !import::is_imported(&source.path, &root));
    for mut source in specs::read(Some(&root.join(TESTS)))? {
        source.path = source.path.replacen(TESTS, "spec", 1);
        sources.push(source);
    }
    let mut files = BTreeMap::new();
    for source in &sources {
        let text = String::from_utf8_lossy(&source.bytes);
        let (family, file) = cut(&text).map_err(|message| Failure::Workplace(format!("{}: {message}", source.path)))?;
        files.insert(family, file);
    }
    Ok(Corpus { sources, files })
}

/// The family's name and the pieces of its spec.
fn cut(text: &str) -> Result<(String, SpecFile), String> {
    let mut file = SpecFile::default();
    let (mut family, mut section, mut block) = (String::new(), "", String::new());
    for line in text.lines() {
        if let Some((key, value)) = entry(line, "") {
            (section, block) = (key, String::new());
            match key {
                "family" => value.clone_into(&mut family),
                "docs" => value.clone_into(&mut file.docs),
                "wire" => value.clone_into(&mut file.wire),
                "use" => file.uses = list(value).ok_or("`use` is expected on one line, as `use: [a, b]`")?,
                _ => {}
            }
            continue;
        }
        if let Some((key, _)) = entry(line, "  ") {
            key.trim_matches('\'').clone_into(&mut block);
        }
        let blocks = match section {
            "types" => &mut file.types,
            "methods" => &mut file.methods,
            _ => continue,
        };
        // What stands before the first block is a comment.
        if !block.is_empty() && !line.trim().is_empty() {
            let lines = blocks.entry(block.clone()).or_default();
            lines.push_str(line);
            lines.push('\n');
        }
    }
    if family.is_empty() { Err("`family` is expected on a line of its own".to_owned()) } else { Ok((family, file)) }
}

/// Key and value of a line that is indented by just that.
fn entry<'a>(line: &'a str, indent: &str) -> Option<(&'a str, &'a str)> {
    let rest = line.strip_prefix(indent).filter(|rest| !rest.starts_with([' ', '#']))?;
    let (key, value) = rest.split_once(':')?;
    Some((key, value.split(" #").next().unwrap_or_default().trim()))
}

fn list(value: &str) -> Option<Vec<String>> {
    let inner = value.strip_prefix('[')?.strip_suffix(']')?;
    Some(inner.split(',').map(|name| name.trim().to_owned()).collect())
}

impl SpecFile {
    /// What decides how flags travel: whether all methods are of REST 3.0, and what the spec says.
    pub(crate) fn flags(&self) -> (bool, &str) {
        let rest3 = !self.methods.is_empty() && self.methods.values().all(|lines| lines.contains("\n    rest: 3"));
        (rest3, &self.wire)
    }
}

impl Corpus {
    /// The types that a piece of this family's spec needs, and those that they need in turn. A word of prose that is a
    /// type's name counts too, which does no harm.
    pub(crate) fn types_of(&self, family: &str, block: &str) -> BTreeSet<TypeName> {
        let mut found = BTreeSet::new();
        let mut queue = vec![(family.to_owned(), block)];
        while let Some((family, block)) = queue.pop() {
            for word in block.split(|c: char| !c.is_ascii_alphanumeric() && c != '_') {
                let Some((home, lines)) = self.declared(&family, word) else {
                    continue;
                };
                if found.insert((home.to_owned(), word.to_owned())) {
                    queue.push((home.to_owned(), lines));
                }
            }
        }
        found
    }

    /// Whether every scope uses this family, and none has its own.
    pub(crate) fn is_for_all(&self, family: &str) -> bool {
        !family.contains('.') && self.files.get(family).is_some_and(|file| file.methods.is_empty())
    }

    /// The family that declares the type which `name` means here, and the lines that do.
    fn declared<'a>(&'a self, family: &str, name: &str) -> Option<(&'a str, &'a str)> {
        let (own, file) = self.files.get_key_value(family)?;
        let used = file.uses.iter().filter_map(|used| self.files.get_key_value(used));
        let mut visible = std::iter::once((own, file)).chain(used);
        visible.find_map(|(family, file)| Some((family.as_str(), file.types.get(name)?.as_str())))
    }
}

/// The path of a family's spec.
pub(crate) fn path_of(family: &str) -> String {
    Path::new("spec").join(family.replace('.', "/")).with_extension("yaml").to_string_lossy().replace('\\', "/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spec_is_cut_into_its_blocks() {
        let text = "family: a.b\ndoc: >-\n  Types: none.\nuse: [shared, a.c] # both\n\ntypes:\n  # Odd.\n  Odd:\n    doc: One.\n    \
                    type: Even\n  # Even.\n  Even: {doc: Two., type: string}\nmethods:\n  'get@3':\n    doc: Gets.\n";
        let (family, file) = cut(text).unwrap();
        assert_eq!((family.as_str(), file.uses), ("a.b", vec!["shared".to_owned(), "a.c".to_owned()]));
        assert_eq!(file.types["Odd"], "  Odd:\n    doc: One.\n    type: Even\n  # Even.\n");
        assert_eq!(file.types["Even"], "  Even: {doc: Two., type: string}\n");
        assert_eq!(file.methods.keys().collect::<Vec<_>>(), ["get@3"]);
        assert!(cut("use:\n  - a\n").is_err());
    }
}
