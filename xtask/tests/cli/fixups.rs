//! `fixups.yaml`: what pages have wrong, put right at import, and told once it no longer is.

use crate::place::Place;

const PAGE: &str = "# Open a Door acme.door.open

> Scope: [`acme`](../scopes.md)
>
> Who can execute the method: any user

## Method Parameters

#|
|| **Name**
`type` | **Description** ||
|| **door**
[`integer`](../types.md) | Which. Required if `KEY` is not provided ||
|| **KEY**
[`string`](../types.md) | Its key ||
|| **fields**
[`object`](../types.md) | How ([below](#fields)) ||
|#

### fields {#fields}

#|
|| **Name**
`type` | **Description** ||
|| **WIDTH**
[`string`](../types.md) | How wide ||
|#

## Code Examples

```bash
curl -d '{\"DOOR\": \"front\"}' https://x/rest/acme.door.open
```
";

/// An import with this file of fixups.
fn place(fixups: &str) -> Place {
    let place = Place::new();
    place.write("mine/schema.json", "{}");
    place.write("docs/api-reference/acme/page.md", PAGE);
    place.write("mine/fixups.yaml", fixups);
    place
}

fn fixup(path: &str, says: &str, should: &str) -> String {
    format!(
        "- method: acme.door.open\n  path: {path}\n  says: {says}\n  should: {should}\n  because: Its call shows it.\n  link: acme/page.html\n"
    )
}

fn imported(fixups: &str) -> String {
    let place = place(fixups);
    place.run(&["import", "docs", "--spec", "mine"]).exits(0);
    place.run(&["check", "--spec", "mine"]).exits(0).says("no problem in 1 spec with 1 method");
    place.run(&["import", "docs", "--spec", "mine"]).exits(0).says("no spec changes");
    place.read("mine/acme/door.yaml")
}

#[test]
fn a_fixup_changes_adds_or_removes_what_the_page_says() {
    let before = imported("");
    assert!(before.contains("door: {type: integer}") && before.contains("WIDTH: {type: string}"), "{before}");
    let cases = [
        (fixup("params.door.type", "integer", "string"), "door: {type: string}"),
        (fixup("params.door.required", "", "true"), "door: {type: integer, required: true}"),
        (fixup("params.KEY", "{type: string}", ""), ""),
        (fixup("types.OpenFields.struct.WIDTH.type", "string", "double"), "WIDTH: {type: double}"),
        (fixup("types.OpenFields.struct.HEIGHT", "", "{type: double}"), "HEIGHT: {type: double}"),
    ];
    for (fixups, has) in cases {
        let after = imported(&fixups);
        assert!(after != before && after.contains(has), "{has} in\n{after}");
    }
    assert!(!imported(&fixup("params.KEY", "{type: string}", "")).contains("KEY: {"));
}

#[test]
fn a_parameter_gets_another_name_wherever_it_is_named() {
    let fixups = fixup("params.door.name", "door", "DOOR") + &fixup("params.DOOR.type", "integer", "string");
    let after = imported(&fixups);
    assert!(after.contains("DOOR: {type: string}") && after.contains("request: {DOOR: front}"), "{after}");
    assert!(after.contains("at_least_one: [DOOR, KEY]") && !after.contains(" door"), "{after}");
}

#[test]
fn a_fixup_that_the_page_has_overtaken_is_an_error_at_its_line_and_nothing_is_written() {
    let good = fixup("params.door.type", "integer", "string");
    let cases = [
        (fixup("params.door.type", "double", "string"), "the page gives `string`, and not `double`"),
        (fixup("params.door.required", "true", ""), "the page gives nothing, and not `true`"),
        (fixup("params.KEY", "", "{type: string}"), "the page gives `{type: string}`, and not nothing"),
        (fixup("params.gate.type", "string", "integer"), "the page gives no params.gate"),
        (fixup("params.gate.name", "gate", "door"), "the page gives nothing, and not `gate`"),
        (fixup("params.door.name", "door", "KEY"), "the page gives KEY too"),
    ];
    for (fixups, why) in cases {
        let place = place(&format!("# Ours.\n{good}\n{fixups}"));
        let before = place.files("mine");
        let ran = place.run(&["import", "docs", "--spec", "mine"]).exits(1).says(why);
        assert!(ran.err.contains("/fixups.yaml:9: acme.door.open, params."), "{}", ran.err);
        assert_eq!(place.files("mine"), before);
    }
}

#[test]
fn a_fixup_of_another_page_waits() {
    let other = fixup("params.door.type", "double", "string").replace("acme.door.open", "acme.door.close");
    assert_eq!(imported(&other), imported(""));
    // The method of REST 3.0 is another one.
    let other = fixup("params.door.type", "double", "string").replace("acme.door.open", "acme.door.open@3");
    assert_eq!(imported(&other), imported(""));
}

#[test]
fn a_file_that_is_wrong_itself_is_refused() {
    let good = fixup("params.door.type", "integer", "string");
    let cases = [
        (good.replace("because: Its call shows it.", "because: ''"), "fixups.yaml:1: `because` is empty"),
        (good.replace("acme/page.html", "https://elsewhere.org/"), "fixups.yaml:1: `link` is a page below"),
        (fixup("params.door.type", "", ""), "one of `says` and `should` must be there"),
        (good.replace("because", "reason"), "unknown field `reason`"),
        ("[".to_owned(), "fixups.yaml: "),
    ];
    for (fixups, why) in cases {
        let place = place(&fixups);
        place.run(&["import", "docs", "--spec", "mine"]).exits(1).says(why);
    }
}

#[test]
fn the_file_is_no_spec() {
    let place = Place::new();
    place.write("spec/fixups.yaml", "[]");
    place.run(&["check", "--spec", "spec"]).exits(0).says("no problem in 1 spec with 1 method");
    place.generate().exits(0).says("3 files from 1 spec");
    // Elsewhere it is a family like others.
    place.write("spec/acme/fixups.yaml", "[]");
    place.run(&["check", "--spec", "spec"]).exits(1).says("spec/acme/fixups.yaml");
}
