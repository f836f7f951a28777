//! The legend of the spec language names what the language has.

use bitrix24_codegen::keys;

use crate::support::cargo::root;

#[test]
fn every_key_stands_in_the_legend() {
    let legend = std::fs::read_to_string(root().join("spec/README.md")).unwrap();
    for keys in keys::all() {
        for key in keys.keys {
            let named = [
                format!("`{}`", key.name),
                format!("{}:", key.name),
                format!("{},", key.name),
                format!("{}}}", key.name),
            ];
            assert!(
                named.iter().any(|name| legend.contains(name)),
                "`{}` of {} is not in spec/README.md",
                key.name,
                keys.kind
            );
        }
    }
}

#[test]
fn the_example_of_the_legend_is_a_spec() {
    let legend = std::fs::read_to_string(root().join("spec/README.md")).unwrap();
    let example = legend.split("```yaml\n").nth(1).unwrap().split("```").next().unwrap();
    let mut sources = crate::support::specs();
    sources.retain(|source| source.path != "spec/bizproc/activity.yaml");
    // The types that the example shows stand in the shared file too.
    let example = example.replace("  ActivityCode:", "  ExampleCode:");
    sources.push(bitrix24_codegen::source::Source::new("spec/bizproc/activity.yaml", example));
    if let Err(problems) = bitrix24_codegen::generate(&sources) {
        panic!("{}", problems.render(&sources, bitrix24_codegen::diagnostic::Style::Plain));
    }
}
