//! Flags that travel as something else than `true` and `false`, alone or inside of lists and maps.

use serde::ser::{Serialize, Serializer};

use crate::value::{Clearable, Map};

macro_rules! flags {
    ($(#[$doc:meta])* $name:ident, |$flag:ident, $serializer:ident| $write:expr) => {
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $name<'a, T>(pub &'a T);

        impl Serialize for $name<'_, bool> {
            fn serialize<S: Serializer>(&self, $serializer: S) -> Result<S::Ok, S::Error> {
                let $flag = *self.0;
                $write
            }
        }

        impl<T> Serialize for $name<'_, Option<T>>
        where
            for<'b> $name<'b, T>: Serialize,
        {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.0.as_ref().map($name).serialize(serializer)
            }
        }

        impl<T> Serialize for $name<'_, Clearable<T>>
        where
            for<'b> $name<'b, T>: Serialize,
        {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.0.as_ref().map($name).serialize(serializer)
            }
        }

        impl<T> Serialize for $name<'_, Vec<T>>
        where
            for<'b> $name<'b, T>: Serialize,
        {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_seq(self.0.iter().map($name))
            }
        }

        impl<K: Serialize, T> Serialize for $name<'_, Map<K, T>>
        where
            for<'b> $name<'b, T>: Serialize,
        {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_map(self.0.iter().map(|(key, value)| (key, $name(value))))
            }
        }
    };
}

flags! {
    /// Flags that travel as `Y` or `N`.
    YesNo, |flag, serializer| serializer.serialize_str(if flag { "Y" } else { "N" })
}

flags! {
    /// Flags that travel as `1` or `0`.
    OneZero, |flag, serializer| serializer.serialize_u8(flag.into())
}
