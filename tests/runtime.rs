//! What the client promises of calls, tried against the fake portal: nothing is lost, and nothing is done twice.

mod help;
mod limits;
mod oauth;
mod repeats;
