//! The generator: specs in, problems or code out.

mod legend;
mod problems;
mod round_trip;
mod schema;
mod skeleton;
