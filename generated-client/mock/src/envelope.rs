//! What stands around a result on the wire.

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Map, Value, json};

use crate::call::{Failure, Success, Version};
use crate::clock::whole;
use crate::limits::Used;

/// The `time` of an answer.
pub(crate) fn time(start: f64, finish: f64, used: Option<Used>) -> Value {
    let mut time = Map::new();
    time.insert("start".to_owned(), start.into());
    time.insert("finish".to_owned(), finish.into());
    time.insert("duration".to_owned(), (finish - start).into());
    time.insert("processing".to_owned(), (finish - start).into());
    time.insert("date_start".to_owned(), moment(start).into());
    time.insert("date_finish".to_owned(), moment(finish).into());
    if let Some(used) = used {
        time.insert("operating_reset_at".to_owned(), whole(used.reset_at).into());
        time.insert("operating".to_owned(), used.seconds.into());
    }
    Value::Object(time)
}

fn moment(at: f64) -> String {
    let seconds = i64::try_from(whole(at)).unwrap_or_default();
    let moment = DateTime::<Utc>::from_timestamp(seconds, 0).unwrap_or_default();
    moment.to_rfc3339_opts(SecondsFormat::Secs, false)
}

/// The body of an answer.
pub(crate) fn success(success: Success, time: Value) -> Value {
    let mut body = Map::new();
    body.insert("result".to_owned(), success.result);
    if let Some(next) = success.next {
        body.insert("next".to_owned(), next.into());
    }
    if let Some(total) = success.total {
        body.insert("total".to_owned(), total.into());
    }
    body.insert("time".to_owned(), time);
    Value::Object(body)
}

/// The body of an error.
pub(crate) fn failure(version: Version, failure: &Failure) -> Value {
    match version {
        Version::Rest2 => json!({"error": failure.code, "error_description": failure.text}),
        Version::Rest3 => {
            let mut error = json!({"code": failure.code, "message": failure.text});
            if !failure.validation.is_empty() {
                let fields = failure.validation.iter();
                error["validation"] =
                    fields.map(|(field, message)| json!({"field": field, "message": message})).collect();
            }
            json!({ "error": error })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_says_how_it_goes_on() {
        let page = Success { result: json!([1]), total: Some(120), next: Some(50) };
        let body = success(page, time(1_778_747_192.5, 1_778_747_193.5, None));
        assert_eq!(body["next"], 50);
        assert_eq!(body["total"], 120);
        assert_eq!(body["time"]["date_start"], "2026-05-14T08:26:32+00:00");
        assert_eq!(body["time"]["duration"], 1.0);
        assert!(body["time"].get("operating").is_none());
    }

    #[test]
    fn errors_have_the_form_of_their_version() {
        let mut error = Failure::new(400, "CODE", "text");
        error.validation.push(("id".to_owned(), "missing".to_owned()));
        assert_eq!(failure(Version::Rest2, &error), json!({"error": "CODE", "error_description": "text"}));
        let expected = json!({"error": {
            "code": "CODE", "message": "text", "validation": [{"field": "id", "message": "missing"}],
        }});
        assert_eq!(failure(Version::Rest3, &error), expected);
    }
}
