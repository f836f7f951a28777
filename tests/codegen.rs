//! The generator: specs in, problems or code out.

mod legend;
mod problems;
mod schema;
mod skeleton;
