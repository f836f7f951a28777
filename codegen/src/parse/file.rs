//! A spec file.

use crate::ast::{File, SystemError};
use crate::diagnostic::Diagnostics;
use crate::keys;
use crate::parse::method::parse_method;
use crate::parse::reader::{all_named, named, object};
use crate::parse::tree::Node;
use crate::parse::types::{WIRES, parse_type};
use crate::source::Spanned;

/// The file, if it says at least which family it is.
pub(crate) fn parse_file(source: usize, root: &Node, problems: &mut Diagnostics) -> Option<File> {
    let members = object(root, &keys::FILE, root.span, problems)?;
    let types = members.get("types").map(|node| all_named(node, problems, parse_type)).unwrap_or_default();
    let methods = members.get("methods").map(|node| named(node, problems, parse_method)).unwrap_or_default();
    let system_errors = members.get("system_errors").map(|node| named(node, problems, parse_system_error));
    Some(File {
        source,
        doc: members.text("doc", problems).unwrap_or_else(|| Spanned::new(String::new(), root.span)),
        docs: members.text("docs", problems),
        scope: members.texts("scope", problems),
        wire: members.word("wire", &WIRES, problems),
        uses: members.texts("use", problems),
        types,
        methods,
        system_errors: system_errors.unwrap_or_default(),
        system_errors_at: members.key_span("system_errors"),
        family: members.text("family", problems)?,
    })
}

fn parse_system_error(code: &Spanned<String>, node: &Node, problems: &mut Diagnostics) -> Option<SystemError> {
    let members = object(node, &keys::SYSTEM_ERROR, code.span, problems)?;
    Some(SystemError {
        code: code.clone(),
        doc: members.text("doc", problems)?,
        rust: members.text("rust", problems),
        status: members.count("status", problems),
        texts: members.texts("texts", problems),
        temporary: members.flag("temporary", problems),
        may_have_run: members.flag("may_have_run", problems),
    })
}
