//! The JSON Schema of the spec language: it takes every spec, and refuses what the generator refuses by the same tables.

use bitrix24_codegen::source::Source;
use boon::{Compiler, ErrorKind, SchemaIndex, Schemas, ValidationError};
use serde_json::Value;

use crate::support::all_specs;
use crate::support::cargo::root;

const META: &str = "https://json-schema.org/draft/2020-12/schema";

/// The checked-in schema, ready to validate.
struct Validator {
    schemas: Schemas,
    schema: SchemaIndex,
}

impl Validator {
    fn new() -> Self {
        let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
        compiler.add_resource("spec.json", checked_in()).unwrap();
        let schema = compiler.compile("spec.json", &mut schemas).unwrap();
        Self { schemas, schema }
    }

    /// Where the spec is refused, each place as a JSON pointer, or as a key.
    fn refuses(&self, spec: &str) -> Vec<String> {
        let spec = as_editors_read(spec);
        let mut places = Vec::new();
        if let Err(error) = self.schemas.validate(&spec, self.schema) {
            leaves(&error, &mut places);
        }
        places
    }
}

fn leaves(error: &ValidationError<'_, '_>, places: &mut Vec<String>) {
    match &error.kind {
        // What is wrong with a key is said of the key alone, outside of the object that it stands in.
        ErrorKind::PropertyName { prop } => places.push(format!("key {prop}")),
        _ if error.causes.is_empty() => places.push(error.instance_location.to_string()),
        _ => error.causes.iter().for_each(|cause| leaves(cause, places)),
    }
}

fn checked_in() -> Value {
    serde_json::from_str(&std::fs::read_to_string(root().join("spec/schema.json")).unwrap()).unwrap()
}

/// A spec as YAML's own rules have it: plain numbers and flags are no texts.
fn as_editors_read(spec: &str) -> Value {
    serde_yaml::from_str(spec).unwrap_or_else(|error| panic!("{error}\n{spec}"))
}

/// The specs of the repository, those of the tests, and the example of the legend.
fn every_spec() -> Vec<Source> {
    let mut all = all_specs();
    let legend = std::fs::read_to_string(root().join("spec/README.md")).unwrap();
    let example = legend.split("```yaml\n").nth(1).unwrap().split("```").next().unwrap();
    all.push(Source::new("spec/README.md", example));
    let mut folders = vec![root().join("tests/codegen/ok")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                all.push(Source::new(path.display().to_string(), std::fs::read(&path).unwrap()));
            }
        }
    }
    all
}

#[test]
fn the_schema_is_what_the_tables_say() {
    let text = std::fs::read_to_string(root().join("spec/schema.json")).unwrap();
    assert!(text == bitrix24_codegen::schema::schema(), "run `cargo xtask generate`");
}

#[test]
fn the_schema_is_a_schema() {
    let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
    let meta = compiler.compile(META, &mut schemas).unwrap();
    let mut schema = checked_in();
    assert_eq!(schema["$schema"], META);
    assert_eq!(schemas.validate(&schema, meta).map_err(|error| error.to_string()), Ok(()));
    schema["required"] = "family".into();
    assert!(schemas.validate(&schema, meta).is_err(), "what is no schema is seen");
}

#[test]
fn every_spec_is_valid() {
    let validator = Validator::new();
    let all = every_spec();
    assert!(all.len() > 5);
    for source in all {
        let text = String::from_utf8(source.bytes).unwrap();
        assert_eq!(validator.refuses(&text), Vec::<String>::new(), "{}", source.path);
    }
}

/// What editors read as numbers, flags or null, where a spec means text.
#[test]
fn plain_scalars_are_texts() {
    let spec = "
family: a
doc: 1
types:
  Level: {doc: true, enum: {1: {doc: 1, rust: One}, 2: {doc: 2, rust: Two}, high: 3}}
  Code: {doc: Words., type: string, pattern: 1}
methods:
  get:
    doc: What it does.
    access: any
    context: any
    effect: once
    params:
      FLAG: {type: boolean, wire: 01, default: 0}
      LEVEL: {type: Level, default: 1}
      WIRE: {type: boolean, wire: bool}
      OTHER: {type: string, default: null}
      MORE: {type: 'map<Code, map<string, id<user>[]>[]>'}
      PLACE: {type: string}
    rules:
      - required_if: {param: OTHER, when: {FLAG: 1}}
      - required_unless: {param: MORE, when: {LEVEL: [1, 2]}}
      - place: {flag: {WIRE: true}, with: PLACE, off: no_place}
    result: null
    errors:
      404: {texts: [404, true], status: 404, rust: NotFound}
      '': {rust: Empty}
";
    generate(spec).unwrap();
    assert_eq!(Validator::new().refuses(spec), Vec::<String>::new());
}

#[test]
fn types_are_read_alike() {
    let nested = |depth: usize| format!("{}string{}", "map<Code, ".repeat(depth), ">".repeat(depth));
    let right = ["string", "Code[][]", " map< Code , id<user >[] >[] ", "map<id<user>, string>", &nested(7)];
    let wrong =
        ["string []", "[]", "map <Code, string>", "map<Code string>", "map<map<Code, string>, Code>", "id<a.b>"];
    let (right, wrong) = (right.map(|text| (text, true)), wrong.map(|text| (text, false)));
    let validator = Validator::new();
    for (text, valid) in right.into_iter().chain(wrong).chain([(nested(8).as_str(), false)]) {
        let spec = spec_with("A: {type: string}", &format!("A: {{type: '{text}'}}"));
        assert_eq!(validator.refuses(&spec).is_empty(), valid, "{text}");
        assert_eq!(generate(&spec).is_ok(), valid, "{text}");
    }
}

fn generate(spec: &str) -> Result<(), String> {
    let sources = [Source::new("spec/a.yaml", spec)];
    let style = bitrix24_codegen::diagnostic::Style::Plain;
    bitrix24_codegen::generate(&sources).map(|_| ()).map_err(|problems| problems.render(&sources, style))
}

/// A small spec in which one line stands for another.
fn spec_with(line: &str, instead: &str) -> String {
    const SPEC: &str = "family: a
doc: A family.
types:
  Code: {doc: A type., type: string}
  Pair: {doc: A type., struct: {x: {type: Code}, y: {type: Code}}}
methods:
  get:
    doc: A method.
    access: any
    context: any
    effect: read
    params:
      A: {type: string}
      B: {type: boolean}
    rules:
      - at_least_one: [A, B]
    result: boolean
    errors:
      E: {doc: An error.}
";
    assert_eq!(SPEC.matches(line).count(), 1, "{line}");
    SPEC.replace(line, instead)
}

#[test]
fn mistakes_are_refused_where_they_are() {
    let rule = "- at_least_one: [A, B]";
    let cases = [
        // Line, line instead, the place that is refused.
        ("doc: A family.", "scop: [a]\ndoc: A family.", ""),
        ("doc: A family.", "docs: a/", ""),
        ("doc: A family.", "doc: ''", "/doc"),
        ("doc: A family.", "doc: ???", "/doc"),
        ("family: a", "family: a..b", "/family"),
        ("doc: A family.", "doc: A family.\nscope: a", "/scope"),
        ("  Code: {doc: A type., type: string}", "  code: {doc: A type., type: string}", "key code"),
        ("{doc: A type., type: string}", "{type: string}", "/types/Code"),
        ("{doc: A type., type: string}", "{doc: A type.}", "/types/Code"),
        ("{doc: A type., type: string}", "{doc: A type., type: string, enum: {a: b}}", "/types/Code"),
        ("{doc: A type., type: string}", "{doc: A type., enum: {a: b}, pattern: x}", "/types/Code"),
        ("{doc: A type., type: string}", "{doc: A type., type: string, open: any}", "/types/Code"),
        ("{doc: A type., type: string}", "{doc: A type., type: string, pattern: x, min: one}", "/types/Code/min"),
        ("{doc: A type., type: string}", "{doc: A type., enum: {}}", "/types/Code/enum"),
        ("{doc: A type., type: string}", "{doc: A type., enum: {a: {rust: A}}}", "/types/Code/enum/a"),
        ("{doc: A type., type: string}", "{doc: A type., union: {a: string}}", "key a"),
        ("{doc: A type., type: string}", "{doc: A type., tuple: {A: string}}", "key A"),
        ("  get:", "  get-it:", "key get-it"),
        ("  get:", "  get@2:", "key get@2"),
        ("    doc: A method.\n", "", "/methods/get"),
        ("    access: any", "    access: everybody", "/methods/get/access"),
        ("    access: any", "    acces: any", "/methods/get"),
        ("    effect: read", "    effect: ???", "/methods/get/effect"),
        ("    effect: read", "    effect: read\n    rest: 4", "/methods/get/rest"),
        ("    effect: read", "    effect: read\n    batch: no", "/methods/get/batch"),
        ("    effect: read", "    effect: read\n    page: /a.html", "/methods/get/page"),
        ("    effect: read", "    effect: read\n    rust: Get", "/methods/get/rust"),
        ("    effect: read", "    effect: read\n    pagination: {rows: items}", "/methods/get/pagination"),
        ("    effect: read", "    effect: read\n    pagination: {style: next}", "/methods/get/pagination/style"),
        ("A: {type: string}", "A: string", "/methods/get/params/A"),
        ("A: {type: string}", "A: {requierd: true, type: string}", "/methods/get/params/A"),
        ("A: {type: string}", "A: {required: 'true', type: string}", "/methods/get/params/A/required"),
        ("A: {type: string}", "A: {type: string, max_items: -1}", "/methods/get/params/A/max_items"),
        ("A: {type: string}", "'A B': {type: string}", "key A B"),
        ("A: {type: string}", "A: {type: string | integer}", "/methods/get/params/A/type"),
        ("A: {type: string}", "A: {type: 'string['}", "/methods/get/params/A/type"),
        ("A: {type: string}", "A: {type: 'map<string>'}", "/methods/get/params/A/type"),
        ("A: {type: string}", "A: {type: 'map<string, id<>>'}", "/methods/get/params/A/type"),
        ("A: {type: string}", "A: {type: 'map<string[], Code>'}", "/methods/get/params/A/type"),
        ("A: {type: string}", "A: {type: null}", "/methods/get/params/A/type"),
        ("    result: boolean", "    result: [boolean]", "/methods/get/result"),
        ("    result: boolean", "    result: {type: boolean, wraped_in: item}", "/methods/get/result"),
        (rule, "- requird_if: {param: A, with: B}", "/methods/get/rules/0/requird_if"),
        (rule, "- A", "/methods/get/rules/0"),
        (rule, "- {at_least_one: [A, B], together: [A, B]}", "/methods/get/rules/0"),
        (rule, "- at_least_one: [A]", "/methods/get/rules/0/at_least_one"),
        (rule, "- at_least_one: A", "/methods/get/rules/0/at_least_one"),
        (rule, "- one_of_groups: [A, B]", "/methods/get/rules/0/one_of_groups/0"),
        (rule, "- required_if: {param: A}", "/methods/get/rules/0/required_if"),
        (rule, "- required_if: {with: B}", "/methods/get/rules/0/required_if"),
        (rule, "- required_if: {param: A, wen: {B: Y}}", "/methods/get/rules/0/required_if"),
        (rule, "- required_if: {param: A, with: B, auth: webhook}", "/methods/get/rules/0/required_if"),
        (rule, "- required_if: {param: A, auth: token}", "/methods/get/rules/0/required_if/auth"),
        (rule, "- required_if: {param: A, when: {B: Y, A: a}}", "/methods/get/rules/0/required_if/when"),
        (rule, "- give: {flag: {B: Y}}", "/methods/get/rules/0/give"),
        (rule, "- give: {flag: B, with: A}", "/methods/get/rules/0/give/flag"),
        (rule, "- Give: {flag: {B: Y}, with: A}", "key Give"),
        ("      E: {doc: An error.}", "      E: {doc: An error., status: 99}", "/methods/get/errors/E/status"),
        ("      E: {doc: An error.}", "      E: {reasons: {why: [a]}}", "key why"),
        ("      E: {doc: An error.}", "      E: {reasons: {Why: {doc: b}}}", "/methods/get/errors/E/reasons/Why"),
        ("    errors:", "    examples: [{response: true}]\n    errors:", "/methods/get/examples/0"),
    ];
    let validator = Validator::new();
    assert_eq!(validator.refuses(&spec_with("family: a", "family: a")), Vec::<String>::new());
    generate(&spec_with("family: a", "family: a")).unwrap();
    for (line, instead, place) in cases {
        let spec = spec_with(line, instead);
        let refused = validator.refuses(&spec);
        assert!(refused.iter().any(|refused| refused == place), "{instead}: {refused:?}");
        assert!(generate(&spec).is_err(), "the generator takes {instead}");
    }
}
