//! What the methods do, seen through whole calls: checked, then answered.

mod event;
mod install;
mod list;
mod other;

use serde_json::{Value, json};

use crate::api::Api;
use crate::call::{Caller, Failure, Success, Version};
use crate::enforce;
use crate::enforce::tests::administrator;
use crate::methods::{Rows, Store, answer};

/// A portal and who calls it.
struct Portal {
    api: &'static Api,
    store: Store,
    caller: Caller,
}

impl Portal {
    fn new() -> Self {
        let api = enforce::tests::api();
        let caller = administrator(api);
        Self { api, store: Store::default(), caller }
    }

    /// A call as the server takes it.
    fn call(&mut self, name: &str, parameters: Value) -> Result<Success, Failure> {
        let method = self.api.method(Version::Rest2, name).or_else(|| self.api.method(Version::Rest3, name));
        let method = method.unwrap_or_else(|| panic!("no method {name}"));
        let parameters = enforce::check(self.api, method, &self.caller, parameters)?;
        answer(&mut self.store, self.api, method, &self.caller, &parameters, 1_700_000_000.5)
    }

    fn result(&mut self, name: &str, parameters: Value) -> Value {
        let shown = format!("{name} {parameters}");
        self.call(name, parameters).unwrap_or_else(|failure| panic!("{shown}: {failure:?}")).result
    }

    fn assert_refused(&mut self, name: &str, parameters: Value, code: &str, text: &str, status: u16) {
        let shown = format!("{name} {parameters}");
        let failure = self.call(name, parameters).expect_err(&shown);
        assert_eq!((failure.code.as_str(), failure.text.as_str(), failure.status), (code, text, status), "{shown}");
    }
}

/// A complete installation.
fn installation(code: &str) -> Value {
    json!({"CODE": code, "HANDLER": "https://app.example.com/handler", "NAME": "A name"})
}

/// Another value with these members.
fn with(mut value: Value, members: &Value) -> Value {
    for (name, member) in members.as_object().unwrap() {
        value.as_object_mut().unwrap().insert(name.clone(), member.clone());
    }
    value
}
