//! What goes over the wire and what comes of an answer, by code that the macro made.

use bitrix24::{Method, from_json, json, to_json};

use super::acme::shared::{Sku, State};
use super::acme::warehouse::{Release, Reservation, Reserve, ReserveErrorKind};

#[test]
fn a_request_is_the_example_of_the_spec() {
    let request = Reserve::builder()
        .goods([("AB-12", 3)])
        .responsible_id(7)
        .title([("en", "For the fair"), ("de", "Für die Messe")])
        .build()
        .unwrap();
    let expected =
        json!({"GOODS": {"AB-12": 3}, "RESPONSIBLE_ID": 7, "TITLE": {"en": "For the fair", "de": "Für die Messe"}});
    assert_eq!(to_json(&request).to_string(), expected.to_string());
    assert_eq!((Reserve::NAME, Release::NAME), ("acme.warehouse.reserve", "acme.warehouse.release"));
}

#[test]
fn an_answer_is_read_as_leniently_as_one_of_the_client() {
    let answer = json!({"ID": "41", "GOODS": {"AB-12": "3"}, "RESPONSIBLE_ID": 7, "TITLE": "Fair", "STATE": "LOST"});
    let reservation: Reservation = from_json(answer).unwrap();
    assert_eq!(reservation.id.get(), 41);
    assert_eq!(reservation.goods.get(&Sku::literal("AB-12")), Some(&3));
    assert_eq!(reservation.responsible_id, Some(bitrix24::api::ids::UserId::new(7)));
    assert_eq!((reservation.state.as_str(), reservation.state == State::Over), ("LOST", false));
}

#[test]
fn constraints_and_announced_flags_are_those_of_the_spec() {
    assert!(Reserve::builder().goods([("ab", 1)]).responsible_id(1).build().is_err());
    let request = Reserve::builder().goods([("AB-1", 1)]).responsible_id(1).notify("https://acme.example/").build();
    assert_eq!(to_json(&request.unwrap())["NOTIFY"], "Y");
    // The kinds of errors are those of the spec and of the system.
    assert_ne!(ReserveErrorKind::NotEnough, ReserveErrorKind::Other);
}
