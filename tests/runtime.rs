//! What the client promises of calls, tried against the fake portal: nothing is lost, and nothing is done twice.

mod bare;
mod batch;
mod declare;
mod download;
mod gathering;
mod handler;
mod help;
mod limits;
mod moving;
mod nonsense;
mod oauth;
mod redis;
mod repeats;
mod same;
mod secrets;
mod soak;
mod stores;
mod through;
mod tired;
mod unanswered;
