//! A portal on this machine that speaks Bitrix24's wire protocol and holds callers to the specs.

pub mod call;

mod api;

mod batch;
mod enforce;
mod methods;
mod php;
mod request;
