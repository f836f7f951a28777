//! Types as they are written in a text: `string`, `T[]`, `T?[]`, `map<K, T>`, `id<deal>`.

use crate::ast::{TypeExpr, TypeKind};
use crate::diagnostic::{Diagnostics, Problem};
use crate::parse::reader::text;
use crate::parse::tree::{Data, Node};
use crate::source::{Span, Spanned};

/// The deepest nesting of one written type.
pub(crate) const MAX_DEPTH: usize = 8;

/// Reads the type that `node` writes; a broken one if it writes none.
pub(crate) fn type_expr(node: &Node, problems: &mut Diagnostics) -> TypeExpr {
    read(node, problems).unwrap_or(TypeExpr { kind: TypeKind::Broken, span: node.span })
}

fn read(node: &Node, problems: &mut Diagnostics) -> Option<TypeExpr> {
    let written = text(node, problems)?;
    let plain = matches!(node.data, Data::Scalar { plain: true, .. });
    let whole = written.value.as_str();
    let mut reader = Reader { text: whole, at: 0, base: node.span, offset: usize::from(!plain) };
    match reader.expr(0) {
        Some(expr) if reader.at == whole.len() => Some(expr),
        _ => {
            problems.add(node.span, Problem::BadType { text: written.value.clone(), at: reader.at });
            None
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    base: Span,
    /// The width of the opening quote.
    offset: usize,
}

impl Reader<'_> {
    fn expr(&mut self, depth: usize) -> Option<TypeExpr> {
        if depth == MAX_DEPTH {
            return None;
        }
        self.blanks();
        let start = self.at;
        let word = self.word()?;
        let kind = match word.as_str() {
            "map" if self.eat("<") => {
                let key = self.expr(depth + 1)?;
                self.need(",")?;
                let value = self.expr(depth + 1)?;
                self.need(">")?;
                TypeKind::Map(Box::new(key), Box::new(value))
            }
            "id" if self.eat("<") => {
                let from = self.at;
                let object = self.word()?;
                let span = self.span(from);
                self.need(">")?;
                TypeKind::Id(Spanned::new(object, span))
            }
            _ => TypeKind::Word(word),
        };
        let mut expr = TypeExpr { kind, span: self.span(start) };
        for _ in depth..MAX_DEPTH {
            let kind = if self.eat("[]") {
                TypeKind::List(Box::new(expr))
            } else if self.eat("?") {
                TypeKind::Optional(Box::new(expr))
            } else {
                break;
            };
            expr = TypeExpr { kind, span: self.span(start) };
        }
        self.blanks();
        Some(expr)
    }

    fn word(&mut self) -> Option<String> {
        let rest = &self.text[self.at..];
        let length = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(rest.len());
        self.at += length;
        (length > 0).then(|| rest[..length].to_owned())
    }

    fn blanks(&mut self) {
        self.at += self.text[self.at..].len() - self.text[self.at..].trim_start_matches(' ').len();
    }

    fn eat(&mut self, token: &str) -> bool {
        let there = self.text[self.at..].starts_with(token);
        if there {
            self.at += token.len();
        }
        there
    }

    fn need(&mut self, token: &str) -> Option<()> {
        self.blanks();
        self.eat(token).then_some(())
    }

    fn span(&self, from: usize) -> Span {
        // Escapes and folded lines make a text shorter than it is written; then the whole of it is marked.
        let start = self.base.start + self.offset + from;
        let end = self.base.start + self.offset + self.at;
        if end <= self.base.end { Span { source: self.base.source, start, end } } else { self.base }
    }
}
