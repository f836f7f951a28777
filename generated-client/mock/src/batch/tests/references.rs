use serde_json::json;

use super::{encoded, last, ran};

/// What the value `v` of a second command becomes after a first one that is a list, `a`.
fn value(v: &str) -> serde_json::Value {
    last(&json!({"a": "list", "b": "fail", "c": format!("m?v={}", encoded(v))}))["v"].clone()
}

#[test]
fn a_reference_alone_is_the_value_itself() {
    assert_eq!(value("$result[a]"), json!([{"ID": "7"}, {"ID": 8}]));
    assert_eq!(value("$result[a][1]"), json!({"ID": 8}));
    assert_eq!(value("$result[a][0][ID]"), json!("7"));
    assert_eq!(value("$result[a][1][ID]"), json!(8));
    assert_eq!(value("$total[a]"), json!(70));
    assert_eq!(value("$next[a]"), json!(50));
    assert_eq!(value("$time[a][operating]"), json!(0));
    assert_eq!(value("$error[b][error]"), json!("CODE"));
}

#[test]
fn inside_a_text_it_is_text_up_to_the_next_blank() {
    assert_eq!(value("D_$result[a][0][ID]"), json!("D_7"));
    assert_eq!(value("$result[a][1][ID] of $total[a] $"), json!("8 of 70 $"));
    assert_eq!(value("ids: $result[a][0][ID],x\nand"), json!("ids: 7\nand"), "the server takes `,x` for a part of it");
    assert_eq!(value("all: $result[a]"), json!("all: $result[a]"), "a list has no text");
}

#[test]
fn what_leads_nowhere_stays() {
    for text in [
        "$result[b]",
        "$result[b][x]",
        "$result[c]",
        "$result[zz]",
        "$result[a][2]",
        "$result[a][00]",
        "$result[a][ID]",
        "$result[a][-1]",
        "$result[a][0][ID][0]",
        "$result",
        "$result[]",
        "$result[a",
        "$RESULT[a]",
        "$other[a]",
        "$",
        "$error[a]",
        "$result[a],$result[a]",
    ] {
        assert_eq!(value(text), json!(text));
    }
    assert_eq!(value("$result[[a]"), json!("$result[[a]"));
    assert_eq!(value("$result[][a][0][ID]"), json!("7"), "empty brackets are no key");
}

#[test]
fn null_is_nowhere() {
    let commands = json!({"a": "nothing", "b": "m?x=$result[a][x]&y=$result[a][y]"});
    assert_eq!(last(&commands), json!({"x": "$result[a][x]", "y": false}));
}

#[test]
fn numbered_commands_have_their_numbers() {
    assert_eq!(
        last(&json!(["list", "m?x[y]=$result[0][0][ID]&z[]=%24result%5B0%5D%5B1%5D"])),
        json!({"x": {"y": "7"}, "z": [{"ID": 8}]})
    );
    assert_eq!(last(&json!({"7": "list", "8": "m?x=$result[7][0][ID]"})), json!({"x": "7"}));
}

#[test]
fn what_was_put_in_is_not_looked_at_again() {
    let commands = json!({
        "a": "m?x=$result[later]",
        "later": "list",
        "b": "m?x=$result[a][parameters][x]&y=is+$result[a][parameters][x] $result[later][0][ID]",
    });
    assert_eq!(last(&commands), json!({"x": "$result[later]", "y": "is $result[later] 7"}));
}

#[test]
fn keys_are_no_references() {
    assert_eq!(
        last(&json!({"a": "list", "b": "m?v[$total[a]=1&$total=2"})),
        json!({"v": {"$total[a": "1"}, "$total": "2"})
    );
}

#[test]
fn pages_can_be_chained() {
    let (answer, _) = ran(
        &json!({"cmd": {"p0": "list", "p1": "m?filter[>ID]=$result[p0][1][ID]", "p2": "m?filter[>ID]=$result[p1][parameters][filter][>ID]"}}),
    );
    assert_eq!(answer["result"]["p2"]["parameters"], json!({"filter": {">ID": 8}}));
}
