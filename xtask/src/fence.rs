//! Which package may depend on which; what the design forbids is a failure here.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::failure::Failure;
use crate::{cargo, paths};

/// From, to, why not.
const FORBIDDEN: &[(&str, &str, &str)] = &[
    ("bitrix24-codegen", "bitrix24", "the generator must not need what it writes"),
    ("bitrix24-macros", "bitrix24", "the macro is a part of the client"),
    ("xtask", "bitrix24", "a broken generated tree must be repairable"),
    ("xtask", "bitrix24-mock", "it starts the portal as a program"),
    ("bitrix24", "bitrix24-codegen", "users of the client do not build the generator"),
    ("bitrix24-mock", "bitrix24", "the fake portal must not share a mistake with the client"),
    ("bitrix24", "bitrix24-mock", "users of the client do not build the fake portal"),
    ("bitrix24-codegen", "bitrix24-mock", "the generator serves nothing"),
    ("bitrix24", "bitrix24-tests", "nothing depends on the tests"),
    ("bitrix24-codegen", "bitrix24-tests", "nothing depends on the tests"),
    ("xtask", "bitrix24-tests", "nothing depends on the tests"),
];

/// A package from outside, and the only members that may name it.
const RESERVED: &[(&str, &[&str], &str)] = &[
    ("reqwest", &["bitrix24"], "the network has one door"),
    ("saphyr-parser", &["bitrix24-codegen"], "one stage knows YAML"),
    ("syn", &["bitrix24-codegen", "bitrix24-macros"], "only the generator and its macro read Rust"),
];

/// Packages of which the tree for this machine has one version only, because two cost every user's build twice.
const SINGLE: &[&str] = &["syn", "proc-macro2", "quote", "serde_json"];

pub(crate) fn run() -> Result<(), Failure> {
    let mut broken = violations(&metadata()?);
    let everything = tree(EVERYTHING)?;
    broken.extend(doubled(&everything));
    broken.extend(built_twice(&tree(DUPLICATES)?));
    broken.extend(built_anew(&tree(XTASK)?, &everything));
    broken.extend(built_anew(&tree(LIBRARIES)?, &everything));
    for line in &broken {
        println!("  {line}");
    }
    if broken.is_empty() {
        println!("every dependency is one that the design allows");
        return Ok(());
    }
    let lines = crate::failure::counted(broken.len(), "line");
    Err(Failure::Step(format!("the dependencies are not those of the design; see the {lines} above")))
}

fn metadata() -> Result<Value, Failure> {
    let output = cargo(&["metadata", "--format-version", "1", "--locked", "--filter-platform", &host()])?;
    serde_json::from_slice(&output).map_err(|error| Failure::Workplace(format!("cargo metadata: {error}")))
}

/// The platform that dependencies are looked at for, wherever this runs.
fn host() -> String {
    format!("{}-unknown-linux-gnu", std::env::consts::ARCH)
}

/// What cargo prints.
fn cargo(arguments: &[&str]) -> Result<Vec<u8>, Failure> {
    let output = cargo::output(cargo::cargo().current_dir(paths::root()?).args(arguments))?;
    if !output.status.success() {
        return Err(Failure::Workplace(String::from_utf8_lossy(&output.stderr).into_owned()));
    }
    Ok(output.stdout)
}

/// What the metadata says that it must not.
fn violations(metadata: &Value) -> Vec<String> {
    let members = normal_dependencies(metadata);
    let mut broken = Vec::new();
    for (from, to, why) in FORBIDDEN {
        if members.get(*from).is_some_and(|dependencies| dependencies.contains(*to)) {
            broken.push(format!("{from} depends on {to}: {why}"));
        }
    }
    for (package, allowed, why) in RESERVED {
        for (member, dependencies) in &members {
            if dependencies.contains(*package) && !allowed.contains(&member.as_str()) {
                broken.push(format!("{member} depends on {package}: {why}"));
            }
        }
    }
    broken
}

/// Every package that is built, with the tests.
const EVERYTHING: &[&str] = &["--workspace", "--edges", "normal,build,dev", "--no-dedupe"];
/// Those of them that are built more than once.
const DUPLICATES: &[&str] = &["--workspace", "--edges", "normal,build,dev", "--duplicates", "--depth", "0"];
/// What everything is built from but the tests.
const LIBRARIES: &[&str] = &["--workspace", "--edges", "normal,build", "--no-dedupe"];
/// What `cargo xtask` builds.
const XTASK: &[&str] = &["--package", "xtask", "--edges", "normal", "--no-dedupe"];

/// Packages that are built, one a line, each with its version and its features. What `cargo metadata` resolves is more: it
/// has packages that an optional dependency would bring if it were on.
fn tree(which: &[&str]) -> Result<String, Failure> {
    let target = host();
    let arguments = ["tree", "--locked", "--prefix", "none", "--format", "{p} {f}", "--target", &target];
    cargo(&[&arguments, which].concat()).map(|output| String::from_utf8_lossy(&output).into_owned())
}

/// The packages that are built twice in one version, because one part of the tree asks for features that another does not.
fn built_twice(duplicates: &str) -> Vec<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for line in duplicates.lines().filter(|line| !line.is_empty()) {
        *counts.entry(package(line)).or_default() += 1;
    }
    let twice = counts.into_iter().filter(|(_, count)| *count > 1);
    twice.map(|(package, _)| format!("{package} is built twice, with other features; {UNIFY}")).collect()
}

/// The packages that one part of the workspace builds as nothing else needs them.
fn built_anew(alone: &str, everything: &str) -> Vec<String> {
    let shared: BTreeSet<&str> = everything.lines().collect();
    let anew: BTreeSet<&str> = alone.lines().filter(|line| !shared.contains(line)).map(package).collect();
    anew.into_iter()
        .map(|package| format!("{package} has other features for a part of the workspace; {UNIFY}"))
        .collect()
}

const UNIFY: &str = "xtask/Cargo.toml and tests/Cargo.toml name packages for their features";

/// Name and version.
fn package(line: &str) -> &str {
    line.match_indices(' ').nth(1).map_or(line, |(at, _)| &line[..at])
}

/// The packages of which there are two versions and must be one.
fn doubled(tree: &str) -> Vec<String> {
    let versions = |package: &str| -> BTreeSet<&str> {
        let lines = tree.lines().filter_map(|line| line.strip_prefix(package)?.strip_prefix(" v"));
        lines.filter_map(|rest| rest.split_whitespace().next()).collect()
    };
    let several = |package: &&str| {
        let versions: Vec<&str> = versions(package).into_iter().collect();
        (versions.len() > 1).then(|| format!("the tree has {package} in the versions {}", versions.join(", ")))
    };
    SINGLE.iter().filter_map(several).collect()
}

/// The packages that each member names outside of its tests. An optional dependency does not count: it is a feature that
/// the user turns on.
fn normal_dependencies(metadata: &Value) -> BTreeMap<String, BTreeSet<String>> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let members: BTreeSet<String> = list(&metadata["workspace_members"]).map(text).collect();
    let packages = list(&metadata["packages"]).filter(|package| members.contains(&text(&package["id"])));
    let dependencies = |package: &Value| {
        let normal = list(&package["dependencies"]).filter(|dependency| dependency["kind"].is_null());
        normal.filter(|dependency| dependency["optional"] != true).map(|dependency| text(&dependency["name"])).collect()
    };
    packages.map(|package| (text(&package["name"]), dependencies(package))).collect()
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tree_keeps_the_design() {
        assert_eq!(violations(&metadata().unwrap()), Vec::<String>::new());
        assert_eq!(doubled(&tree(EVERYTHING).unwrap()), Vec::<String>::new());
        assert_eq!(built_twice(&tree(DUPLICATES).unwrap()), Vec::<String>::new());
        for alone in [XTASK, LIBRARIES] {
            assert_eq!(built_anew(&tree(alone).unwrap(), &tree(EVERYTHING).unwrap()), Vec::<String>::new());
        }
    }

    #[test]
    fn a_package_that_is_built_twice_is_seen() {
        let duplicates = "base64 v0.22.1 std\n\nbase64 v0.23.1 std\n\nregex v1.0.0 std\n\nregex v1.0.0 perf,std\n";
        assert_eq!(built_twice(duplicates), [format!("regex v1.0.0 is built twice, with other features; {UNIFY}")]);
        let anew = built_anew("a v1.0.0 std\nb v2.0.0 \n", "a v1.0.0 default,std\nb v2.0.0 \n");
        assert_eq!(anew, [format!("a v1.0.0 has other features for a part of the workspace; {UNIFY}")]);
    }

    #[test]
    fn a_second_version_is_seen() {
        let tree = "syn v3.0.10\nsyn-other v1.0.0\nquote v1.0.47\nsyn v2.0.119 (*)\nsyn v3.0.10 (*)\n";
        assert_eq!(doubled(tree), ["the tree has syn in the versions 2.0.119, 3.0.10"]);
    }

    #[test]
    fn a_forbidden_dependency_is_seen() {
        let package = |name: &str, dependency: &str, kind: Value| {
            serde_json::json!({
                "id": name, "name": name, "version": "1.0.0",
                "dependencies": [{"name": dependency, "kind": kind, "optional": false}],
            })
        };
        let metadata = serde_json::json!({
            "workspace_members": ["xtask", "bitrix24"],
            "packages": [package("xtask", "bitrix24", Value::Null), package("bitrix24", "bitrix24-codegen", "dev".into())],
        });
        assert_eq!(violations(&metadata), ["xtask depends on bitrix24: a broken generated tree must be repairable"]);
    }
}
