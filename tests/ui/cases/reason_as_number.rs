//! A reason has no number: the next reason that is documented would change it.

use bitrix24::SystemErrorKind;
use bitrix24::api::bizproc::activity::AddErrorReason;

fn main() {
    println!("{}", AddErrorReason::EmptyCode as u8);
    println!("{}", SystemErrorKind::QueryLimitExceeded as u8);
}
