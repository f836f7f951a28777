//! The version that follows a verdict.

use semver::Version;
use toml_edit::DocumentMut;

use crate::diff::change::Verdict;
use crate::failure::Failure;

/// The version that the manifest of a workspace gives its packages.
pub(crate) fn of_manifest(manifest: &str) -> Result<Version, Failure> {
    let broken = |what: String| Failure::Workplace(format!("the old Cargo.toml: {what}"));
    let document: DocumentMut = manifest.parse().map_err(|error: toml_edit::TomlError| broken(error.to_string()))?;
    let version = document.get("workspace").and_then(|table| table.get("package")?.get("version")?.as_str());
    let version = version.ok_or_else(|| broken("it has no workspace.package.version".to_owned()))?;
    version.parse().map_err(|error: semver::Error| broken(error.to_string()))
}

/// The version after it, as cargo understands versions: before 1.0 the first number that is not zero says what is
/// compatible.
pub(crate) fn next(version: &Version, verdict: Verdict) -> Version {
    let Version { major, minor, patch, .. } = *version;
    let (breaking, adding) = match (major, minor) {
        (0, 0) => ((0, 0, patch + 1), (0, 0, patch + 1)),
        (0, _) => ((0, minor + 1, 0), (0, minor, patch + 1)),
        _ => ((major + 1, 0, 0), (major, minor + 1, 0)),
    };
    let (major, minor, patch) = match verdict {
        Verdict::Breaking => breaking,
        Verdict::Minor => adding,
        Verdict::Patch => (major, minor, patch + 1),
    };
    Version::new(major, minor, patch)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeros_shift_what_a_number_promises() {
        let cases = [
            ("0.0.3", ["0.0.4", "0.0.4", "0.0.4"]),
            ("0.1.3", ["0.1.4", "0.1.4", "0.2.0"]),
            ("1.2.3", ["1.2.4", "1.3.0", "2.0.0"]),
        ];
        for (from, expected) in cases {
            let from = from.parse().unwrap();
            let verdicts = [Verdict::Patch, Verdict::Minor, Verdict::Breaking];
            assert_eq!(verdicts.map(|verdict| next(&from, verdict).to_string()), expected, "{from}");
        }
    }
}
