//! The program that prints what the generated code makes of examples and of documented errors.

use std::fmt::Write;

use bitrix24_codegen::proof::{Refusal, RoundTrip};
use serde_json::json;

/// What stands before the functions: a transport that answers every call with one error, and what is printed of that.
const HEAD: &str = r#"#![allow(deprecated, reason = "deprecated methods have examples too")]
use std::error::Error;
use std::fmt::Debug;

use bitrix24::blocking::Client;
use bitrix24::transport::{HttpAnswer, HttpFailure, HttpRequest, Reply, Transport};
use bitrix24::{ApiError, Application, Method, ServedBy, from_json, to_json};

struct Refusing(u16, &'static str);

impl Transport for Refusing {
    fn post(&self, _: HttpRequest) -> Reply<'_> {
        Box::pin(async { Ok::<_, HttpFailure>(HttpAnswer::new(self.0, self.1)) })
    }
}

fn refused<M: Method + Clone>(request: &M, status: u16, body: &'static str) -> Result<ApiError<M::ErrorKind>, Box<dyn Error>>
where
    M::Context: ServedBy<Application>,
{
    let client: Client<Application> = Client::from_token("portal.bitrix24.com", "token")?.with_attempts(1);
    let client = client.with_transport(Refusing(status, body));
    match client.call(request) {
        Ok(_) => Err("it was taken for a result".into()),
        Err(error) => Ok(error.api().ok_or_else(|| error.to_string())?.clone()),
    }
}

/// The name of a variant, without its fields.
fn name(value: &impl Debug) -> String {
    let text = format!("{value:?}");
    text.split([' ', '(', '{']).next().unwrap_or_default().to_owned()
}
"#;

pub(super) fn text(examples: &[RoundTrip], refusals: &[Refusal]) -> String {
    let mut text = HEAD.to_owned();
    let examples: Vec<String> = examples.iter().enumerate().map(|(at, example)| shown(at, example)).collect();
    let refusals: Vec<String> = refusals.iter().enumerate().map(|(at, refusal)| told(at, refusal)).collect();
    for (name, failure, bodies) in [("example", "unsent", &examples), ("refusal", "unrefused", &refusals)] {
        for (at, body) in bodies.iter().enumerate() {
            let _ = writeln!(text, "fn {name}_{at}() -> Result<(), Box<dyn Error>> {{\n{body}    Ok(())\n}}");
        }
        let _ = writeln!(text, "fn {name}s() {{");
        for at in 0..bodies.len() {
            let _ =
                writeln!(text, "    if let Err(error) = {name}_{at}() {{ println!(\"{failure} {at} {{error}}\"); }}");
        }
        text.push_str("}\n");
    }
    text + "fn main() {\n    examples();\n    refusals();\n}\n"
}

/// Prints what is sent, and what is read.
fn shown(at: usize, example: &RoundTrip) -> String {
    let (build, request) = (here(&example.build), here(&example.request));
    let mut body = format!("    let request = {build}?;\n    println!(\"sent {at} {{}}\", to_json(&request));\n");
    if let Some(received) = &example.received {
        let _ = writeln!(
            body,
            "    let read: <{request} as Method>::Output = from_json({:?}.parse()?)?;\n    \
             println!(\"read {at} {{}}\", to_json(&read));",
            received.to_string(),
        );
    }
    body
}

/// Prints which variant and which reason an error answer becomes.
fn told(at: usize, refusal: &Refusal) -> String {
    let (build, status) = (here(&refusal.build), refusal.status.unwrap_or(400));
    let text = refusal.text.as_deref().map_or_else(|| "No documented text".to_owned(), filled);
    let answer = if refusal.rest3 {
        json!({"error": {"code": refusal.code, "message": text}})
    } else {
        json!({"error": refusal.code, "error_description": text})
    };
    let mut body = format!(
        "    let error = refused(&{build}?, {status}, {:?})?;\n    \
         println!(\"kind {at} {{}}\", name(&error.kind()));\n",
        answer.to_string(),
    );
    if refusal.reasoned {
        let _ = writeln!(
            body,
            "    let reason = error.reason();\n    \
             println!(\"reason {at} {{}}\", reason.map_or_else(|| \"None\".to_owned(), |reason| name(&reason)));"
        );
    }
    body
}

/// A text as the server says it: a word for each place of the template.
fn filled(template: &str) -> String {
    let mut text = String::new();
    let mut rest = template;
    while let Some((before, behind)) = rest.split_once('<') {
        text.push_str(before);
        rest = match behind.strip_prefix('<') {
            Some(behind) => {
                text.push('<');
                behind
            }
            None => {
                let (place, behind) = behind.split_once('>').unwrap();
                text.push_str(place);
                behind
            }
        };
    }
    text + rest
}

/// A path of the client's code as one of this crate.
fn here(code: &str) -> String {
    code.replace("bitrix24::api::", "round_trip::generated::")
}
