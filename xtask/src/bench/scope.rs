//! A scope of the synthetic API: families that are filled one method after the other, and the types that they share.

use std::collections::{BTreeMap, BTreeSet};

use bitrix24_codegen::source::Source;

use crate::bench::corpus::{Corpus, TypeName, path_of};

/// The most methods of a family; the real ones have about as many.
const FAMILY: usize = 5;

pub(crate) struct Scope {
    pub(crate) name: String,
    /// The number of methods so far.
    pub(crate) methods: usize,
    families: Vec<Family>,
    /// The types of other families that its own use.
    shared: BTreeSet<TypeName>,
}

#[derive(Default)]
struct Family {
    /// How flags travel in the specs that its methods come from.
    flags: (bool, String),
    /// Family and key of each method that it has a copy of.
    originals: BTreeSet<(String, String)>,
    /// The lines of each method.
    methods: BTreeMap<String, String>,
    /// The types that it declares.
    types: BTreeSet<TypeName>,
    /// The families that it uses, by their original names.
    uses: BTreeSet<String>,
    /// The types that have a name here: where each comes from, and whether it is declared here.
    names: BTreeMap<String, (String, bool)>,
}

impl Scope {
    pub(crate) fn new(name: &str) -> Self {
        Self { name: name.to_owned(), methods: 0, families: Vec::new(), shared: BTreeSet::new() }
    }

    /// Adds a copy of a method to the first family where it finds room and no other name in its way.
    pub(crate) fn add(&mut self, corpus: &Corpus, family: &str, key: &str) {
        let Some((file, lines)) = corpus.files.get(family).and_then(|file| Some((file, file.methods.get(key)?))) else {
            return;
        };
        let flags = file.flags();
        let needed = corpus.types_of(family, lines);
        let (own, used): (BTreeSet<TypeName>, BTreeSet<TypeName>) =
            needed.into_iter().partition(|(home, _)| home == family);
        let names = names(corpus, &own, &used);
        let original = (family.to_owned(), key.to_owned());
        let home = self
            .families
            .iter_mut()
            .find(|home| (home.flags.0, home.flags.1.as_str()) == flags && home.has_room_for(&original, &names));
        let home = match home {
            Some(home) => home,
            None => {
                self.families.push(Family { flags: (flags.0, flags.1.to_owned()), ..Family::default() });
                match self.families.last_mut() {
                    Some(home) => home,
                    None => return,
                }
            }
        };
        home.add(original, lines, own, names);
        home.uses.extend(used.iter().map(|(home, _)| home.clone()));
        self.shared.extend(used.into_iter().filter(|(home, _)| !corpus.is_for_all(home)));
        self.methods += 1;
    }

    /// The specs.
    pub(crate) fn sources(&self, corpus: &Corpus) -> Vec<Source> {
        let families = self.families.iter().enumerate().map(|(at, family)| {
            let docs = family.originals.first().and_then(|(family, _)| corpus.files.get(family)).map(|file| &file.docs);
            let docs = docs.filter(|docs| !docs.is_empty()).map(|docs| format!("docs: {docs}\n")).unwrap_or_default();
            let name = format!("{}.family{}", self.name, at + 1);
            let body =
                types(corpus, &family.types) + "\nmethods:\n" + &family.methods.values().cloned().collect::<String>();
            self.source(corpus, &name, &(docs + &wire(&family.flags.1)), &family.uses, &body)
        });
        let homes: BTreeSet<&String> = self.shared.iter().map(|(home, _)| home).collect();
        let shared = homes.into_iter().map(|home| {
            let declared: BTreeSet<TypeName> = self.shared.iter().filter(|(other, _)| other == home).cloned().collect();
            let file = corpus.files.get(home);
            let uses = file.map(|file| file.uses.iter().cloned().collect()).unwrap_or_default();
            let wire = file.map(|file| wire(&file.wire)).unwrap_or_default();
            self.source(corpus, &self.copied(corpus, home), &wire, &uses, &types(corpus, &declared))
        });
        families.chain(shared).collect()
    }

    fn source(&self, corpus: &Corpus, name: &str, head: &str, uses: &BTreeSet<String>, body: &str) -> Source {
        let scope = &self.name;
        let known = |home: &&String| corpus.is_for_all(home) || self.shared.iter().any(|(shared, _)| shared == *home);
        let uses: Vec<String> = uses.iter().filter(known).map(|home| self.copied(corpus, home)).collect();
        let uses = if uses.is_empty() { String::new() } else { format!("use: [{}]\n", uses.join(", ")) };
        let head = format!("family: {name}\ndoc: A family of the synthetic API.\n{head}scope: [{scope}]\n{uses}\n");
        Source::new(path_of(name), head + body)
    }

    /// The name of this scope's copy of a family that others use.
    fn copied(&self, corpus: &Corpus, home: &str) -> String {
        if corpus.is_for_all(home) { home.to_owned() } else { format!("{}.{}", self.name, home.replace('.', "_")) }
    }
}

impl Family {
    fn has_room_for(&self, original: &(String, String), names: &BTreeMap<String, (String, bool)>) -> bool {
        let clashes =
            |(name, meaning): (&String, &(String, bool))| self.names.get(name).is_some_and(|own| own != meaning);
        self.methods.len() < FAMILY && !self.originals.contains(original) && !names.iter().any(clashes)
    }

    fn add(
        &mut self,
        original: (String, String),
        lines: &str,
        types: BTreeSet<TypeName>,
        names: BTreeMap<String, (String, bool)>,
    ) {
        let key = &original.1;
        let (segment, version) = key.split_once('@').map_or((key.as_str(), ""), |(segment, _)| (segment, "@3"));
        self.names.extend(names);
        self.types.extend(types);
        let name = (1..).map(|at| if at == 1 { segment.to_owned() } else { format!("{segment}{at}") });
        // Requests are called after the keys.
        let is_free = |name: &String| {
            let taken = |other: &String| plain(other) == plain(name);
            !self.methods.keys().any(|other| plain(other) == plain(&format!("{name}{version}")))
                && !self.names.keys().any(taken)
        };
        if let Some(name) = name.take(100).find(is_free) {
            let lines = lines.replacen(segment, &name, 1);
            self.methods.insert(format!("{name}{version}"), lines);
        }
        self.originals.insert(original);
    }
}

/// The names that are seen with these types: they themselves, and all others of the families that are used.
fn names(corpus: &Corpus, own: &BTreeSet<TypeName>, used: &BTreeSet<TypeName>) -> BTreeMap<String, (String, bool)> {
    let homes: BTreeSet<&String> = used.iter().map(|(home, _)| home).collect();
    let visible = homes.into_iter().filter_map(|home| Some((home, corpus.files.get(home)?)));
    let visible =
        visible.flat_map(|(home, file)| file.types.keys().map(move |name| (name.clone(), (home.clone(), false))));
    visible.chain(own.iter().map(|(home, name)| (name.clone(), (home.clone(), true)))).collect()
}

/// A name as two spellings of it have it in common.
fn plain(name: &str) -> String {
    name.chars().filter(|c| *c != '_').map(|c| c.to_ascii_lowercase()).collect()
}

/// The line that says how flags travel.
fn wire(word: &str) -> String {
    if word.is_empty() { String::new() } else { format!("wire: {word}\n") }
}

/// The lines that declare these types.
fn types(corpus: &Corpus, types: &BTreeSet<TypeName>) -> String {
    let lines = types.iter().filter_map(|(home, name)| corpus.files.get(home)?.types.get(name));
    let lines: String = lines.map(String::as_str).collect();
    if lines.is_empty() { lines } else { format!("types:\n{lines}") }
}
