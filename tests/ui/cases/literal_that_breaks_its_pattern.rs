//! A literal is checked while the program is compiled.

use bitrix24::api::bizproc::shared::ActivityCode;

const CODE: ActivityCode = ActivityCode::literal("md5 action");

fn main() {
    println!("{CODE}");
}
