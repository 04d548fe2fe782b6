/// Signing in, users, API clients and their tokens, the profile: the routes, and what finds out who asks.
///
/// Lives here: [argiope.http.platform.identity.PlatformAuthenticator],
/// [argiope.http.platform.identity.JwtTokens] with its [argiope.http.platform.identity.SigningKeys], and the
/// resources. May use: `platform`'s `identity`, the HTTP adapter, Nimbus. Used by: `app`.
@NullMarked
package argiope.http.platform.identity;

import org.jspecify.annotations.NullMarked;
