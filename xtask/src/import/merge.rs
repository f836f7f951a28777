//! Three texts of one file: what the importer wrote last time, what it would write now, and what is there. What only one
//! side changed is taken from that side; what both changed stays as a person left it, and is told.

use super::outline::{Body, Node, Outline, write_line};

/// Entries that page and person changed, by their paths.
pub(crate) type Conflicts = Vec<String>;

/// The file with what is new on the pages.
pub(crate) fn merge(base: &str, theirs: &str, ours: &str) -> (String, Conflicts) {
    let mut merging = Merging::default();
    let [base, theirs, ours] = [base, theirs, ours].map(Outline::read);
    merging.outlines(&base, &theirs, &ours);
    (merging.out, merging.conflicts)
}

#[derive(Default)]
struct Merging {
    out: String,
    path: Vec<String>,
    conflicts: Conflicts,
}

impl Merging {
    fn outlines(&mut self, base: &Outline<'_>, theirs: &Outline<'_>, ours: &Outline<'_>) {
        let is_new = |node: &Node<'_>| ours.get(&node.key).is_none();
        // New entries come where the importer would put them: behind the one that precedes them there.
        let mut new: Vec<(Option<&str>, &Node<'_>)> = Vec::new();
        let knows_any = theirs.nodes.iter().any(|node| !is_new(node));
        let mut previous = ours.nodes.last().map(|node| node.key.as_str()).filter(|_| !knows_any);
        for node in &theirs.nodes {
            if is_new(node) {
                new.push((previous, node));
            } else {
                previous = Some(node.key.as_str());
            }
        }
        self.added(None, &new, base);
        for node in &ours.nodes {
            self.path.push(node.key.clone());
            self.kept(base.get(&node.key), theirs.get(&node.key), node);
            self.path.pop();
            self.added(Some(&node.key), &new, base);
        }
        ours.tail.iter().for_each(|line| write_line(line, &mut self.out));
    }

    /// What the pages have and the file has not.
    fn added(&mut self, previous: Option<&str>, new: &[(Option<&str>, &Node<'_>)], base: &Outline<'_>) {
        for (_, node) in new.iter().filter(|(after, _)| *after == previous) {
            match base.get(&node.key) {
                None => node.write(&mut self.out),
                // A person took it away; that stays, and is told if the page says something else now.
                Some(before) if before.says() == node.says() => {}
                Some(_) => {
                    self.conflicts.push([self.path.as_slice(), std::slice::from_ref(&node.key)].concat().join("."));
                }
            }
        }
    }

    /// What the file has.
    fn kept(&mut self, base: Option<&Node<'_>>, theirs: Option<&Node<'_>>, ours: &Node<'_>) {
        let says = ours.says();
        let edited = base.is_none_or(|base| base.says() != says);
        match (base, theirs) {
            (Some(_), None) if !edited => {}
            (_, Some(theirs)) if theirs.says() == says => ours.write(&mut self.out),
            (Some(base), Some(theirs)) if theirs.says() == base.says() => ours.write(&mut self.out),
            (Some(_), Some(theirs)) if !edited => {
                Node { lead: ours.lead.clone(), ..theirs.clone() }.write(&mut self.out);
            }
            (_, Some(theirs)) => self.both(base, theirs, ours),
            (None, None) => ours.write(&mut self.out),
            (Some(_), None) => self.conflict(ours),
        }
    }

    /// What both sides changed: entry by entry, where there are any.
    fn both(&mut self, base: Option<&Node<'_>>, theirs: &Node<'_>, ours: &Node<'_>) {
        let (Body::Entries(new), Body::Entries(old)) = (&theirs.body, &ours.body) else {
            self.conflict(ours);
            return;
        };
        let none = Outline::default();
        let before = match base.map(|base| &base.body) {
            Some(Body::Entries(outline)) => outline,
            _ => &none,
        };
        ours.lead.iter().for_each(|line| write_line(line, &mut self.out));
        let untouched = base.is_some_and(|base| base.line == ours.line);
        write_line(if untouched { theirs.line } else { ours.line }, &mut self.out);
        self.outlines(before, new, old);
    }

    fn conflict(&mut self, ours: &Node<'_>) {
        ours.write(&mut self.out);
        self.conflicts.push(self.path.join("."));
    }
}
