//! Not public API: every name that generated code may use, in this crate and in a user's own.

pub use crate::caller::{Caller, HasClient};
pub use crate::context::{Any, AnyContext, Application, ApplicationContext, ServedBy, Webhook};
#[cfg(all(feature = "bizproc", feature = "macros"))]
pub use crate::declare::property as declare;
pub use crate::decode::{
    Decode, DecodeError, Fields, Form, Path, Places, decode_enum, decode_union, deserialize, enum_fits,
    enum_is_nothing, is_no_object,
};
pub use crate::encode::{OneZero, YesNo, encode_enum};
pub use crate::error::{
    ErrorKind, ErrorTable, InvalidRequest, InvalidValue, Listed, MethodErrorKind, Never, Reasoned, SystemListed,
    debug_error_kind, place, reason, same_error_kind,
};
pub use crate::method::{Authorization, Effect, Method, Version};
pub use crate::pages::List;
pub use crate::pages::paging::{Paging, Style};
pub use crate::record::{
    Constant, ConstantValue, Flags, Further, FurtherReceived, Received, Record, Shown, Then, Values, clone_record,
    debug_record, decode_record, record_fits, record_strangers, serialize_record,
};
pub use crate::state::{Complete, Draft, Given, Hidden, Missing, Present, Waived, any, finite, list, map, missing};
pub use crate::system::SystemErrorKind;
pub use crate::value::rule::{Pattern, State, TextRule, counted, in_range};
pub use crate::value::{
    Clearable, Date, DateTime, Extra, File, Id, IdKind, Map, OpenEnum, Timestamp, Unlisted, debug_enum,
};
pub use crate::{
    __deserialize_by_decode as deserialize_by_decode, __error_kind as error_kind, __integer_newtype as integer_newtype,
    __open_enum as open_enum, __received_record as received_record, __record as record,
    __system_error_kind as system_error_kind, __text_newtype as text_newtype,
};
pub use serde::{Deserialize, Deserializer, Serialize, Serializer};
pub use serde_json::Value;
