//! The generator: specs in, problems or code out.

mod problems;
