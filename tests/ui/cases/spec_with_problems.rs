//! The problems of a spec are the compiler's errors, with the spec's own file, line and column.

bitrix24::include_spec!("spec_with_problems.yaml");

fn main() {}
