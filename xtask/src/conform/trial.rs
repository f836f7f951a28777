//! What a page shows of its method, each thing held against the model.

use bitrix24_codegen::diagnostic::{Problem, Unknown};
use bitrix24_codegen::judge::{Judge, Misfit};
use bitrix24_codegen::model::Method;
use serde_json::Value;

use crate::import::facts::Facts;

/// What a page shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Request,
    Response,
    Error,
}

impl Kind {
    pub(crate) const ALL: [Self; 3] = [Self::Request, Self::Response, Self::Error];

    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Response => "response",
            Self::Error => "error",
        }
    }
}

/// Something that a page shows, and what the model has against it.
pub(crate) struct Trial<'a> {
    pub(crate) kind: Kind,
    /// The request or the `result`; of an error, nothing.
    pub(crate) shown: Option<&'a Value>,
    pub(crate) misfits: Vec<Misfit>,
}

impl Trial<'_> {
    pub(crate) fn fits(&self) -> bool {
        self.misfits.is_empty()
    }
}

/// Holds requests, answer and errors of a page against the method.
pub(crate) fn trials<'a>(facts: &'a Facts, method: &Method, judge: &Judge<'_>) -> Vec<Trial<'a>> {
    let requests = facts.calls.iter().map(|call| Trial {
        kind: Kind::Request,
        shown: Some(&call.request),
        misfits: judge.request(method, &call.request).err().unwrap_or_default(),
    });
    let response = facts.answer.example.iter().map(|example| Trial {
        kind: Kind::Response,
        shown: Some(example),
        misfits: judge.response(method, example).err().unwrap_or_default(),
    });
    // A code with several texts has a row for each.
    let rows = facts.errors.iter().flat_map(|error| {
        let texts = error.texts.iter().map(|text| Some(text.as_str()));
        let bare = error.texts.is_empty().then_some(None);
        texts.chain(bare).map(move |text| (error.code.as_str(), text))
    });
    let errors = rows.map(|(code, text)| Trial {
        kind: Kind::Error,
        shown: None,
        misfits: match judge.error(method, code, text) {
            Some(_) => Vec::new(),
            None => vec![unknown(code, text)],
        },
    });
    requests.chain(response).chain(errors).collect()
}

fn unknown(code: &str, text: Option<&str>) -> Misfit {
    let path = std::iter::once(code).chain(text).map(str::to_owned).collect();
    Misfit { path, problem: Problem::ExampleError { unknown: Unknown::new(code, []) } }
}
