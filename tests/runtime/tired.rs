//! What a batch says of the working time of its methods.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bitrix24::transport::{HttpAnswer, HttpRequest, Reply, Transport};
use bitrix24::{Any, Client, Value, json};

/// Refuses the second command of the first batch for want of working time, which its first command says when it comes back.
struct Tired {
    reset: u64,
    batches: Arc<Mutex<Vec<Value>>>,
}

impl Transport for Tired {
    fn post(&self, request: HttpRequest) -> Reply<'_> {
        let commands = serde_json::from_slice::<Value>(&request.body).unwrap()["cmd"].clone();
        let mut batches = self.batches.lock().unwrap();
        batches.push(commands.clone());
        let names: Vec<&String> = commands.as_object().unwrap().keys().collect();
        let answer = if let [first, second] = names.as_slice() {
            let refused = json!({"error": "OPERATION_TIME_LIMIT", "error_description": "Method is blocked"});
            json!({"result": {*first: 1}, "result_error": {*second: refused},
                "result_time": {*first: {"operating_reset_at": self.reset}}})
        } else {
            json!({"result": {names[0]: 2}, "result_error": []})
        };
        let body = json!({ "result": answer }).to_string();
        Box::pin(async move { Ok(HttpAnswer::new(200, body)) })
    }
}

#[tokio::test(start_paused = true)]
async fn what_a_batch_says_of_working_time_is_waited_for_and_only_that_command_sent_again() {
    let reset = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap().as_secs() + 120;
    let batches = Arc::new(Mutex::new(Vec::new()));
    let client = Client::<Any>::from(Client::from_webhook("https://tired.bitrix24.example/rest/1/secret/").unwrap());
    let client = client.with_transport(Tired { reset, batches: batches.clone() });
    let started = tokio::time::Instant::now();
    let add = |n: i64| client.raw("acme.add").param("n", n).build().unwrap();
    let mut batch = client.batch();
    let (one, other) = (batch.add(add(1)).unwrap(), batch.add(add(2)).unwrap());
    let mut answers = batch.send().await;
    assert_eq!((answers.take(one).unwrap(), answers.take(other).unwrap()), (json!(1), json!(2)));
    let batches = batches.lock().unwrap();
    let sizes: Vec<usize> = batches.iter().map(|commands| commands.as_object().unwrap().len()).collect();
    assert_eq!(sizes, [2, 1]);
    assert!(batches[1].to_string().contains("acme.add?n=2"), "{}", batches[1]);
    // The clock of the test stands still but for waits.
    assert!(started.elapsed() >= Duration::from_secs(118), "{:?}", started.elapsed());
}
