//! `cargo xtask diff`.

use std::process::Command;

use crate::place::{Place, SPEC};

/// A repository whose first commit has the specs, a version and a changelog.
fn repository() -> Place {
    let place = Place::new();
    place.write("Cargo.toml", "[workspace.package]\nversion = \"0.3.1\"\n");
    place.write("CHANGELOG.md", "# Changelog\n\n## [Unreleased]\n");
    git(&place, &["init", "--quiet"]);
    commit(&place);
    place
}

fn commit(place: &Place) {
    git(place, &["add", "--all"]);
    let author = ["-c", "user.name=Somebody", "-c", "user.email=somebody@acme.example"];
    git(place, &[&author[..], &["commit", "--quiet", "--no-verify", "--no-gpg-sign", "--message", "State"]].concat());
}

fn git(place: &Place, arguments: &[&str]) {
    let status = Command::new("git").current_dir(place.path("")).args(arguments).status().unwrap();
    assert!(status.success(), "git {arguments:?}");
}

const OTHER: &str = "      CODE: {type: string, doc: What is ordered.}\n      NOTE: {type: string, required: true}\n";

fn change(place: &Place) {
    place.write(
        "spec/acme/orders.yaml",
        &format!("{}{OTHER}    result: integer\n", SPEC.split("      CODE").next().unwrap()),
    );
}

#[test]
fn changes_have_verdicts_and_a_version_follows() {
    let place = repository();
    place.run_at_home(&["diff"]).exits(0).says("no spec says anything else than at HEAD");
    change(&place);
    let state = || ["spec/acme/orders.yaml", ".git/index"].map(|path| std::fs::read(place.path(path)).unwrap());
    let before = state();
    let ran = place.run_at_home(&["diff"]).exits(0);
    let expected = "\
acme.orders.add
  breaking  parameter `NOTE` is new and must be given: nothing compiles without `.note(..)`
  minor     parameter `CODE` may be left out: `.code(..)` need not be called

2 changes (1 breaking, 1 minor, 0 patch): breaking, so 0.3.1 becomes 0.4.0
";
    assert_eq!(ran.out, expected);
    assert_eq!(state(), before, "not even the index of git is touched");
    commit(&place);
    place.run_at_home(&["diff"]).exits(0).says("no spec says anything else");
    place.run_at_home(&["diff", "--since", "HEAD~1"]).exits(0).says("0.3.1 becomes 0.4.0");
}

#[test]
fn the_changelog_has_each_entry_once() {
    let place = repository();
    change(&place);
    place.run_at_home(&["diff", "--changelog"]).exits(0).says("CHANGELOG.md has an entry for each change");
    let once = place.read("CHANGELOG.md");
    assert!(once.contains("\n### Added\n\n- **Breaking:** `acme.orders.add`: parameter `NOTE` is new"), "{once}");
    place.run_at_home(&["diff", "--changelog"]).exits(0).says("CHANGELOG.md has every entry already");
    assert_eq!(place.read("CHANGELOG.md"), once);
    place.write("CHANGELOG.md", "# Changelog\n");
    place.run_at_home(&["diff", "--changelog"]).exits(3).says("there is no line `## [Unreleased]`");
}

#[test]
fn what_cannot_be_compared_is_said() {
    let place = repository();
    for revision in ["nowhere", "--all", "HEAD:spec"] {
        let since = format!("--since={revision}");
        place.run_at_home(&["diff", &since]).exits(2).says("git knows no revision");
    }
    place.write("spec/acme/orders.yaml", &SPEC.replace("required: true", "must: true"));
    place.run_at_home(&["diff"]).exits(1).says("spec/acme/orders.yaml:14").says("1 problem in the specs");
    commit(&place);
    place.write("spec/acme/orders.yaml", SPEC);
    let ran =
        place.run_at_home(&["diff"]).exits(1).says("cannot read the specs of HEAD any more, which have 1 problem");
    ran.says("spec/acme/orders.yaml:14");
    git(&place, &["rm", "-r", "--quiet", "--cached", "spec"]);
    commit_without_specs(&place);
    place.run_at_home(&["diff"]).exits(2).says("HEAD has no specs to compare with");
}

fn commit_without_specs(place: &Place) {
    place.write(".gitignore", "spec\n");
    commit(place);
}
