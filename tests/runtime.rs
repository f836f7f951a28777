//! What the client promises of calls, tried against the fake portal: nothing is lost, and nothing is done twice.

mod batch;
mod gathering;
mod help;
mod limits;
mod moving;
mod nonsense;
mod oauth;
mod repeats;
mod same;
mod soak;
mod stores;
mod through;
