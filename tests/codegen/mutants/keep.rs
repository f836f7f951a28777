//! A part of a tree, and where the places of the whole are in it.

use crate::codegen::mutants::place::Place;
use crate::codegen::tree::Tree;

/// The way to a value of the whole: the names above it and its own, of an item of a list its number.
pub(crate) type Way = [String];

/// What is left of a tree.
pub(crate) struct Kept {
    pub(crate) tree: Tree,
    /// Each place that is left: where it is now, and where it was.
    pub(crate) places: Vec<(Place, Place)>,
}

/// The values that are `wanted`, as far as those that they stand in are wanted too.
pub(crate) fn keep(tree: &Tree, wanted: &dyn Fn(&Way) -> bool) -> Kept {
    let mut keeper = Keeper { wanted, way: Vec::new(), now: Vec::new(), before: Vec::new(), places: Vec::new() };
    Kept { tree: keeper.keep(tree), places: keeper.places }
}

struct Keeper<'a> {
    wanted: &'a dyn Fn(&Way) -> bool,
    way: Vec<String>,
    now: Place,
    before: Place,
    places: Vec<(Place, Place)>,
}

impl Keeper<'_> {
    fn keep(&mut self, tree: &Tree) -> Tree {
        match tree {
            Tree::Plain(_) | Tree::Quoted(_) => tree.clone(),
            Tree::List(items) => {
                let mut kept = Vec::new();
                for (at, item) in items.iter().enumerate() {
                    kept.extend(self.child(at, kept.len(), at.to_string(), item));
                }
                Tree::List(kept)
            }
            Tree::Map(entries) => {
                let mut kept = Vec::new();
                for (at, (name, value)) in entries.iter().enumerate() {
                    let value = self.child(at, kept.len(), name.clone(), value);
                    kept.extend(value.map(|value| (name.clone(), value)));
                }
                Tree::Map(kept)
            }
        }
    }

    fn child(&mut self, before: usize, now: usize, word: String, value: &Tree) -> Option<Tree> {
        self.way.push(word);
        let kept = (self.wanted)(&self.way).then(|| {
            self.before.push(before);
            self.now.push(now);
            self.places.push((self.now.clone(), self.before.clone()));
            let kept = self.keep(value);
            self.before.pop();
            self.now.pop();
            kept
        });
        self.way.pop();
        kept
    }
}
