//! Words for random specs: those that a person writes, those that mean something to Rust, to YAML or to Markdown, and
//! those that an attacker tries.

use crate::codegen::fuzz::random::Random;
use crate::codegen::tree::Tree;

const PARAMS: [&str; 40] = [
    "ID", "NAME", "TITLE", "fields", "userId", "IS_ON", "A", "B", "C", "D", "S", "type", "gen", "self", "crate",
    "async", "String", "VEC", "OPTION", "BOX", "other", "extra", "value", "state", "draft", "client", "given",
    "optional", "request", "result", "fmt", "clone", "into", "new", "take", "x_1", "=IDS", "UF_CRM_1", "Ok", "from",
];
const ODD_PARAMS: [&str; 20] = [
    "",
    "1",
    "*",
    "build",
    "send",
    "param",
    "with_x",
    "maybe_NAME",
    "clear_NAME",
    "extra_",
    "a b",
    "a-b",
    "a.b",
    "{x}",
    "a`b",
    "a\"b",
    "ключ",
    "a\nb",
    "\u{202e}a",
    "any_given",
];
const TYPES: [&str; 20] = [
    "Alpha",
    "Beta",
    "Gamma",
    "Node",
    "Item",
    "Error",
    "Reason",
    "Kind",
    "Path",
    "Value",
    "Date",
    "File",
    "Map",
    "Given",
    "Missing",
    "Url",
    "Code",
    "Mode",
    "SystemErrorKind",
    "InvalidRequest",
];
const ODD_TYPES: [&str; 14] = [
    "String",
    "Vec",
    "T",
    "Slot1",
    "Self",
    "lower",
    "With Blank",
    "Ünicode",
    "AlphaBuilder",
    "BetaOptional",
    "GetErrorKind",
    "Get",
    "HTTPCode",
    "HttpCode",
];
const METHODS: [&str; 16] = [
    "get",
    "list",
    "add",
    "update",
    "delete",
    "type",
    "gen",
    "move",
    "getAll",
    "self",
    "ids",
    "v3",
    "count",
    "private",
    "bool",
    "get_params",
];
const ODD_METHODS: [&str; 8] = ["get_all", "send", "option", "x", "1", "a.b", "get@3", "a b"];
const VALUES: [&str; 16] = [
    "Y", "N", "draft", "sent", "a-b", "a b", "err", "ok", "none", "some", "type", "self", "LISTED", "NUMERIC", "Error",
    "xyz",
];
const ODD_VALUES: [&str; 12] =
    ["1", "0", "-1", "=", "Other", "", "a`b", "a```b", "line\nbreak", "*/ fn x() {}", "\u{202e}", "\"#"];
const CODES: [&str; 12] = [
    "ERROR_NOT_FOUND",
    "ACCESS_DENIED",
    "ERROR_CORE",
    "REASON",
    "LISTED",
    "INVALID.ARG",
    "err",
    "SYSTEM_DOWN",
    "from_system",
    "NOT_FOUND_",
    "Error",
    "Kind",
];
const ODD_CODES: [&str; 8] = ["0", "", "ERROR_OTHER", "System", "NOT_FOUND", "a sentence of words", "0x1", "a`b\nc"];
const TEXTS: [&str; 24] = [
    "Plain words.",
    "A text, with a comma",
    "It's `code`",
    "**bold** _it_ [link](x)",
    "<b>html</b>",
    "*/ fn x() {} /*",
    "\"quoted\"",
    "{braces} {}",
    "}}",
    "{{",
    "a\\b",
    "```rust\nfn main() {}\n```",
    "``````rust x",
    "\"#",
    "'",
    "#![x]",
    "line\nbreak",
    "line\r\nbreak",
    "tab\there",
    "%s %n",
    "ünïcode ☂ 🦀",
    "- a list",
    "1. one",
    "a very long text that goes on and on so that it has to be wrapped at some place which may well be an awkward one - or 2.",
];
const ODD_TEXTS: [&str; 6] = ["\u{202e}reversed", "\u{7f}", "", " ", "\u{e000}", "\u{feff}"];
const PATTERNS: [&str; 8] =
    ["^[a-z]+$", "^.*$", "x", "^$", "(a|aa)*b", "^[^@]+@[^@]+$", "^(\\+7|8)\\d{3}$", "\\\"{2}`"];
const ODD_PATTERNS: [&str; 8] =
    ["[", "(a{100}){100}", "\\pL", "(?i)abc", "a{,5}", "(?=a)", "^[\\s\\S]{1,20}$", "(a|b)*a(a|b){12}"];
const SCALARS: [&str; 16] = [
    "true",
    "false",
    "null",
    "~",
    "0",
    "1",
    "-1",
    "1e30",
    "0.5",
    "18446744073709551616",
    "0x1F",
    "Y",
    "no",
    "''",
    "[]",
    "maybe",
];

/// One of `common`, or once in a while one of `odd`.
fn mostly<'a>(random: &mut Random<'_>, common: &[&'a str], odd: &[&'a str]) -> &'a str {
    if random.once_in(60) { random.pick(odd) } else { random.pick(common) }
}

pub(crate) fn param(random: &mut Random<'_>) -> String {
    mostly(random, &PARAMS, &ODD_PARAMS).to_owned()
}

pub(crate) fn type_name(random: &mut Random<'_>) -> String {
    mostly(random, &TYPES, &ODD_TYPES).to_owned()
}

pub(crate) fn method(random: &mut Random<'_>) -> String {
    mostly(random, &METHODS, &ODD_METHODS).to_owned()
}

pub(crate) fn value(random: &mut Random<'_>) -> String {
    mostly(random, &VALUES, &ODD_VALUES).to_owned()
}

pub(crate) fn code(random: &mut Random<'_>) -> String {
    mostly(random, &CODES, &ODD_CODES).to_owned()
}

/// Prose, an error's text, an address: whatever people read.
pub(crate) fn text(random: &mut Random<'_>) -> Tree {
    Tree::Quoted(mostly(random, &TEXTS, &ODD_TEXTS).to_owned())
}

pub(crate) fn pattern(random: &mut Random<'_>) -> Tree {
    Tree::Quoted(mostly(random, &PATTERNS, &ODD_PATTERNS).to_owned())
}

pub(crate) fn scalar(random: &mut Random<'_>) -> Tree {
    Tree::Plain(random.pick(&SCALARS).to_owned())
}

/// A name in small letters or with a capital that a spec gives by `rust:`.
pub(crate) fn given_name(random: &mut Random<'_>, capital: bool) -> Tree {
    let name = if capital {
        mostly(random, &["Named", "OTHER", "TABLE", "Reason2", "Kind3"], &["Reason", "r", "Other", "Self"])
    } else {
        mostly(random, &["named", "type_", "gen", "r2", "optional"], &["extra_", "Named", "_x", "build"])
    };
    Tree::Quoted(name.to_owned())
}
