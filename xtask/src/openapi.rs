//! `cargo xtask openapi`: the specs as an OpenAPI document, for tools and for other languages.

mod answer;
mod auth;
mod document;
mod errors;
mod lower;
mod operation;
mod record;
pub(crate) mod schema;
#[cfg(test)]
mod tests;

use std::path::Path;

use bitrix24_codegen::model::Model;
use clap::ValueEnum;
use serde_json::Value;

use crate::failure::Failure;
use crate::generate::write;
use crate::{out, specs};

/// The version of OpenAPI.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Version {
    /// For tools that do not know 3.1 yet. Some of what schemas say is lost.
    #[value(name = "3.0")]
    V3_0,
    /// The whole.
    #[value(name = "3.1")]
    V3_1,
}

pub(crate) fn run(folder: Option<&Path>, version: Version, file: Option<&Path>) -> Result<(), Failure> {
    let specs = specs::load(folder)?;
    let document = document(&specs.model, version);
    let text = serde_json::to_string_pretty(&document).map_err(|error| Failure::Workplace(error.to_string()))?;
    match file {
        Some(file) => write::replace(file, &(text + "\n")),
        None => out::lines([text]),
    }
}

/// The document of a model.
pub(crate) fn document(model: &Model, version: Version) -> Value {
    let document = document::document(model);
    match version {
        Version::V3_0 => lower::lower(document),
        Version::V3_1 => document,
    }
}
