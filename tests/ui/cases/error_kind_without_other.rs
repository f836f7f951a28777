//! A match on an error kind has to expect errors that a later version lists.

use bitrix24::api::bizproc::activity::LogErrorKind;

fn explain(kind: LogErrorKind) -> &'static str {
    match kind {
        LogErrorKind::EmptyLogMessage => "the line was empty",
        LogErrorKind::AccessDenied => "the token has expired",
        LogErrorKind::System(_) => "the portal says no",
        LogErrorKind::Other => "the process says no",
    }
}

fn main() {
    println!("{}", explain(LogErrorKind::Other));
}
