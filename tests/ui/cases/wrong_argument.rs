//! An argument of another type.

use bitrix24::api::bizproc::activity::UpdateFields;

fn main() {
    let _ = UpdateFields::builder().use_subscription("Y");
}
