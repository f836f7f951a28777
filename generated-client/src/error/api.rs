//! What the server said no with, and what its spec makes of that.

use std::fmt;

use crate::context::Any;
use crate::error::resolve::{resolve, system_kind};
use crate::system::SystemErrorKind;

/// The documented errors of one method.
pub trait ErrorKind: Copy + fmt::Debug + Send + Sync + 'static {
    /// What the spec says of them.
    fn table() -> ErrorTable<Self>;

    /// The error, if it is one that any method can answer with.
    fn system(&self) -> Option<SystemErrorKind>;
}

/// The errors of a method as one value.
#[derive(Debug)]
pub struct ErrorTable<K: 'static> {
    /// The codes that the spec lists.
    pub listed: &'static [Listed<K>],
    /// An error that the spec does not list.
    pub other: K,
    /// An error that any method can answer with.
    pub system: fn(SystemErrorKind) -> K,
}

/// The errors of a method with a spec; what a call by name fails with is not of this kind.
pub trait MethodErrorKind: ErrorKind {}

/// The errors of a method whose spec tells several causes of one code apart.
pub trait Reasoned: MethodErrorKind {
    /// The causes.
    type Reason;

    /// The cause that this text stands for.
    fn reason(code: &str, text: &str) -> Option<Self::Reason>;
}

/// One documented code.
#[derive(Debug)]
pub struct Listed<K: 'static> {
    /// The variant.
    pub kind: K,
    /// The variant's name, for `Debug`.
    pub name: &'static str,
    /// The code on the wire.
    pub code: &'static str,
    /// The HTTP status, where the documentation gives one.
    pub status: Option<u16>,
    /// The documented texts; `<name>` stands for anything.
    pub texts: &'static [&'static str],
}

/// What decides how the runtime treats a system error.
#[derive(Debug)]
pub struct SystemListed<K: 'static = SystemErrorKind> {
    /// The code, its variant, and what is documented of it.
    pub listed: Listed<K>,
    /// Whether the same call can succeed later.
    pub temporary: bool,
    /// Whether the method surely did not run.
    pub refused: bool,
}

/// An error that the API answered with.
#[derive(Clone)]
pub struct ApiError<K = Any> {
    kind: K,
    refusal: Refusal,
}

/// An error answer as it stands on the wire.
#[derive(Clone, Debug)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
    pub(crate) code: String,
    pub(crate) description: String,
    pub(crate) validation: Vec<FieldProblem>,
}

impl Refusal {
    /// The server's texts, in their order: that of the whole, then those of the fields that REST 3.0 refused.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        let of_fields = self.validation.iter().map(|problem| problem.message.as_str());
        std::iter::once(self.description.as_str()).chain(of_fields)
    }
}

/// A field that REST 3.0 refused, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldProblem {
    pub(crate) field: String,
    pub(crate) message: String,
}

impl FieldProblem {
    /// The field, by its wire name.
    pub fn field(&self) -> &str {
        &self.field
    }

    /// What is wrong about it.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl<K> ApiError<K> {
    /// The code as the server sent it, such as `ERROR_EMPTY_LOG_MESSAGE`; sometimes a number, sometimes empty.
    pub fn code(&self) -> &str {
        &self.refusal.code
    }

    /// The server's text; in the portal's language, and different between versions of the server.
    pub fn description(&self) -> &str {
        &self.refusal.description
    }

    /// The HTTP status; some errors come with 200.
    pub fn status(&self) -> u16 {
        self.refusal.status
    }

    /// The fields that REST 3.0 refused; empty for all other methods.
    pub fn validation(&self) -> &[FieldProblem] {
        &self.refusal.validation
    }

    /// The same error without the method's view of it.
    pub(crate) fn forget(self) -> ApiError<Any> {
        ApiError { kind: Any::new(), refusal: self.refusal }
    }

    pub(crate) fn is_temporary(&self) -> bool {
        system_of(&self.refusal).is_some_and(|row| row.temporary)
    }
}

/// What is known of an error, if its code is one that any method can answer with.
pub(super) fn system_of(refusal: &Refusal) -> Option<&'static SystemListed> {
    let kind = system_kind(refusal)?;
    SystemErrorKind::TABLE.iter().find(|row| row.listed.kind == kind)
}

impl<K: ErrorKind> ApiError<K> {
    pub(crate) fn new(refusal: Refusal) -> Self {
        Self { kind: resolve(&refusal), refusal }
    }
}

impl<K: MethodErrorKind> ApiError<K> {
    /// Which of the method's documented errors this is.
    pub fn kind(&self) -> K {
        self.kind
    }

    /// The error, if it is one that any method can answer with and not the method's own.
    pub fn system(&self) -> Option<SystemErrorKind> {
        self.kind.system()
    }
}

impl ApiError<Any> {
    /// The error, if its code is one that any method can answer with.
    pub fn system(&self) -> Option<SystemErrorKind> {
        system_kind(&self.refusal)
    }
}

impl<K: Reasoned> ApiError<K> {
    /// What caused the code, if one of the server's texts is documented; of several causes the first.
    ///
    /// Texts differ between portals, languages and versions, so take `None` as "not said" and fall back on
    /// [`kind`](Self::kind).
    pub fn reason(&self) -> Option<K::Reason> {
        self.each_reason().next()
    }

    /// All causes of the code, in the order of the server's texts.
    ///
    /// There are several where REST 3.0 refused several fields of one request: then each of [`validation`](Self::validation)
    /// has a text of its own. Texts that are not documented are left out.
    pub fn reasons(&self) -> Vec<K::Reason> {
        self.each_reason().collect()
    }

    fn each_reason(&self) -> impl Iterator<Item = K::Reason> {
        self.refusal.texts().filter_map(|text| K::reason(self.code(), text))
    }
}

impl<K> fmt::Display for ApiError<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.refusal.fmt(f)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { status, code, description, validation } = self;
        let code = if code.is_empty() { "error without a code" } else { code };
        write!(f, "{code}")?;
        if !description.is_empty() {
            write!(f, ": {description}")?;
        }
        for FieldProblem { field, message } in validation {
            write!(f, "; `{field}`: {message}")?;
        }
        write!(f, " (status {status})")
    }
}

impl<K: fmt::Debug> fmt::Debug for ApiError<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiError").field("kind", &self.kind).field("refusal", &self.refusal).finish()
    }
}

impl<K: fmt::Debug> std::error::Error for ApiError<K> {}

impl ErrorKind for Any {
    fn table() -> ErrorTable<Self> {
        ErrorTable { listed: &[], other: Self::new(), system: |_| Self::new() }
    }

    fn system(&self) -> Option<SystemErrorKind> {
        None
    }
}

/// The body of every generated `Debug` of an error kind.
pub fn debug_error_kind<K: ErrorKind>(kind: &K, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if let Some(system) = kind.system() {
        return f.debug_tuple("System").field(&system).finish();
    }
    let same = std::mem::discriminant(kind);
    let listed = K::table().listed.iter().find(|listed| std::mem::discriminant(&listed.kind) == same);
    f.write_str(listed.map_or("Other", |listed| listed.name))
}

/// The body of every generated `PartialEq` of an error kind.
pub fn same_error_kind<K: ErrorKind>(one: &K, other: &K) -> bool {
    std::mem::discriminant(one) == std::mem::discriminant(other) && one.system() == other.system()
}
