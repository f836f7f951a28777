//! Which of the old is which of the new.

use std::collections::{BTreeMap, BTreeSet};

/// A thing of either side, or of both.
#[derive(Debug)]
pub(crate) enum Pair<'a, T> {
    Both(&'a T, &'a T),
    Old(&'a T),
    New(&'a T),
}

/// By what two things are recognized as the same; `None` if it says nothing of this one.
pub(crate) type Key<T> = fn(&T) -> Option<String>;

/// The pairs, in the order of the new, then what is gone. Earlier keys come first: the second finds only what the first
/// has left.
pub(crate) fn pair<'a, T>(old: &'a [T], new: &'a [T], keys: &[Key<T>]) -> Vec<Pair<'a, T>> {
    let mut partners: Vec<Option<usize>> = vec![None; new.len()];
    let mut left: Vec<usize> = (0..old.len()).collect();
    for key in keys {
        // By a table, because of an API there are thousands of names.
        let mut named: BTreeMap<String, usize> = BTreeMap::new();
        for &at in left.iter().rev() {
            named.extend(key(&old[at]).map(|name| (name, at)));
        }
        for (new, partner) in new.iter().zip(&mut partners).filter(|(_, partner)| partner.is_none()) {
            *partner = key(new).and_then(|name| named.remove(&name));
        }
        let found: BTreeSet<usize> = partners.iter().flatten().copied().collect();
        left.retain(|at| !found.contains(at));
    }
    let known = new.iter().zip(partners).map(|(new, partner)| match partner {
        Some(partner) => Pair::Both(&old[partner], new),
        None => Pair::New(new),
    });
    known.chain(left.into_iter().map(|gone| Pair::Old(&old[gone]))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn earlier_keys_and_earlier_things_come_first() {
        let keys: [Key<(&str, &str)>; 2] = [|thing| Some(thing.0.to_owned()), |thing| Some(thing.1.to_owned())];
        let old = [("a", "x"), ("b", "y"), ("c", "y"), ("d", "z")];
        let new = [("e", "y"), ("b", "z"), ("f", "w"), ("g", "y")];
        let pairs = pair(&old, &new, &keys).into_iter().map(|pair| match pair {
            Pair::Both(old, new) => format!("{}{}", old.0, new.0),
            Pair::New(new) => format!("-{}", new.0),
            Pair::Old(old) => format!("{}-", old.0),
        });
        assert_eq!(pairs.collect::<Vec<String>>(), ["ce", "bb", "-f", "-g", "a-", "d-"]);
        let twice = [("p", "q"), ("r", "q")];
        let found = pair(&twice, &[("s", "q")], &keys);
        assert!(matches!(found[..], [Pair::Both(("p", _), _), Pair::Old(("r", _))]), "{found:?}");
    }
}
