//! The requests about actions and rules. Each of the two has methods of its own, with the same parameters.

use serde_json::Value;

use super::{Declaration, Part};
use crate::api::bizproc::shared::ActivityCode;
use crate::client::Client;
use crate::error::{Error, InvalidRequest};

/// What became of a declaration that the portal did not list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Became {
    Added,
    /// Another instance of the application was faster.
    Updated,
}

/// The codes of what the application has installed.
pub(super) async fn list(client: &Client, part: Part) -> Result<Vec<ActivityCode>, Error> {
    match part {
        Part::Action => activity::list(client).await,
        Part::Robot => robot::list(client).await,
    }
}

pub(super) async fn add(client: &Client, declaration: &Declaration) -> Result<Became, Error> {
    match declaration.part {
        Part::Action => activity::add(client, declaration).await,
        Part::Robot => robot::add(client, declaration).await,
    }
}

pub(super) async fn update(client: &Client, declaration: &Declaration) -> Result<(), Error> {
    match declaration.part {
        Part::Action => activity::update(client, declaration).await.map_err(Error::from),
        Part::Robot => robot::update(client, declaration).await.map_err(Error::from),
    }
}

/// What is not there any more is deleted too.
pub(super) async fn delete(client: &Client, part: Part, code: ActivityCode) -> Result<(), Error> {
    match part {
        Part::Action => activity::delete(client, code).await,
        Part::Robot => robot::delete(client, code).await,
    }
}

/// All that a portal is told, as JSON.
pub(super) fn told(declaration: &Declaration) -> Result<Value, InvalidRequest> {
    match declaration.part {
        Part::Action => activity::request(declaration).map(|request| crate::to_json(&request)),
        Part::Robot => robot::request(declaration).map(|request| crate::to_json(&request)),
    }
}

macro_rules! requests {
    ($family:ident) => {
        mod $family {
            use super::Became;
            use crate::api::bizproc::shared::ActivityCode;
            use crate::api::bizproc::$family::{
                self, Add, AddErrorKind, DeleteErrorKind, UpdateErrorKind, UpdateFields,
            };
            use crate::client::Client;
            use crate::declare::Declaration;
            use crate::error::{Error, InvalidRequest};

            pub(super) async fn list(client: &Client) -> Result<Vec<ActivityCode>, Error> {
                Ok($family::list(client).send().await?)
            }

            pub(super) fn request(declaration: &Declaration) -> Result<Add, InvalidRequest> {
                let it = declaration.clone();
                let add = Add::builder().code(it.code).handler(it.handler).name(it.name).use_subscription(it.waits);
                let add = add.maybe_description(it.description).maybe_auth_user_id(it.user);
                let add = add.properties(it.inputs).return_properties(it.outputs);
                let add = add.maybe_document_type(it.document_type).maybe_filter(it.filter);
                match it.placement {
                    Some(handler) => add.placement(handler).build(),
                    None => add.without_placement().build(),
                }
            }

            pub(super) async fn add(client: &Client, declaration: &Declaration) -> Result<Became, Error> {
                let refused = match client.call(&request(declaration)?).await {
                    Err(error) if error.kind() == Some(AddErrorKind::ActivityAlreadyInstalled) => error,
                    other => return Ok(other.map(|_| Became::Added)?),
                };
                match update(client, declaration).await {
                    // The code is one of the other part's.
                    Err(error) if error.kind() == Some(UpdateErrorKind::ActivityNotFound) => Err(refused.into()),
                    other => Ok(other.map(|()| Became::Updated)?),
                }
            }

            pub(super) async fn update(
                client: &Client,
                declaration: &Declaration,
            ) -> Result<(), Error<UpdateErrorKind>> {
                let it = declaration.clone();
                let fields = UpdateFields::builder().handler(it.handler).name(it.name).use_subscription(it.waits);
                let fields = fields.maybe_description(it.description).maybe_auth_user_id(it.user);
                let fields = fields.properties(it.inputs).return_properties(it.outputs);
                let fields = match it.document_type {
                    Some(document_type) => fields.document_type(document_type),
                    None => fields.clear_document_type(),
                };
                let fields = match it.filter {
                    Some(filter) => fields.filter(filter),
                    None => fields.clear_filter(),
                };
                let fields = fields.use_placement(it.placement.is_some()).maybe_placement_handler(it.placement);
                $family::update(client).code(it.code).fields(fields).send().await.map(drop)
            }

            pub(super) async fn delete(client: &Client, code: ActivityCode) -> Result<(), Error> {
                match $family::delete(client).code(code).send().await {
                    Err(error) if error.kind() != Some(DeleteErrorKind::ActivityNotFound) => Err(error.into()),
                    _ => Ok(()),
                }
            }
        }
    };
}

requests!(activity);
requests!(robot);
