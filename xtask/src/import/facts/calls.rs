//! The calls that a page shows, of which the ones for curl are JSON.

use serde_json::Value;

use super::regions::{Region, Section};
use super::{Call, json};
use crate::import::page::Block;

/// More examples of one method than this are left out.
const MOST: usize = 3;

/// The content of a file, in place of what a reader is to fill in.
const CONTENT: &str = "dGV4dA==";

/// A moment, in place of what a shell would compute.
const MOMENT: &str = "2025-01-29T14:05:52+01:00";

/// The different calls in their order.
pub(crate) fn calls(regions: &[Section<'_>], doubts: &mut Vec<String>) -> Vec<Call> {
    let mut calls: Vec<Call> = Vec::new();
    let mut unreadable = false;
    for block in regions.iter().filter(|section| section.region == Region::Calls).flat_map(|section| section.blocks) {
        let Block::Listing { text, .. } = block else { continue };
        let Some(body) = body(text) else { continue };
        match request(&body) {
            Some(request) => {
                let call = Call { request, response: None };
                if !calls.contains(&call) && calls.len() < MOST {
                    calls.push(call);
                }
            }
            None => unreadable = true,
        }
    }
    if unreadable && calls.is_empty() {
        doubts.push("the example is no JSON".to_owned());
    }
    calls
}

/// What curl sends.
fn body(listing: &str) -> Option<String> {
    let (_, call) = listing.split_once("curl ")?;
    let (_, data) = ["-d '", "--data '", "--data-raw '"].iter().find_map(|flag| call.split_once(flag))?;
    // `'"$(date)"'` goes out of the quotes and into them again.
    let mut body = String::new();
    let mut rest = data;
    while let Some((before, after)) = rest.split_once('\'') {
        body.push_str(before);
        let Some((_, inside)) = after.strip_prefix("\"$(").and_then(|shell| shell.split_once(")\"'")) else { break };
        let shell = after.get(..after.len() - inside.len()).unwrap_or_default();
        body.push_str(if shell.contains("%d") { MOMENT.split('T').next().unwrap_or_default() } else { MOMENT });
        rest = inside;
    }
    Some(body)
}

/// The parameters, without what stands for the caller's token.
fn request(body: &str) -> Option<Value> {
    let mut request = json::read(body)?;
    if let Value::Object(members) = &mut request {
        members.shift_remove("auth");
    }
    fill(&mut request);
    (request.is_object() || request.is_array()).then_some(request)
}

/// Puts a value where a page leaves it to the reader, if the words for it tell of what kind it is.
fn fill(value: &mut Value) {
    match value {
        Value::String(text) if text.starts_with("**") && text.ends_with("**") => {
            let kinds = [("base64", CONTENT), ("date", MOMENT)];
            if let Some((_, value)) = kinds.iter().find(|(kind, _)| text.contains(kind)) {
                (*value).clone_into(text);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(fill),
        Value::Object(members) => members.values_mut().for_each(fill),
        _ => {}
    }
}
