//! What the portal would refuse of a property, and what is misspelt.

use bitrix24::declare::{Inputs, Outputs};

#[derive(Inputs)]
struct Keys {
    #[property(name = "Key", key = "1st")]
    first: String,
    #[property(name = "Key")]
    größe: String,
    #[property(name = "Key", key = "")]
    empty: String,
}

#[derive(Inputs)]
struct Twice {
    #[property(name = "Key", key = "text")]
    first: String,
    #[property(name = "Key")]
    text: String,
    #[property(name = "Key", key = "Text")]
    other: String,
}

#[derive(Outputs)]
struct Arguments {
    nameless: String,
    #[property(nme = "Name")]
    misspelt: String,
    #[property(name = "Name", default = 1)]
    default: i64,
    #[property(name = "Name", name = "Name")]
    twice: String,
    #[property(name(en = "Name", en = "Name"))]
    language: String,
    #[property(name())]
    no_language: String,
    #[property(name = "Name", type = "select")]
    select: String,
    #[property]
    bare: String,
    #[property(name = 7)]
    number: String,
}

#[derive(Inputs)]
struct Generic<T> {
    #[property(name = "Name")]
    generic: T,
}

#[derive(Inputs)]
struct Tuple(String);

#[derive(Outputs)]
enum Choice {
    One,
}

fn main() {}
