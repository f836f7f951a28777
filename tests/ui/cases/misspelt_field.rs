//! A filter by a field that no task has.

use bitrix24::Conditions;
use bitrix24::api::bizproc::task::{List, TaskField};

fn main() {
    let _request = List::builder().filter(Conditions::new().eq(TaskField::Stauts, 0)).build();
}
