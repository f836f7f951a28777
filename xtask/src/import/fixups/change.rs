//! One correction of a draft.

use serde_json::Value;

use crate::import::draft::{Draft, not_in_table, other_letters};
use crate::import::yaml::{Yaml, entry, flow};

/// Puts `should` where the page has `says`, or tells what it has instead.
pub(super) fn change(
    draft: &mut Draft,
    path: &str,
    says: Option<&Value>,
    should: Option<&Value>,
) -> Result<(), String> {
    let keys: Vec<String> = path.split('.').map(str::to_owned).collect();
    let [says, should] = [says, should].map(|value| value.map(Yaml::json));
    // A parameter that the page's table has not, and its example has.
    let settled = keys.last().filter(|_| says.is_none()).map(|name| not_in_table(name));
    let done = match keys.as_slice() {
        [types, keys @ ..] if types == "types" => {
            let mut types = Yaml::Map(std::mem::take(&mut draft.types));
            let done = put(&mut types, keys, says.as_ref(), should);
            if let Yaml::Map(entries) = types {
                draft.types = entries;
            }
            done
        }
        [params, name, last] if params == "params" && last == "name" => {
            rename(&mut draft.method.value, name, says.as_ref(), should)
        }
        keys => put(&mut draft.method.value, keys, says.as_ref(), should),
    };
    if let Some(examples) = draft.method.value.entry_mut("examples") {
        examples.doubts.retain(|doubt| Some(doubt) != settled.as_ref());
    }
    done
}

fn put(root: &mut Yaml, keys: &[String], says: Option<&Yaml>, should: Option<Yaml>) -> Result<(), String> {
    let Some((last, parents)) = keys.split_last() else { return Err("the path is too short".to_owned()) };
    let parent = root.get_mut(parents).ok_or_else(|| format!("the page gives no {}", parents.join(".")))?;
    expect(parent.get_mut(std::slice::from_ref(last)).as_deref(), says)?;
    match (parent, should) {
        (Yaml::Map(entries), Some(should)) => match entries.iter_mut().find(|entry| entry.key == *last) {
            Some(there) => *there = entry(last, should),
            None => entries.push(entry(last, should)),
        },
        (Yaml::Map(entries), None) => entries.retain(|entry| entry.key != *last),
        (Yaml::List(items), should) => match (last.parse::<usize>().ok().filter(|at| *at < items.len()), should) {
            (Some(at), Some(should)) => items[at] = should,
            (Some(at), None) => drop(items.remove(at)),
            (None, should) => items.extend(should),
        },
        (Yaml::Scalar(_), _) => return Err(format!("{} is no object", parents.join("."))),
    }
    Ok(())
}

/// Gives a parameter another name, also in the rules and examples of the method.
fn rename(method: &mut Yaml, name: &str, says: Option<&Yaml>, should: Option<Yaml>) -> Result<(), String> {
    let Some(params) = method.get_mut(&["params".to_owned()]) else {
        return Err("the page gives no params".to_owned());
    };
    let own = params.member(name).map(|_| Yaml::text(name));
    expect(own.as_ref(), says)?;
    let Some(Yaml::Scalar(new)) = should else { return Err("`should` is to be a name".to_owned()) };
    if params.member(&new).is_some() {
        return Err(format!("the page gives {new} too"));
    }
    rename_member(params, name, &new);
    if let Some(rules) = method.get_mut(&["rules".to_owned()]) {
        rename_all(rules, name, &new);
    }
    if let Some(examples) = method.entry_mut("examples") {
        examples.doubts.retain(|doubt| *doubt != other_letters(&new, name));
        rename_in_requests(&mut examples.value, name, &new);
    }
    Ok(())
}

fn rename_in_requests(examples: &mut Yaml, name: &str, new: &str) {
    if let Yaml::List(examples) = examples {
        let requests = examples.iter_mut().filter_map(|example| example.get_mut(&["request".to_owned()]));
        requests.for_each(|request| rename_member(request, name, new));
    }
}

fn rename_member(object: &mut Yaml, name: &str, new: &str) {
    if let Yaml::Map(entries) = object {
        entries.iter_mut().filter(|entry| entry.key == name).for_each(|entry| new.clone_into(&mut entry.key));
    }
}

/// Renames every key and text of rules that is the name.
fn rename_all(value: &mut Yaml, name: &str, new: &str) {
    rename_member(value, name, new);
    match value {
        Yaml::Scalar(_) if *value == Yaml::text(name) => *value = Yaml::text(new),
        Yaml::Scalar(_) => {}
        Yaml::List(items) => items.iter_mut().for_each(|item| rename_all(item, name, new)),
        Yaml::Map(entries) => entries.iter_mut().for_each(|entry| rename_all(&mut entry.value, name, new)),
    }
}

/// Whether the page gives just this.
fn expect(given: Option<&Yaml>, says: Option<&Yaml>) -> Result<(), String> {
    let is_same = match (given, says) {
        (Some(given), Some(says)) => same(given, says),
        (given, says) => given.is_none() && says.is_none(),
    };
    let shown = |value: Option<&Yaml>| value.map_or_else(|| "nothing".to_owned(), |value| format!("`{}`", flow(value)));
    if is_same { Ok(()) } else { Err(format!("the page gives {}, and not {}", shown(given), shown(says))) }
}

/// Whether two values say the same, whatever is doubted about them.
fn same(a: &Yaml, b: &Yaml) -> bool {
    match (a, b) {
        (Yaml::List(a), Yaml::List(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Yaml::Map(a), Yaml::Map(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.key == b.key && same(&a.value, &b.value))
        }
        (a, b) => a == b,
    }
}
