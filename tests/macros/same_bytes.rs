//! Both fronts send the same bytes.

use bitrix24::{Application, Client, Method, Value, json};

use crate::support::server::{Portal, Received, SECRET};

/// What the macro makes of the specs that the client has too.
mod expanded {
    bitrix24::include_spec!(
        pub(crate)
        "../../spec/bizproc/activity.yaml",
        "../../spec/bizproc/shared.yaml",
        "../../spec/shared.yaml",
    );
}

async fn portal(result: Value) -> (Portal, Client<Application>) {
    let portal = Portal::answering(200, json!({"result": result}).to_string()).await;
    let client = Client::from_token(&format!("http://{}", portal.address), SECRET).unwrap();
    (portal, client)
}

/// Sends by both fronts what these lines say, and compares what arrives.
macro_rules! same {
    ($result:expr, |$bizproc:ident, $client:ident| $call:expr) => {{
        let (portal, $client) = portal($result).await;
        {
            use bitrix24::api::bizproc as $bizproc;
            $call.await.unwrap();
        }
        {
            use expanded::bizproc as $bizproc;
            $call.await.unwrap();
        }
        let received = portal.received();
        let [by_file, by_macro] = received.as_slice() else {
            panic!("two requests");
        };
        let all = |received: &Received| (received.line.clone(), received.body.clone());
        assert_eq!(all(by_file), all(by_macro));
        assert!(by_file.body.len() > 2, "something was sent");
    }};
}

#[tokio::test]
async fn every_method_sends_the_same_bytes() {
    same!(json!(true), |bizproc, client| {
        let input = bizproc::shared::Property::builder()
            .name([("de", "Text"), ("en", "Text")])
            .type_select()
            .options([("a", "A"), ("b", "B")])
            .required(true)
            .default(json!({"deep": [1, null, "x"]}));
        bizproc::activity::add(&client)
            .code("md5_action")
            .handler("https://example.com/handler")
            .name("MD5")
            .properties([("text", input)])
            .document_type(["crm", "CCrmDocumentDeal", "DEAL"])
            .filter(
                bizproc::shared::Filter::builder().include([["lists"]]).exclude([bizproc::shared::Edition::OnPremise]),
            )
            .placement("https://example.com/placement")
            .param("EXTRA", json!([]))
            .send()
    });
    same!(json!(true), |bizproc, client| {
        let fields = bizproc::activity::UpdateFields::builder().use_subscription(false).clear_document_type();
        let fields = fields.description(bizproc::shared::LocalizedText::from("ä \u{1f600}"));
        bizproc::activity::update(&client).code("md5_action").fields(fields).send()
    });
    same!(json!(["md5_action"]), |bizproc, client| bizproc::activity::list(&client).send());
    same!(json!(true), |bizproc, client| bizproc::activity::delete(&client).code("md5_action").send());
    same!(json!(true), |bizproc, client| bizproc::activity::log(&client).event_token("t").log_message("m").send());
}

#[test]
fn both_fronts_say_the_same_of_a_method() {
    use bitrix24::api::bizproc::activity as by_file;
    use expanded::bizproc::activity as by_macro;

    fn facts<M: Method>() -> (&'static str, String, bool) {
        (M::NAME, format!("{:?} {:?}", M::EFFECT, M::VERSION), M::BATCH)
    }
    assert_eq!(facts::<by_file::Add>(), facts::<by_macro::Add>());
    assert_eq!(facts::<by_file::Update>(), facts::<by_macro::Update>());
    assert_eq!(facts::<by_file::List>(), facts::<by_macro::List>());
    assert_eq!(facts::<by_file::Delete>(), facts::<by_macro::Delete>());
    assert_eq!(facts::<by_file::Log>(), facts::<by_macro::Log>());
}
