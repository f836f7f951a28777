//! Which nodes of a graph lead back to themselves, in time that grows with the graph and not with its square.

use std::collections::BTreeMap;

/// The circles of a graph: sets of nodes that all lead to each other.
pub(crate) struct Circles<K> {
    /// For each node, the circle that it is in; a node that is in none has a number of its own.
    circles: BTreeMap<K, usize>,
    /// The nodes, each after all those that it leads to and that do not lead back.
    order: Vec<K>,
}

impl<K: Ord + Clone> Circles<K> {
    /// The circles of the graph with these edges. What an edge leads to need not be a node.
    pub(crate) fn of(edges: &BTreeMap<K, Vec<K>>) -> Self {
        // Kosaraju's way: in the order in which a search leaves the nodes, backwards along the edges.
        let mut order = Vec::new();
        let mut seen = BTreeMap::new();
        for node in edges.keys() {
            visit(node, edges, &mut seen, 0, &mut order);
        }
        let mut backwards: BTreeMap<K, Vec<K>> = edges.keys().map(|node| (node.clone(), Vec::new())).collect();
        for (from, targets) in edges {
            for to in targets {
                if let Some(sources) = backwards.get_mut(to) {
                    sources.push(from.clone());
                }
            }
        }
        let mut circles = BTreeMap::new();
        for (number, node) in order.iter().rev().enumerate() {
            visit(node, &backwards, &mut circles, number, &mut Vec::new());
        }
        Self { circles, order }
    }

    /// Whether both lead to each other.
    pub(crate) fn joins(&self, a: &K, b: &K) -> bool {
        self.circles.get(a).is_some_and(|circle| self.circles.get(b) == Some(circle))
    }

    /// The nodes, each after all those that it leads to and that do not lead back.
    pub(crate) fn order(&self) -> impl Iterator<Item = &K> {
        self.order.iter()
    }
}

/// Marks everything that can be reached and is not marked yet, and appends it in the order in which it is left.
fn visit<K: Ord + Clone>(
    start: &K,
    edges: &BTreeMap<K, Vec<K>>,
    seen: &mut BTreeMap<K, usize>,
    mark: usize,
    left: &mut Vec<K>,
) {
    if seen.contains_key(start) {
        return;
    }
    seen.insert(start.clone(), mark);
    let mut open: Vec<(&K, usize)> = vec![(start, 0)];
    while let Some((node, next)) = open.pop() {
        match edges.get(node).and_then(|targets| targets.get(next)) {
            None => left.push(node.clone()),
            Some(target) => {
                open.push((node, next + 1));
                if edges.contains_key(target) && !seen.contains_key(target) {
                    seen.insert(target.clone(), mark);
                    open.push((target, 0));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leads_back_is_a_circle_and_nothing_else() {
        let edges = [(1, vec![2]), (2, vec![3, 5]), (3, vec![1]), (4, vec![4]), (5, vec![6]), (6, vec![7])];
        let circles = Circles::of(&BTreeMap::from(edges));
        let joined = |a: i32, b: i32| circles.joins(&a, &b);
        assert!(joined(1, 2) && joined(2, 3) && joined(3, 1) && joined(4, 4));
        assert!(!joined(2, 5) && !joined(5, 6) && !joined(6, 7) && !joined(1, 4));
        let order: Vec<i32> = circles.order().copied().collect();
        let at = |node: i32| order.iter().position(|other| *other == node);
        assert!(at(6) < at(5) && at(5) < at(2), "{order:?}");
    }
}
