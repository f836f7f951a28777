//! Enums of the API: the values that a spec lists, and room for those that it does not.

use std::fmt;

/// A value that the spec does not list, as the server or the caller wrote it.
///
/// Compare it by [`as_str`](Self::as_str); a later version of the spec may list the value, and then it arrives as its own
/// variant and no longer here.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Unlisted(String);

impl Unlisted {
    /// The value as it stands on the wire.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Unlisted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An enum whose listed values have variants of their own and whose other values are kept as text.
pub trait OpenEnum: Sized + Clone + 'static {
    /// The listed values: text on the wire, name of the variant, variant.
    const LISTED: &'static [(&'static str, &'static str, Self)];
    /// Whether the values are numbers on the wire.
    const NUMERIC: bool = false;

    /// The variant of a value that is not listed.
    fn unlisted(value: Unlisted) -> Self;

    /// The value, if it is not listed.
    fn as_unlisted(&self) -> Option<&Unlisted>;

    /// The value of this text on the wire.
    fn from_wire(text: &str) -> Self {
        match Self::LISTED.iter().find(|(wire, ..)| *wire == text) {
            Some((.., value)) => value.clone(),
            None => Self::unlisted(Unlisted(text.to_owned())),
        }
    }

    /// The text of this value on the wire.
    fn wire(&self) -> &str {
        match self.as_unlisted() {
            Some(value) => value.as_str(),
            None => entry(self).map_or("", |(wire, ..)| wire),
        }
    }
}

/// The row of a listed value.
fn entry<E: OpenEnum>(value: &E) -> Option<&'static (&'static str, &'static str, E)> {
    let same = std::mem::discriminant(value);
    E::LISTED.iter().find(|(.., listed)| std::mem::discriminant(listed) == same)
}

/// The body of every generated `Debug` of an open enum.
pub fn debug_enum<E: OpenEnum>(value: &E, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match value.as_unlisted() {
        Some(value) => f.debug_tuple("Other").field(&value.as_str()).finish(),
        None => f.write_str(entry(value).map_or("", |(_, name, _)| name)),
    }
}

/// Everything that follows from [`OpenEnum`].
#[doc(hidden)]
#[macro_export]
macro_rules! __open_enum {
    ($name:ident) => {
        impl $name {
            /// A value that the spec does not list, as text or as number; one that it lists becomes its variant.
            pub fn other(wire: impl ::core::fmt::Display) -> Self {
                $crate::private::OpenEnum::from_wire(&::std::string::ToString::to_string(&wire))
            }

            /// The value as it stands on the wire.
            pub fn as_str(&self) -> &str {
                $crate::private::OpenEnum::wire(self)
            }
        }

        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::private::debug_enum(self, f)
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl ::core::cmp::PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.as_str() == other.as_str()
            }
        }

        impl ::core::cmp::Eq for $name {}

        impl ::core::hash::Hash for $name {
            fn hash<H: ::core::hash::Hasher>(&self, state: &mut H) {
                self.as_str().hash(state);
            }
        }

        impl $crate::private::Serialize for $name {
            fn serialize<S: $crate::private::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::private::encode_enum(self, serializer)
            }
        }

        impl $crate::private::Decode for $name {
            const EXPECTED: &'static str = ::core::stringify!($name);

            fn decode(
                value: $crate::private::Value,
                at: &$crate::private::Path<'_>,
            ) -> ::core::result::Result<Self, $crate::private::DecodeError> {
                $crate::private::decode_enum(&value, at)
            }

            fn fits(value: &$crate::private::Value) -> bool {
                $crate::private::enum_fits::<Self>(value)
            }

            fn is_nothing(value: &$crate::private::Value) -> bool {
                $crate::private::enum_is_nothing::<Self>(value)
            }
        }

        $crate::__deserialize_by_decode!($name);
    };
}
