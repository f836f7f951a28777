//! Specs of which a piece is exchanged for a piece of another one, from a place of the same kind or from any place.

use std::collections::BTreeMap;

use crate::codegen::fuzz::random::Random;
use crate::codegen::mutants::change::{CHANGES, apply, fits};
use crate::codegen::mutants::cut::Cut;
use crate::codegen::mutants::place::{Place, kind};
use crate::codegen::tree::Tree;

/// Pieces of all specs by the kind of their place.
pub(crate) struct Pieces<'a> {
    kinds: BTreeMap<String, Vec<&'a Tree>>,
}

impl<'a> Pieces<'a> {
    pub(crate) fn of(cuts: &'a [Cut]) -> Self {
        let mut kinds: BTreeMap<String, Vec<&Tree>> = BTreeMap::new();
        for (cut, place) in cuts.iter().flat_map(|cut| cut.places.iter().map(move |place| (cut, place))) {
            if let Some(piece) = cut.tree.at(place) {
                kinds.entry(kind(&cut.tree, place)).or_default().push(piece);
            }
        }
        Self { kinds }
    }

    /// No pieces, so that there are only mistakes.
    pub(crate) fn none() -> Self {
        Self { kinds: BTreeMap::new() }
    }

    /// A piece that stands at such a place, or once in a while at any.
    fn like(&self, random: &mut Random<'_>, kind: &str) -> Option<&'a Tree> {
        let alike = self.kinds.get(kind).filter(|_| !random.once_in(5));
        let pieces = alike.or_else(|| self.kinds.values().nth(random.below(self.kinds.len())))?;
        Some(random.pick(pieces))
    }
}

/// Exchanges pieces, and makes mistakes.
pub(crate) fn disturb(random: &mut Random<'_>, tree: &mut Tree, places: &[Place], pieces: &Pieces<'_>) {
    for _ in 0..random.below(4) {
        let Some(place) = places.get(random.below(places.len())) else {
            return;
        };
        let kind = kind(tree, place);
        if random.once_in(3) {
            let change = &CHANGES[random.below(CHANGES.len())];
            if fits(change, tree, place)
                && let Some(changed) = apply(change, tree, place)
            {
                *tree = changed;
            }
        } else if let Some((piece, here)) = pieces.like(random, &kind).zip(tree.at_mut(place)) {
            *here = piece.clone();
        }
    }
}
