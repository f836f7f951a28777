//! The specs as written: names unresolved, everything with its place.

use crate::parse::tree::Node;
use crate::source::{Span, Spanned};

/// A spec file.
#[derive(Debug)]
pub(crate) struct File {
    pub(crate) source: usize,
    pub(crate) family: Spanned<String>,
    pub(crate) doc: Spanned<String>,
    pub(crate) docs: Option<Spanned<String>>,
    pub(crate) scope: Vec<Spanned<String>>,
    /// How booleans travel, unless they say otherwise.
    pub(crate) wire: Option<Spanned<BooleanWire>>,
    pub(crate) uses: Vec<Spanned<String>>,
    pub(crate) types: Vec<TypeDef>,
    pub(crate) methods: Vec<Method>,
    pub(crate) system_errors: Vec<SystemError>,
    /// The place of the key `system_errors`.
    pub(crate) system_errors_at: Option<Span>,
}

/// A named type.
#[derive(Debug)]
pub(crate) struct TypeDef {
    pub(crate) name: Spanned<String>,
    pub(crate) doc: Spanned<String>,
    pub(crate) form: TypeForm,
}

#[derive(Debug)]
pub(crate) enum TypeForm {
    Alias {
        ty: TypeExpr,
        limits: Limits,
    },
    Struct {
        fields: Vec<Param>,
        open: Option<TypeExpr>,
        rules: Vec<Rule>,
    },
    Enum {
        numeric: bool,
        values: Vec<EnumValue>,
    },
    Tuple(Vec<Part>),
    Union(Vec<Part>),
    /// Something that has a problem already; its uses need no second one.
    Broken,
}

/// A place of a tuple, or a form of a union.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) name: Spanned<String>,
    pub(crate) ty: TypeExpr,
    pub(crate) doc: Option<Spanned<String>>,
    pub(crate) wire: Option<Spanned<BooleanWire>>,
}

#[derive(Debug)]
pub(crate) struct EnumValue {
    pub(crate) wire: Spanned<String>,
    pub(crate) doc: Spanned<String>,
    pub(crate) rust: Option<Spanned<String>>,
}

/// A type as written: `map<PropertyKey, Property[]>`.
#[derive(Clone, Debug)]
pub(crate) struct TypeExpr {
    pub(crate) kind: TypeKind,
    pub(crate) span: Span,
}

impl TypeExpr {
    /// Whether there is a problem with it already.
    pub(crate) fn is_broken(&self) -> bool {
        matches!(self.kind, TypeKind::Broken)
    }
}

#[derive(Clone, Debug)]
pub(crate) enum TypeKind {
    /// A type word or the name of a type.
    Word(String),
    List(Box<TypeExpr>),
    Map(Box<TypeExpr>, Box<TypeExpr>),
    Id(Spanned<String>),
    /// `T?`, an item that may be null.
    Optional(Box<TypeExpr>),
    /// Something that has a problem already.
    Broken,
}

/// A parameter of a method or a field of a struct.
#[derive(Debug)]
pub(crate) struct Param {
    pub(crate) wire_name: Spanned<String>,
    pub(crate) ty: TypeExpr,
    pub(crate) doc: Option<Spanned<String>>,
    pub(crate) required: bool,
    pub(crate) rust: Option<Spanned<String>>,
    pub(crate) wire: Option<Spanned<BooleanWire>>,
    pub(crate) default: Option<Node>,
    pub(crate) constant: Option<Node>,
    pub(crate) secret: bool,
    pub(crate) clearable: Option<Span>,
    pub(crate) nullable: Option<Span>,
    pub(crate) deprecated: Option<Deprecated>,
    pub(crate) limits: Limits,
}

/// How a boolean travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BooleanWire {
    /// `Y` or `N`.
    YesNo,
    /// `true` or `false`.
    TrueFalse,
    /// `1` or `0`.
    OneZero,
}

/// The constraints of a value.
#[derive(Debug, Default)]
pub(crate) struct Limits {
    pub(crate) non_empty: Option<Span>,
    pub(crate) pattern: Option<Spanned<String>>,
    pub(crate) min: Option<Spanned<f64>>,
    pub(crate) max: Option<Spanned<f64>>,
    pub(crate) max_items: Option<Spanned<u64>>,
}

impl Limits {
    /// Whether nothing is limited.
    pub(crate) fn is_none(&self) -> bool {
        self.first().is_none()
    }

    /// The place of the first limit.
    pub(crate) fn first(&self) -> Option<Span> {
        let Self { non_empty, pattern, min, max, max_items } = self;
        let pattern = pattern.as_ref().map(|pattern| pattern.span);
        let numbers = min.as_ref().or(max.as_ref()).map(|number| number.span);
        non_empty.or(pattern).or(numbers).or(max_items.as_ref().map(|items| items.span))
    }
}

#[derive(Debug)]
pub(crate) struct Deprecated {
    pub(crate) instead: Option<Spanned<String>>,
    pub(crate) doc: Option<Spanned<String>>,
}

/// A requirement between parameters.
#[derive(Debug)]
pub(crate) struct Rule {
    pub(crate) span: Span,
    pub(crate) kind: RuleKind,
}

#[derive(Debug)]
pub(crate) enum RuleKind {
    AtLeastOne(Members),
    ExactlyOne(Members),
    Exclusive(Members),
    Together(Members),
    OneOfGroups(Vec<Members>),
    RequiredIf {
        param: Spanned<String>,
        condition: Condition,
    },
    RequiredUnless {
        param: Spanned<String>,
        condition: Condition,
    },
    /// A flag that only announces another parameter: one setter for both.
    Collapse {
        setter: Spanned<String>,
        flag: (Spanned<String>, Spanned<String>),
        with: Spanned<String>,
        off: Option<Spanned<String>>,
    },
}

#[derive(Debug)]
pub(crate) enum Members {
    /// `'*'`
    All,
    Named(Vec<Spanned<String>>),
}

/// When a parameter is required.
#[derive(Debug)]
pub(crate) enum Condition {
    /// Another parameter has one of these values.
    Has(Spanned<String>, Vec<Spanned<String>>),
    /// Another parameter is given, whatever its value.
    With(Spanned<String>),
    /// The call is authorized in this way.
    Auth(Spanned<String>),
}

/// A method.
#[derive(Debug)]
pub(crate) struct Method {
    pub(crate) key: Spanned<String>,
    pub(crate) doc: Spanned<String>,
    pub(crate) page: Option<Spanned<String>>,
    pub(crate) wire: Option<Spanned<String>>,
    pub(crate) rust: Option<Spanned<String>>,
    pub(crate) rest: Option<Spanned<u64>>,
    pub(crate) scope: Option<Vec<Spanned<String>>>,
    pub(crate) admin: bool,
    pub(crate) application: bool,
    pub(crate) effect: Effect,
    pub(crate) batch: bool,
    pub(crate) positional: bool,
    pub(crate) deprecated: Option<Deprecated>,
    pub(crate) pagination: Option<Pagination>,
    pub(crate) params: Vec<Param>,
    pub(crate) open: Option<TypeExpr>,
    pub(crate) rules: Vec<Rule>,
    pub(crate) result: ResultDef,
    pub(crate) errors: Vec<ErrorDef>,
    pub(crate) errors_open: bool,
    pub(crate) examples: Vec<Example>,
}

/// What a repeated call does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Nothing.
    Read,
    /// The same again.
    Idempotent,
    /// More, or it fails.
    Once,
}

#[derive(Debug)]
pub(crate) struct ResultDef {
    pub(crate) ty: TypeExpr,
    pub(crate) wrapped_in: Option<Spanned<String>>,
    pub(crate) nullable: bool,
    pub(crate) doc: Option<Spanned<String>>,
}

#[derive(Debug)]
pub(crate) struct Pagination {
    pub(crate) style: Spanned<String>,
    pub(crate) rows: Option<Spanned<String>>,
    pub(crate) id: Option<Spanned<String>>,
    pub(crate) param: Option<Spanned<String>>,
    pub(crate) limit: Option<Spanned<String>>,
    pub(crate) next: Option<Spanned<String>>,
}

#[derive(Debug)]
pub(crate) struct ErrorDef {
    pub(crate) code: Spanned<String>,
    pub(crate) doc: Option<Spanned<String>>,
    pub(crate) rust: Option<Spanned<String>>,
    pub(crate) status: Option<Spanned<u64>>,
    pub(crate) texts: Vec<Spanned<String>>,
    pub(crate) reasons: Vec<ReasonDef>,
}

#[derive(Debug)]
pub(crate) struct ReasonDef {
    pub(crate) name: Spanned<String>,
    pub(crate) doc: Option<Spanned<String>>,
    pub(crate) texts: Vec<Spanned<String>>,
}

#[derive(Debug)]
pub(crate) struct SystemError {
    pub(crate) code: Spanned<String>,
    pub(crate) doc: Spanned<String>,
    pub(crate) rust: Option<Spanned<String>>,
    pub(crate) status: Option<Spanned<u64>>,
    pub(crate) texts: Vec<Spanned<String>>,
    pub(crate) temporary: bool,
    pub(crate) may_have_run: bool,
}

#[derive(Debug)]
pub(crate) struct Example {
    pub(crate) doc: Option<Spanned<String>>,
    pub(crate) request: Node,
    pub(crate) response: Option<Node>,
    pub(crate) error: Option<Node>,
}
