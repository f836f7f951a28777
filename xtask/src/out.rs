//! Standard output.

use std::fmt::Display;
use std::io::{ErrorKind, Write};
use std::path::Path;

use crate::failure::Failure;

/// Prints lines. Whoever reads the first of them only, as `head` does, closes the pipe; that is no error.
pub(crate) fn lines<T: Display>(lines: impl IntoIterator<Item = T>) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    for line in lines {
        match writeln!(out, "{line}") {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::BrokenPipe => return Ok(()),
            Err(error) => return Err(Failure::io("cannot write to", Path::new("standard output"))(error)),
        }
    }
    Ok(())
}
