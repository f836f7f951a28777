//! `cargo xtask openapi`: held against the schemas of OpenAPI, and its own schemas against the examples of the specs.

use std::path::Path;

use bitrix24_codegen::source::imported_copies;
use boon::{Compiler, Schemas};
use serde_json::Value;

use crate::place::{Place, SPEC};

/// The document of all specs that were written by hand, those of the tests included.
fn document(version: &str) -> Value {
    let place = Place::new();
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for folder in ["tests/codegen/ok", "spec"] {
        let folder = repository.join(folder);
        copy(&folder, Path::new(""), &place.path("all"));
    }
    let ran = place.run(&["openapi", "--spec", "all", "--version", version]).exits(0);
    serde_json::from_str(&ran.out).unwrap()
}

/// Copies what is below a folder of a folder of specs, without those that were imported.
fn copy(specs: &Path, folder: &Path, to: &Path) {
    std::fs::create_dir_all(to.join(folder)).unwrap();
    for entry in std::fs::read_dir(specs.join(folder)).unwrap() {
        let below = folder.join(entry.unwrap().file_name());
        if specs.join(&below).is_dir() {
            copy(specs, &below, to);
        } else if !imported_copies(&below).iter().any(|copy| specs.join(copy).exists()) {
            std::fs::copy(specs.join(&below), to.join(&below)).unwrap();
        }
    }
}

fn official(version: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/cli/openapi/{version}.json"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// What a schema refuses about a value.
struct Judge {
    schemas: Schemas,
    compiler: Compiler,
}

impl Judge {
    fn of(schema: Value) -> Self {
        let mut compiler = Compiler::new();
        compiler.add_resource("http://acme.example/schema.json", schema).unwrap();
        Self { schemas: Schemas::new(), compiler }
    }

    fn refuses(&mut self, pointer: &str, value: &Value) -> Option<String> {
        let address = format!("http://acme.example/schema.json#{pointer}");
        let schema = self.compiler.compile(&address, &mut self.schemas).unwrap_or_else(|error| panic!("{error:#}"));
        self.schemas.validate(value, schema).err().map(|error| format!("{error:#}"))
    }
}

#[test]
fn the_document_is_what_openapi_says() {
    for version in ["3.1", "3.0"] {
        let mut judge = Judge::of(official(version));
        let mut document = document(version);
        assert_eq!(judge.refuses("", &document), None);
        document["paths"]["/event.bind"]["post"]["responses"] = "none".into();
        assert!(judge.refuses("", &document).is_some(), "the schema is read");
    }
}

/// Requests whose pages write flags and numbers in another form than the one that is sent; the server takes both.
const OTHERWISE: [&str; 3] = [
    "/crm.activity.configurable.add requestBody example1",
    "/crm.activity.configurable.add requestBody example3",
    "/lists.field.add requestBody example1",
];

#[test]
fn every_example_is_valid() {
    let document = document("3.1");
    let mut judge = Judge::of(document.clone());
    let mut seen = 0;
    let mut problems = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        let base = format!("/paths/{}/post", path.replace('/', "~1"));
        let responses = item["post"]["responses"].as_object().unwrap().keys();
        let bodies = responses.map(|status| format!("{base}/responses/{status}"));
        for body in bodies.chain([format!("{base}/requestBody")]) {
            let media = format!("{body}/content/application~1json");
            let examples = document.pointer(&format!("{media}/examples")).and_then(Value::as_object);
            for (name, example) in examples.into_iter().flatten() {
                seen += 1;
                let refused = judge.refuses(&format!("{media}/schema"), &example["value"]);
                let place = format!("{path} {} {name}", body.rsplit('/').next().unwrap());
                problems.extend(refused.map(|refused| (place, refused)));
            }
        }
    }
    let places: Vec<&str> = problems.iter().map(|(place, _)| place.as_str()).collect();
    assert_eq!(places, OTHERWISE, "{problems:#?}");
    assert!(seen > 100, "{seen}");
}

#[test]
fn a_file_has_what_is_printed_otherwise() {
    let place = Place::new();
    let printed = place.run(&["openapi", "--spec", "spec"]).exits(0).out;
    place.run(&["openapi", "--spec", "spec", "--out", "deep/shop.json"]).exits(0);
    assert_eq!(place.read("deep/shop.json"), printed);
    let document: Value = serde_json::from_str(&printed).unwrap();
    assert_eq!(document["paths"]["/acme.orders.add"]["post"]["summary"], "Places an order");
    place.write("spec/acme/orders.yaml", &SPEC.replace("type: string", "type: strng"));
    place.run(&["openapi", "--spec", "spec"]).exits(1).says("1 problem in the specs");
    place.run(&["openapi", "--spec", "spec", "--version", "2.0"]).exits(2).says("3.0, 3.1");
}
