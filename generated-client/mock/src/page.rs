//! The start page: how to call, the methods with their parameters, the last requests.

use std::fmt::Write;

use bitrix24_codegen::model::{Family, Field, Method, Presence};

use crate::control::ENDPOINTS;
use crate::core::Core;
use crate::record::Received;
use crate::reply::Answer;

/// How many requests are shown.
const REQUESTS: usize = 50;

const STYLE: &str = "
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; color: #1c2733 }
h1 { font-size: 1.5rem } h2 { font-size: 1.15rem; margin-top: 2rem; border-bottom: 1px solid #d5dbe1 }
code, pre { font: 13px/1.45 ui-monospace, monospace; background: #f2f5f7; border-radius: 3px; padding: .1em .3em }
pre { padding: .7em 1em; overflow-x: auto } table { border-collapse: collapse; width: 100% }
td, th { text-align: left; padding: .25em .8em .25em 0; vertical-align: top; border-bottom: 1px solid #eef1f4 }
details { margin: .3em 0 } summary { cursor: pointer } .doc { color: #5a6b7b } .required { color: #b3261e }
.bad { color: #b3261e }";

pub(crate) fn page(core: &Core) -> Answer {
    let mut html = String::new();
    // Writing into a String cannot fail.
    let _ = write(core, &mut html);
    Answer::html(200, html)
}

fn write(core: &Core, html: &mut String) -> std::fmt::Result {
    let (webhook, requests) = {
        let state = core.state();
        let webhook = state.tokens.first_webhook(core.base());
        let newest: Vec<Received> = state.record.received().rev().take(REQUESTS).cloned().collect();
        (webhook.unwrap_or_default(), newest)
    };
    write!(
        html,
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>bitrix24-mock</title>\
         <style>{STYLE}</style></head><body><h1>bitrix24-mock</h1>\
         <p>A portal on this machine that speaks Bitrix24's wire protocol. Its webhook:</p>\
         <pre>curl -d 'EVENT_TOKEN=…' -d 'LOG_MESSAGE=Hello' \\\n  {}bizproc.activity.log</pre>",
        Escaped(&webhook),
    )?;
    write!(html, "<h2>Methods</h2>")?;
    for family in core.api.families().iter().filter(|family| !family.methods.is_empty()) {
        write_family(family, html)?;
    }
    write!(html, "<h2>Requests</h2>")?;
    if requests.is_empty() {
        write!(html, "<p class=\"doc\">None yet.</p>")?;
    } else {
        write!(html, "<table><tr><th>Status</th><th>Request</th><th>Body</th></tr>")?;
        for request in &requests {
            write_request(request, html)?;
        }
        write!(html, "</table>")?;
    }
    write!(html, "<h2>Control</h2><table>")?;
    for (endpoint, what) in ENDPOINTS {
        write!(html, "<tr><td><code>{}</code></td><td>{}</td></tr>", Escaped(endpoint), Escaped(what))?;
    }
    write!(html, "</table></body></html>")
}

fn write_family(family: &Family, html: &mut String) -> std::fmt::Result {
    write!(html, "<h3>{}</h3><p class=\"doc\">{}</p>", Escaped(&family.wire_name), Escaped(&family.doc))?;
    family.methods.iter().try_for_each(|method| write_method(method, html))
}

fn write_method(method: &Method, html: &mut String) -> std::fmt::Result {
    write!(
        html,
        "<details><summary><code>{}</code> <span class=\"doc\">{}</span></summary>",
        Escaped(&method.wire_name),
        Escaped(&method.doc),
    )?;
    if method.record.fields.is_empty() {
        write!(html, "<p>No parameters.</p>")?;
    } else {
        write!(html, "<table>")?;
        for Field { wire_name, doc, presence, .. } in &method.record.fields {
            let required = matches!(presence, Presence::Required { .. });
            let mark = if required { " <b class=\"required\">*</b>" } else { "" };
            let doc = doc.as_deref().unwrap_or_default();
            write!(html, "<tr><td><code>{}</code>{mark}</td><td>{}</td></tr>", Escaped(wire_name), Escaped(doc))?;
        }
        write!(html, "</table>")?;
    }
    if let Some(url) = &method.url {
        write!(html, "<p><a href=\"{0}\">{0}</a></p>", Escaped(url))?;
    }
    write!(html, "</details>")
}

fn write_request(request: &Received, html: &mut String) -> std::fmt::Result {
    let class = if request.status == 200 { "" } else { " class=\"bad\"" };
    let body = String::from_utf8_lossy(&request.body);
    let shown: String = body.chars().take(200).collect();
    let more = if shown.len() < body.len() { "…" } else { "" };
    write!(
        html,
        "<tr><td{class}>{}</td><td>{} <code>{}</code></td><td><code>{}{more}</code></td></tr>",
        request.status,
        Escaped(&request.http_method),
        Escaped(&request.path),
        Escaped(&shown),
    )
}

/// A text inside HTML.
struct Escaped<'a>(&'a str);

impl std::fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for letter in self.0.chars() {
            match letter {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                other => f.write_char(other)?,
            }
        }
        Ok(())
    }
}
