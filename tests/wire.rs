//! What goes over the wire, and what comes of the answers.

mod blocking;
mod decoding;
mod errors;
mod faults;
mod lenient;
mod pages;
mod reasons;
mod requests;
mod secrets;
mod strict;
mod values;
mod wrapped;
