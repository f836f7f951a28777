//! What every generated newtype can do: texts with constraints, numbers with a range.

/// Everything that follows from a text newtype's rule: `$name` wraps a `Cow<'static, str>`, `$rule` is its `TextRule`,
/// `$refusal` the compiler's text for a bad literal.
#[doc(hidden)]
#[macro_export]
macro_rules! __text_newtype {
    ($name:ident, $rule:expr, $refusal:literal) => {
        impl $name {
            const RULE: $crate::private::TextRule = $rule;

            /// The value of a literal; in a `const`, a literal that breaks the rule does not compile.
            ///
            /// # Panics
            ///
            /// Outside a `const`, if the literal breaks the rule.
            #[must_use]
            pub const fn literal(text: &'static str) -> Self {
                ::core::assert!(Self::RULE.accepts(text), $refusal);
                Self(::std::borrow::Cow::Borrowed(text))
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl ::core::convert::TryFrom<::std::string::String> for $name {
            type Error = $crate::private::InvalidValue;

            fn try_from(text: ::std::string::String) -> ::core::result::Result<Self, Self::Error> {
                Self::RULE.check(text).map(|text| Self(::std::borrow::Cow::Owned(text)))
            }
        }

        impl ::core::convert::TryFrom<&str> for $name {
            type Error = $crate::private::InvalidValue;

            fn try_from(text: &str) -> ::core::result::Result<Self, Self::Error> {
                Self::try_from(::std::string::String::from(text))
            }
        }

        impl ::core::convert::TryFrom<&::std::string::String> for $name {
            type Error = $crate::private::InvalidValue;

            fn try_from(text: &::std::string::String) -> ::core::result::Result<Self, Self::Error> {
                Self::try_from(text.as_str())
            }
        }

        impl ::core::convert::From<&$name> for $name {
            fn from(value: &$name) -> Self {
                ::core::clone::Clone::clone(value)
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = $crate::private::InvalidValue;

            fn from_str(text: &str) -> ::core::result::Result<Self, Self::Err> {
                Self::try_from(text)
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl ::core::convert::AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        $crate::__newtype_core!($name, ::std::borrow::Cow<'static, str>, |value| {
            value.as_str().is_some_and(|text| Self::RULE.accepts(text))
        });
    };
}

/// Everything that follows from an integer newtype's range: `$name` wraps an `i64`, `$min` and `$max` are options,
/// `$refusal` is the compiler's text for a bad literal.
#[doc(hidden)]
#[macro_export]
macro_rules! __integer_newtype {
    ($name:ident, $min:expr, $max:expr, $refusal:literal) => {
        impl $name {
            const MIN: ::core::option::Option<i64> = $min;
            const MAX: ::core::option::Option<i64> = $max;

            /// The value of a literal; in a `const`, a literal outside the range does not compile.
            ///
            /// # Panics
            ///
            /// Outside a `const`, if the literal is outside the range.
            #[must_use]
            pub const fn literal(value: i64) -> Self {
                let low = ::core::matches!(Self::MIN, ::core::option::Option::Some(min) if value < min);
                let high = ::core::matches!(Self::MAX, ::core::option::Option::Some(max) if value > max);
                ::core::assert!(!low && !high, $refusal);
                Self(value)
            }

            /// The number.
            #[must_use]
            pub const fn get(&self) -> i64 {
                self.0
            }
        }

        impl ::core::marker::Copy for $name {}

        impl ::core::convert::TryFrom<i64> for $name {
            type Error = $crate::private::InvalidValue;

            fn try_from(value: i64) -> ::core::result::Result<Self, Self::Error> {
                $crate::private::in_range(value, Self::MIN, Self::MAX).map(Self)
            }
        }

        impl ::core::convert::TryFrom<i32> for $name {
            type Error = $crate::private::InvalidValue;

            fn try_from(value: i32) -> ::core::result::Result<Self, Self::Error> {
                Self::try_from(i64::from(value))
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.0, f)
            }
        }

        $crate::__newtype_core!($name, i64, |value| {
            value.as_i64().is_some_and(|number| $crate::private::in_range(number, Self::MIN, Self::MAX).is_ok())
        });
    };
}

/// What all newtypes share: the impls that pass through to the one field. `$fits` tells a value that keeps the rule.
#[doc(hidden)]
#[macro_export]
macro_rules! __newtype_core {
    ($name:ident, $inner:ty, $fits:expr) => {
        impl ::core::clone::Clone for $name {
            fn clone(&self) -> Self {
                Self(::core::clone::Clone::clone(&self.0))
            }
        }

        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_tuple(::core::stringify!($name)).field(&self.0).finish()
            }
        }

        impl ::core::cmp::PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.0 == other.0
            }
        }

        impl ::core::cmp::Eq for $name {}

        impl ::core::cmp::PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> ::core::option::Option<::core::cmp::Ordering> {
                ::core::option::Option::Some(self.cmp(other))
            }
        }

        impl ::core::cmp::Ord for $name {
            fn cmp(&self, other: &Self) -> ::core::cmp::Ordering {
                self.0.cmp(&other.0)
            }
        }

        impl ::core::hash::Hash for $name {
            fn hash<H: ::core::hash::Hasher>(&self, state: &mut H) {
                self.0.hash(state);
            }
        }

        impl $crate::private::Serialize for $name {
            fn serialize<S: $crate::private::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                self.0.serialize(serializer)
            }
        }

        impl $crate::private::Decode for $name {
            const EXPECTED: &'static str = ::core::stringify!($name);

            // The server's word counts more than the spec's: a value that came from it is not checked again. But in a
            // union, a form whose rule it keeps goes first.
            fn decode(
                value: $crate::private::Value,
                at: &$crate::private::Path<'_>,
            ) -> ::core::result::Result<Self, $crate::private::DecodeError> {
                <$inner as $crate::private::Decode>::decode(value, at).map(Self)
            }

            fn fits(value: &$crate::private::Value) -> bool {
                let fits: fn(&$crate::private::Value) -> bool = $fits;
                fits(value)
            }

            // An empty text is nothing where the rule refuses it.
            fn is_nothing(value: &$crate::private::Value) -> bool {
                <$inner as $crate::private::Decode>::is_nothing(value)
                    || value.as_str() == ::core::option::Option::Some("") && !Self::fits(value)
            }
        }

        $crate::__deserialize_by_decode!($name);
    };
}
