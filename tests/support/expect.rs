//! Expected texts in files beside the tests. `BLESS=1` writes them anew; then read the diff.

use std::path::Path;

/// Compares `actual` with the file, or with `BLESS=1` writes it there.
pub(crate) fn equals_file(path: &Path, actual: &str) {
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(path, actual).unwrap();
        return;
    }
    let expected = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        expected == actual,
        "{} differs (BLESS=1 writes it anew)\n--- expected\n{expected}\n--- actual\n{actual}",
        path.display()
    );
}
