//! A file as a parameter.

use std::io;
use std::path::Path;

use base64::Engine as _;
use base64::alphabet;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD};
use serde::{Serialize, Serializer};

use crate::error::{InvalidValue, Reason};

/// A file to upload: its name and its content.
///
/// Travels as `["name", "content in base64"]`, a third longer than the content.
#[derive(Clone, PartialEq, Eq)]
pub struct File {
    name: String,
    content: Vec<u8>,
}

impl File {
    /// A file named `name`; the server takes the kind of the file from the ending of the name.
    pub fn new(name: impl Into<String>, content: impl Into<Vec<u8>>) -> Self {
        Self { name: name.into(), content: content.into() }
    }

    /// A file from this machine's disk, by the name that it has there.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, or when the path does not end with a name in UTF-8.
    pub fn open(path: impl AsRef<Path>) -> io::Result<Self> {
        let path = path.as_ref();
        let named = |kind, what: &dyn std::fmt::Display| io::Error::new(kind, format!("{}: {what}", path.display()));
        let name = path.file_name().and_then(|name| name.to_str());
        let name =
            name.ok_or_else(|| named(io::ErrorKind::InvalidInput, &"the path does not end with a file's name"))?;
        let content = std::fs::read(path).map_err(|error| named(error.kind(), &error))?;
        Ok(Self::new(name, content))
    }

    /// A file whose content is already base64, such as one that another service sent. Line breaks in it do not count, and
    /// the `=` at its end may be missing.
    ///
    /// ```
    /// let file = bitrix24::File::from_base64("hello.txt", "SGVsbG8=")?;
    /// assert_eq!(file.content(), b"Hello");
    /// # Ok::<(), bitrix24::InvalidValue>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When the text is not base64; the error does not repeat it.
    pub fn from_base64(name: impl Into<String>, text: &str) -> Result<Self, InvalidValue> {
        let compact: Vec<u8> = text.bytes().filter(|byte| !matches!(byte, b'\r' | b'\n')).collect();
        let content = UNPADDED_TOO.decode(compact).map_err(|_| InvalidValue::new(Reason::NotBase64))?;
        Ok(Self { name: name.into(), content })
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The content.
    pub fn content(&self) -> &[u8] {
        &self.content
    }
}

const UNPADDED_TOO: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

impl std::fmt::Debug for File {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "File({:?}, {} bytes)", self.name, self.content.len())
    }
}

impl Serialize for File {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (&self.name, STANDARD.encode(&self.content)).serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::File;

    #[test]
    fn a_file_from_disk_has_its_name_and_its_content() {
        let file = File::open(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")).unwrap();
        assert_eq!(file.name(), "Cargo.toml");
        assert!(file.content().starts_with(b"[package]"));
        let missing = File::open("no/such/file.txt").unwrap_err();
        assert!(missing.to_string().starts_with("no/such/file.txt: "), "{missing}");
        assert!(File::open("..").is_err());
    }

    #[test]
    fn content_that_is_base64_already() {
        // A text, and the content that it stands for; `None` if it is not base64.
        let rows: [(&str, Option<&[u8]>); 12] = [
            ("SGVsbG8=", Some(b"Hello")),
            ("SGVsbG8", Some(b"Hello")),
            ("SGVs\r\nbG8=\n", Some(b"Hello")),
            ("", Some(b"")),
            ("+/+/", Some(&[0xfb, 0xff, 0xbf])),
            ("-_-_", None),
            ("SGVs bG8=", None),
            ("SGVsbG8==", None),
            ("S", None),
            ("SGVsbG9=", None),
            ("data:text/plain;base64,SGVsbG8=", None),
            ("привет", None),
        ];
        for (text, content) in rows {
            let file = File::from_base64("a.txt", text);
            assert_eq!(file.as_ref().ok().map(File::content), content, "{text:?}");
            if let Err(error) = file {
                assert_eq!(error.to_string(), "the text is not base64", "{text:?}");
            }
        }
    }

    #[test]
    fn it_is_sent_as_it_would_be_from_its_bytes() {
        let file = File::from_base64("a.bin", "AAEC").unwrap();
        assert_eq!(file, File::new("a.bin", [0, 1, 2]));
        assert_eq!(crate::to_json(&file), crate::json!(["a.bin", "AAEC"]));
    }

    #[test]
    fn debug_output_shows_no_content() {
        let file = File::new("secret.txt", "s3cr3t");
        assert_eq!(format!("{file:?} {file:#?}"), r#"File("secret.txt", 6 bytes) File("secret.txt", 6 bytes)"#);
    }
}
