//! `cargo xtask conform`: what pages show, held against specs that were imported from them and then changed.

use crate::place::{Place, Ran};

/// A page of `acme.door.open` with these rows of parameters, this call and this answer.
fn page(rows: &str, call: &str, answer: &str) -> String {
    format!(
        "# Open a Door acme.door.open

> Scope: [`acme`](../scopes.md)
>
> Who can execute the method: any user

## Method Parameters

#|
|| **Name**
`type` | **Description** ||
{rows}
|#

## Code Examples

```bash
curl -d '{call}' https://x/rest/acme.door.open
```

## Response Handling

```json
{{\"result\": {answer}}}
```

### Returned Data

#|
|| **Name**
`type` | **Description** ||
|| **result**
[`integer`](../types.md) | Which door ||
|#

## Error Handling

#|
|| **Code** | **Description** | **Value** ||
|| `NO_DOOR` | There is no door #ID# | It is gone ||
|| `LOCKED` | Locked! | It is locked ||
|#
"
    )
}

const ROWS: &str = "|| **door***\n[`integer`](../types.md) | Which ||\n|| **day**\n[`date`](../types.md) | When ||\n|| **who**\n[`acme_guest`](../types.md) | For whom ||";

const FITTING: &str = r#"{"door": 7}"#;

/// The report on a page after its import.
fn conform(page: &str) -> Ran {
    let place = place(page);
    place.run(&["conform", "docs", "--spec", "mine"]).exits(0)
}

fn place(page: &str) -> Place {
    let place = Place::new();
    place.write("mine/schema.json", "{}");
    place.write("docs/api-reference/acme/page.md", page);
    place.run(&["import", "docs", "--spec", "mine"]).exits(0);
    place
}

#[test]
fn what_fits_is_counted_and_nothing_else_is_said() {
    let ran = conform(&page(ROWS, FITTING, "7"));
    assert_eq!(
        ran.out,
        "requests   1 of 1 (100.0 %)\nresponses  1 of 1 (100.0 %)\nerrors     2 of 2 (100.0 %)\n\
         causes     0 page, 0 edited, 0 importer, 0 language, 0 unexplained\n"
    );
}

#[test]
fn each_failure_is_a_line_with_its_cause() {
    let wide = ROWS.replace("`date`](../types.md)", "`datetime`](../types.md)");
    let tied = ROWS.replace("| Which |", "| Which. Required if `who` is not provided |");
    let cases = [
        // The table has it in other letters, and misses what it asks for.
        (page(ROWS, r#"{"DOOR": 7}"#, "7"), "page        acme.door.open: request.DOOR: there is no parameter `DOOR`"),
        (page(ROWS, r#"{"DOOR": 7}"#, "7"), "page        acme.door.open: request: the example lacks `door`"),
        (
            page(ROWS, r#"{"door": "front"}"#, "7"),
            "page        acme.door.open: request.door: the example should have a whole number",
        ),
        (page(ROWS, r#"{"door": 7, "day": "today()"}"#, "7"), "page        acme.door.open: request.day: "),
        (page(ROWS, FITTING, "\"front\""), "page        acme.door.open: response: the example should have `integer`"),
        // The text ties two of them.
        (
            page(&tied, r#"{"day": "2025-12-31"}"#, "7"),
            "page        acme.door.open: request: the example breaks a rule",
        ),
        // A portal's own way to write a day is none that the language reads.
        (page(ROWS, r#"{"door": 7, "day": "31.12.2025"}"#, "7"), "language    acme.door.open: request.day: "),
        (page(&wide, r#"{"door": 7, "day": "31.12.2025"}"#, "7"), "language    acme.door.open: request.day: "),
    ];
    for (page, line) in cases {
        let ran = conform(&page).says(line);
        assert!(ran.out.contains("(acme/page.html)"), "{}", ran.out);
    }
}

/// A spec whose own examples are not in the way of a change.
fn without_examples(spec: &str) -> String {
    spec.split("    examples:").next().unwrap().to_owned()
}

#[test]
fn what_a_person_changed_is_told_from_what_the_page_has_wrong() {
    let edited = |from: &str, to: &str| {
        let place = place(&page(ROWS, FITTING, "7"));
        let spec = place.read("mine/acme/door.yaml");
        assert!(spec.contains(from), "{from} in\n{spec}");
        place.write("mine/acme/door.yaml", &without_examples(&spec.replace(from, to)));
        place.run(&["conform", "docs", "--spec", "mine"]).exits(0)
    };
    edited("door: {", "gate: {").says("edited      acme.door.open: request.door: there is no parameter `door`");
    edited("result: integer", "result: date")
        .says("edited      acme.door.open: response: ")
        .says("responses  0 of 1 (0.0 %)");
    edited("Locked!", "Shut!")
        .says("edited      acme.door.open: error.LOCKED.Locked!: ")
        .says("errors     1 of 2 (50.0 %)");
    // A text stays open where a person gave the place another name.
    let ran = edited("door <id>", "door <number>");
    assert!(ran.out.contains("errors     2 of 2 (100.0 %)"), "{}", ran.out);
}

#[test]
fn what_the_importer_was_not_sure_of_is_its_fault_and_the_rest_is_unexplained() {
    let place = place(&page(ROWS, r#"{"door": 7, "who": "Ann"}"#, "7"));
    let change = |from: &str, to: &str| {
        for file in ["mine/acme/door.yaml", "mine/.imported/acme/door.base"] {
            let text = place.read(file);
            assert!(text.contains(from), "{from} in\n{text}");
            place.write(file, &without_examples(&text.replace(from, to)));
        }
        place.run(&["conform", "docs", "--spec", "mine"]).exits(0)
    };
    change("who: {type: any}", "who: {type: integer}").says("importer    acme.door.open: request.who: ");
    change("  # doubt: the type acme_guest is not known", "").says("unexplained acme.door.open: request.who: ");
    change("      who: {type: integer}\n", "")
        .says("importer    acme.door.open: request.who: there is no parameter `who`");
}

#[test]
fn a_summary_is_the_totals_alone() {
    let place = place(&page(ROWS, r#"{"DOOR": 7}"#, "7"));
    let ran = place.run(&["conform", "docs", "--spec", "mine", "--summary"]).exits(0).says("requests   0 of 1 (0.0 %)");
    assert_eq!(ran.out.lines().count(), 4, "{}", ran.out);
}

#[test]
fn what_cannot_be_read_is_an_error() {
    let good = page(ROWS, FITTING, "7");
    let place = place(&good);
    place.run(&["conform", "nowhere", "--spec", "mine"]).exits(3).says("nowhere");
    place.write("docs/api-reference/acme/page.md", &good.replacen("|#", "", 1));
    place
        .run(&["conform", "docs", "--spec", "mine"])
        .exits(3)
        .says("acme.door.open: ")
        .says("1 page could not be read");
    place.write("mine/acme/door.yaml", "family: [");
    place.run(&["conform", "docs", "--spec", "mine"]).exits(1).says("error[");
}
