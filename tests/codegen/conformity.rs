//! The judge of calls and answers that stand in no spec, asked about those that stand in one.

use bitrix24_codegen::diagnostic::Problem;
use bitrix24_codegen::judge::{Judge, Misfit};
use bitrix24_codegen::model::{Method, Model};
use bitrix24_codegen::read;
use bitrix24_codegen::source::Source;
use serde_json::{Value, json};

use crate::support::corpus;

fn methods(model: &Model) -> impl Iterator<Item = &Method> {
    model.families.iter().flat_map(|family| &family.methods)
}

#[test]
fn the_examples_of_all_specs_are_read_as_the_generator_reads_them() {
    let model = read(&corpus()).unwrap();
    let judge = Judge::of(&model);
    let mut count = 0;
    for method in methods(&model) {
        for example in &method.examples {
            let calls = judge.request(method, &example.request).unwrap();
            assert_eq!(format!("{calls:?}"), format!("{:?}", example.calls), "{}", method.wire_name);
            let response = example.response.as_ref();
            assert_eq!(
                response.map_or(Ok(()), |response| judge.response(method, response)),
                Ok(()),
                "{}",
                method.wire_name
            );
            count += 1;
        }
    }
    assert!(count > 30, "{count}");
}

const SPEC: &str = "family: acme.door
doc: Doors.
types:
  Frame:
    doc: A frame.
    struct:
      WIDTHS: {type: 'integer[]', required: true}
methods:
  open:
    doc: Opens.
    access: any
    context: any
    effect: once
    params:
      DOOR: {type: integer, required: true}
      FRAME: {type: Frame}
    result: {type: Frame, wrapped_in: frame}
    errors:
      LOCKED: {texts: ['Locked by <name>!', 'Shut << <name>, <reason>']}
      GONE: {}
system_errors:
  BUSY: {doc: Too many calls., texts: [Try later]}
";

fn door(test: impl Fn(&Judge<'_>, &Method)) {
    // Only the file of that name may say what any method answers.
    let (own, system) = SPEC.split_once("system_errors:").unwrap();
    let system = format!("family: system\ndoc: Errors.\nsystem_errors:{system}");
    let model = read(&[Source::new("spec/acme/door.yaml", own), Source::new("spec/system.yaml", system)]);
    let model = model.unwrap_or_else(|problems| panic!("{problems:?}"));
    test(&Judge::of(&model), methods(&model).next().unwrap());
}

/// The places of what does not fit.
fn places(misfits: &[Misfit]) -> Vec<String> {
    misfits.iter().map(|misfit| misfit.path.join(".")).collect()
}

#[test]
fn what_does_not_fit_is_told_with_its_place() {
    door(|judge, method| {
        let requests: [(Value, &[&str]); 6] = [
            (json!({"DOOR": 1, "FRAME": {"WIDTHS": [1, 2]}}), &[]),
            (json!({"FRAME": {"WIDTHS": [1, 2]}}), &[""]),
            (json!({"DOOR": 1, "FRAME": {"WIDTHS": [1, "wide", 3, "high"]}}), &["FRAME.WIDTHS.1", "FRAME.WIDTHS.3"]),
            (json!({"DOOR": 1, "FRAME": {}}), &["FRAME"]),
            (json!({"DOOR": 1, "door": 1}), &["door"]),
            (json!(1), &[""]),
        ];
        for (request, expected) in requests {
            let found = judge.request(method, &request).err().unwrap_or_default();
            assert_eq!(places(&found), expected, "{request}");
        }
        let answers: [(Value, &[&str]); 3] = [
            (json!({"frame": {"WIDTHS": ["7"]}}), &[]),
            (json!({"frame": {"WIDTHS": [1, "wide"]}}), &["frame.WIDTHS.1"]),
            (json!({"WIDTHS": []}), &[""]),
        ];
        for (answer, expected) in answers {
            let found = judge.response(method, &answer).err().unwrap_or_default();
            assert_eq!(places(&found), expected, "{answer}");
        }
        let unknown = judge.request(method, &json!({"DOOR": 1, "GATE": 1})).unwrap_err();
        assert!(matches!(unknown.as_slice(), [Misfit { problem: Problem::UnknownParam { .. }, .. }]), "{unknown:?}");
    });
}

#[test]
fn an_error_is_a_variant_if_its_text_is_known() {
    door(|judge, method| {
        let cases = [
            ("LOCKED", None, Some("Locked")),
            ("LOCKED", Some("Locked by Ann!"), Some("Locked")),
            ("LOCKED", Some("Locked by #NAME#!"), Some("Locked")),
            ("LOCKED", Some("Shut < Ann, night"), Some("Locked")),
            ("LOCKED", Some("Locked by Ann"), None),
            ("LOCKED", Some("Shut Ann, night"), None),
            ("GONE", Some("It is gone"), Some("Gone")),
            ("BUSY", Some("Whatever it says"), Some("Busy")),
            ("locked", None, None),
        ];
        for (code, text, variant) in cases {
            let found = judge.error(method, code, text).map(|error| error.name.as_str());
            assert_eq!(found, variant, "{code} {text:?}");
        }
    });
}
