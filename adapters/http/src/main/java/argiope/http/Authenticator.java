package argiope.http;

import argiope.core.access.Caller;
import java.util.Optional;

/// Finds out who asks, by token, basic authentication or session cookie.
@FunctionalInterface
public interface Authenticator {
    /// Empty when the request brings no credentials at all. Throws [argiope.core.access.Refusal.NotAuthenticated]
    /// for bad ones, and [argiope.core.access.Refusal.NotAllowed] `csrf` for a write with a cookie and without its
    /// header.
    Optional<Caller> caller(Request request);
}
