//! A struct inside a map is held to its own requirements.

use bitrix24::api::bizproc::activity::UpdateFields;
use bitrix24::api::bizproc::shared::Property;

fn main() {
    let _ = UpdateFields::builder().properties([("text", Property::builder().required(true))]).build();
}
