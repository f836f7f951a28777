//! An application with its credentials.

/// An application that is installed in the portal, and what it needs to call.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Application {
    /// Its identifier.
    pub client_id: String,
    /// Its secret, for the authorization server alone.
    pub client_secret: String,
    /// An access token of user 1, an administrator.
    pub access_token: String,
    /// The refresh token that belongs to it; good for one use.
    pub refresh_token: String,
    /// When the access token expires, as Unix time in seconds.
    pub expires: u64,
    /// What begins every call's address, such as `http://127.0.0.1:35241/rest/`.
    pub client_endpoint: String,
    /// The authorization server's address, such as `http://127.0.0.1:35241/oauth/token/`.
    pub token_url: String,
    /// What identifies the portal, whatever its address.
    pub member_id: String,
    /// What the portal sends along with every call of a handler, so that the application knows that it is the portal's.
    pub application_token: String,
}
