//! What PHP does to values on their way in and out: the real server is written in it, and its callers depend on that.
//!
//! A PHP array is a list and a map in one. JSON has both, so here an array whose keys are 0, 1, 2 … in this order is a
//! list, any other is an object, and the empty one is an empty list. Whatever leaves this module is in that form.
//! The answers in the tests are those of PHP 8.2.

mod query;
mod value;

#[cfg(test)]
pub(crate) mod tests;

pub(crate) use query::{Variables, parse_query};
pub(crate) use value::{from_json, integer, into_map, is_true, text, to_json};
