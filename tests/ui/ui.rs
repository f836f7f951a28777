//! What the compiler says: one file for each thing refused, with the text beside it. `TRYBUILD=overwrite` writes the texts
//! anew.

#[test]
fn what_is_refused_is_refused_in_words() {
    trybuild::TestCases::new().compile_fail("cases/*.rs");
}
