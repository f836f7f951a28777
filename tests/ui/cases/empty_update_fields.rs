//! At least one field has to be changed; an empty builder is no argument.

use bitrix24::api::bizproc::activity::{Update, UpdateFields};

fn main() {
    let _ = Update::builder().code("md5").fields(UpdateFields::builder()).build();
}
