//! An edit of a spec as authors make it: one parameter more.

use bitrix24_codegen::source::Source;

const PARAMETER: &str = "      BENCH_ADDED: {type: string}\n";

/// The specs with one more parameter in the largest of them that has a method with parameters; and which spec that is.
pub(crate) fn edited(sources: &[Source]) -> Option<(String, Vec<Source>)> {
    let place = |source: &Source| {
        let text = std::str::from_utf8(&source.bytes).ok()?;
        text.find("\n    params:\n").map(|at| at + "\n    params:\n".len())
    };
    let (at, place) = (0..sources.len())
        .filter_map(|at| Some((at, place(&sources[at])?)))
        .max_by_key(|(at, _)| sources[*at].bytes.len())?;
    let mut sources = sources.to_vec();
    let bytes = &mut sources[at].bytes;
    let rest = bytes.split_off(place);
    bytes.extend(PARAMETER.bytes().chain(rest));
    Some((sources[at].path.clone(), sources))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_spec_with_parameters_gets_one_more() {
        let spec = |path: &str, text: &str| Source::new(path, text);
        let sources = [
            spec("small", "methods:\n  add:\n    params:\n      A: {type: string}\n"),
            spec("large", "methods:\n  add:\n    doc: Adds.\n    params:\n      A: {type: string}\n    result: any\n"),
            spec("without", &"# Nothing.\n".repeat(100)),
        ];
        let (path, edited) = edited(&sources).unwrap();
        assert_eq!(path, "large");
        let text = String::from_utf8(edited[1].bytes.clone()).unwrap();
        assert!(text.contains("    params:\n      BENCH_ADDED: {type: string}\n      A: {type: string}\n"), "{text}");
        assert!(edited[0].bytes == sources[0].bytes && edited[2].bytes == sources[2].bytes);
    }
}
