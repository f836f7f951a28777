//! A file as a parameter.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Serialize, Serializer};

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

    /// The name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The content.
    pub fn content(&self) -> &[u8] {
        &self.content
    }
}

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
