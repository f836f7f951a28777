//! Actions and rules that are declared once: what the portal is told of them, what their calls are read as, and what it
//! gets as their answers.

mod reading;
mod registering;
mod syncing;

use bitrix24::api::ids::UserId;
use bitrix24::declare::{Action, Inputs, Options, Outputs, Text};
use bitrix24::{Date, DateTime, File};

/// An input of every kind.
#[derive(Inputs, Debug, PartialEq)]
struct Input {
    #[property(
        name(en = "Text", de = "Text"),
        description(en = "What to hash", in = "?"),
        default = "{=Document:NAME}"
    )]
    text: String,
    #[property(key = "Algo", name = "Algorithm", default = Algorithm::Sha256)]
    algorithm: Algorithm,
    #[property(name = "Rounds", default = 3)]
    rounds: Option<i64>,
    #[property(name = "Ratio", default = 0.5)]
    ratio: Option<f64>,
    #[property(name = "Upper case", default = false)]
    upper: Option<bool>,
    #[property(name = "Tags")]
    tags: Vec<String>,
    #[property(name = "Readers", required)]
    readers: Vec<UserId>,
    #[property(name = "Also", description = "Further algorithms")]
    also: Vec<Algorithm>,
    #[property(name = "Note", default = "None")]
    note: Option<Text>,
    #[property(name = "Day")]
    day: Option<Date>,
    #[property(name = "Moment")]
    moment: Option<DateTime>,
    #[property(name = "Address", type = "UF:address")]
    r#where: Option<String>,
}

#[derive(Options, Clone, Copy, Debug, PartialEq)]
enum Algorithm {
    #[option(name = "MD5")]
    Md5,
    #[option(key = "sha", name = "SHA-2")]
    Sha256,
}

#[derive(Outputs)]
struct Output {
    #[property(name(en = "Digest", de = "Prüfsumme"))]
    digest: String,
    #[property(key = "Took", name = "Seconds")]
    took: f64,
    #[property(name = "Done")]
    done: bool,
    #[property(name = "By")]
    by: UserId,
    #[property(name = "With")]
    with: Vec<Algorithm>,
    #[property(name = "Problem")]
    problem: Option<String>,
    #[property(name = "Day")]
    day: Date,
    #[property(name = "File")]
    file: Option<File>,
}

impl Output {
    fn new(digest: &str) -> Self {
        let day = "2025-01-29".parse().unwrap();
        let (took, by, with) = (0.25, UserId::new(7), vec![Algorithm::Md5, Algorithm::Sha256]);
        Self { digest: digest.to_owned(), took, done: true, by, with, problem: None, day, file: None }
    }
}

const HANDLER: &str = "https://example.com/handler";

fn hash(handler: &str) -> Action<Input, Output> {
    Action::new("hash", [("en", "Hash"), ("de", "Prüfsumme")], handler).unwrap()
}
