//! The macro gives the same code as the files, in any crate.

mod crates;
mod derives;
mod same_bytes;
mod same_code;
