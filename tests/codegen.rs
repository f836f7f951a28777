//! The generator: specs in, problems or code out.

mod conformity;
mod fuzz;
mod hostile;
mod judge;
mod legend;
mod mutants;
mod problems;
mod round_trip;
mod schema;
mod skeleton;
mod tree;
