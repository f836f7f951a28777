//! All tests but those of compile errors, in one binary: it links once.

mod codegen;
mod omissions;
mod support;
mod wire;
