//! Results that stand inside an object of their own, and results that may be nothing.

use std::fmt::Debug;
use std::marker::PhantomData;

use bitrix24::api::ids::UserId;
use bitrix24::{Any, AnyContext, Client, Decode, Effect, Error, Map, Method, Value, blocking, json, private};

use crate::support::server::Portal;

/// A method whose result is a `T` under `activity.id`, or under `item`.
struct Deep<T>(PhantomData<fn() -> T>);
pub(super) struct Flat<T>(PhantomData<fn() -> T>);

macro_rules! method {
    ($name:ident, $wrapper:literal) => {
        impl<T> $name<T> {
            pub(super) const NEW: Self = Self(PhantomData);
        }

        impl<T> Clone for $name<T> {
            fn clone(&self) -> Self {
                Self::NEW
            }
        }

        impl<T> private::Serialize for $name<T> {
            fn serialize<S: private::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                private::Serialize::serialize(&Map::<String, i64>::new(), serializer)
            }
        }

        impl<T: Decode + Send + 'static> Method for $name<T> {
            const NAME: &'static str = "test.wrapped";
            const EFFECT: Effect = Effect::Read;
            const WRAPPED_IN: Option<&'static str> = Some($wrapper);

            type Output = T;
            type ErrorKind = Any;
            type Context = AnyContext;
        }
    };
}

method!(Deep, "activity.id");
method!(Flat, "item");

/// What comes of `result`, in debug output, or the place that the error names; the blocking client must say the same.
async fn read<M: Method<Output: Debug, ErrorKind = Any, Context = AnyContext> + Clone>(
    request: M,
    result: &Value,
) -> Result<String, String> {
    let portal = Portal::answering(200, json!({"result": result}).to_string()).await;
    let client = Client::from_webhook(&portal.webhook()).unwrap();
    let webhook = portal.webhook();
    let (again, shown) = (request.clone(), |answer: Result<M::Output, Error>| match answer {
        Ok(output) => Ok(format!("{output:?}")),
        Err(error) => Err(error.decode_path().unwrap_or("no path").to_owned()),
    });
    let outcome = shown(client.call(&request).await);
    let blocking =
        tokio::task::spawn_blocking(move || shown(blocking::Client::from_webhook(&webhook).unwrap().call(&again)));
    assert_eq!(blocking.await.unwrap(), outcome, "{result}");
    outcome
}

#[tokio::test]
async fn a_wrapper_may_be_a_path() {
    let rows = [
        (json!({"activity": {"id": 7, "type": "x"}, "time": 1}), Ok("UserId(7)")),
        (json!({"activity": {"id": "7"}}), Ok("UserId(7)")),
        (json!({"activity": {"id": "x"}}), Err("result.activity.id")),
        (json!({"activity": {"id": null}}), Err("result.activity.id")),
        (json!({"activity": {}}), Err("result.activity.id")),
        (json!({"activity": []}), Err("result.activity.id")),
        (json!({"activity": null}), Err("result.activity.id")),
        (json!({"activity": 7}), Err("result.activity")),
        (json!({"activity": [7]}), Err("result.activity")),
        (json!({"activity.id": 7}), Err("result.activity")),
        (json!({"id": 7}), Err("result.activity")),
        (json!({}), Err("result.activity")),
        (json!([]), Err("result.activity")),
        (json!(null), Err("result.activity")),
        (json!(true), Err("result")),
        (json!(7), Err("result")),
        (json!([7]), Err("result")),
    ];
    for (result, expected) in rows {
        let outcome = read(Deep::<UserId>::NEW, &result).await;
        assert_eq!(outcome.as_deref().map_err(String::as_str), expected, "{result}");
    }
}

#[tokio::test]
async fn with_a_nullable_result_an_absent_wrapper_is_nothing() {
    let rows = [
        (json!({"activity": {"id": 7}}), Ok("Some(UserId(7))")),
        (json!({"activity": {"id": 0}}), Ok("Some(UserId(0))")),
        (json!({"activity": {"id": null}}), Ok("None")),
        (json!({"activity": {"id": false}}), Ok("None")),
        (json!({"activity": {"id": "x"}}), Err("result.activity.id")),
        (json!({"activity": {}}), Ok("None")),
        (json!({"activity": []}), Ok("None")),
        (json!({"activity": null}), Ok("None")),
        (json!({"activity": false}), Ok("None")),
        (json!({}), Ok("None")),
        (json!([]), Ok("None")),
        (json!(null), Ok("None")),
        (json!(false), Ok("None")),
        // What is there but is no wrapper is not nothing.
        (json!(true), Err("result")),
        (json!("x"), Err("result")),
        (json!([7]), Err("result")),
        (json!({"activity": true}), Err("result.activity")),
        (json!({"activity": 7}), Err("result.activity")),
    ];
    for (result, expected) in rows {
        let outcome = read(Deep::<Option<UserId>>::NEW, &result).await;
        assert_eq!(outcome.as_deref().map_err(String::as_str), expected, "{result}");
    }
}

#[tokio::test]
async fn what_an_absent_wrapper_means_is_for_the_type_to_say() {
    let absent = json!({"other": 1});
    assert_eq!(read(Flat::<Option<Value>>::NEW, &absent).await.as_deref(), Ok("None"), "absent, and not null");
    assert_eq!(read(Flat::<Option<bool>>::NEW, &absent).await.as_deref(), Ok("None"));
    assert_eq!(read(Flat::<()>::NEW, &absent).await.as_deref(), Ok("()"));
    let at_item = Err("result.item".to_owned());
    assert_eq!(read(Flat::<Value>::NEW, &absent).await, at_item, "null would be made up");
    assert_eq!(read(Flat::<Vec<i64>>::NEW, &absent).await, at_item, "an empty list would be made up");
    assert_eq!(read(Flat::<Map<String, i64>>::NEW, &json!([])).await, at_item, "an empty map would be made up");
    assert_eq!(read(Flat::<Vec<i64>>::NEW, &json!({"item": []})).await.as_deref(), Ok("[]"));
    assert_eq!(read(Flat::<bool>::NEW, &json!({"item": false})).await.as_deref(), Ok("false"));
}
