//! What every generated error enum can do beside what its table says.

/// Nobody has a value of this. A variant that holds one keeps an enum from being cast to numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Never {}

/// Everything that follows from [`ErrorKind`] and needs the type's name.
#[doc(hidden)]
#[macro_export]
macro_rules! __error_kind {
    ($name:ident) => {
        impl ::core::clone::Clone for $name {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl ::core::marker::Copy for $name {}

        impl ::core::cmp::PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                $crate::private::same_error_kind(self, other)
            }
        }

        impl ::core::cmp::Eq for $name {}

        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::private::debug_error_kind(self, f)
            }
        }

        impl $crate::private::MethodErrorKind for $name {}
    };
}

/// Everything that the system errors' enum can do.
#[doc(hidden)]
#[macro_export]
macro_rules! __system_error_kind {
    ($name:ident) => {
        impl ::core::clone::Clone for $name {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl ::core::marker::Copy for $name {}

        impl ::core::cmp::PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                ::core::mem::discriminant(self) == ::core::mem::discriminant(other)
            }
        }

        impl ::core::cmp::Eq for $name {}

        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                let row = Self::TABLE.iter().find(|row| row.listed.kind == *self);
                f.write_str(row.map_or("", |row| row.listed.name))
            }
        }
    };
}
