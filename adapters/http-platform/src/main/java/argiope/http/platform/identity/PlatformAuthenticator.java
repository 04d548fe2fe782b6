package argiope.http.platform.identity;

import argiope.core.access.Caller;
import argiope.core.access.Refusal;
import argiope.http.Authenticator;
import argiope.http.Request;
import argiope.platform.identity.ApiClients;
import argiope.platform.identity.Identity;
import java.util.Optional;
import java.util.function.Supplier;

/// Knows callers by their access token, or by the portal's cookie. A token that is expired, revoked or not ours
/// is 401, never 403, so that clients renew it. A cookie counts only on requests of our own pages, and for a
/// write only with the session's word in `X-Argiope-CSRF`.
public final class PlatformAuthenticator implements Authenticator {
    static final String COOKIE = "argiope-platform";
    static final String SECURE_COOKIE = "__Host-argiope-platform";
    static final String CSRF_HEADER = "X-Argiope-CSRF";

    private final Identity identity;
    private final ApiClients clients;
    private final OwnPages ownPages;

    /// @param address our public address, asked at each use
    public PlatformAuthenticator(Identity identity, ApiClients clients, Supplier<String> address) {
        this.identity = identity;
        this.clients = clients;
        this.ownPages = new OwnPages(address);
    }

    @Override
    public Optional<Caller> caller(Request request) {
        var authorization = request.header("Authorization");
        if (authorization.isPresent()) return Optional.of(bearer(authorization.get()));
        var secret = secret(request);
        if (secret.isEmpty() || !ownPages.ask(request)) return Optional.empty();
        var session = identity.session(secret.get())
                .orElseThrow(
                        () -> new Refusal.NotAuthenticated("not-signed-in", "The session is over. Sign in again."));
        var reads = request.method().equals("GET") || request.method().equals("HEAD");
        if (!reads && !Identity.csrfMatches(session, request.header(CSRF_HEADER).orElse("")))
            throw new Refusal.NotAllowed(
                    "csrf", "A write with the cookie needs the session's word in the header " + CSRF_HEADER + ".");
        return Optional.of(session.caller());
    }

    private Caller bearer(String authorization) {
        if (!authorization.regionMatches(true, 0, "Bearer ", 0, 7))
            throw new Refusal.NotAuthenticated("invalid_token", "Send an access token: Authorization: Bearer …");
        return clients.caller(authorization.substring(7).strip())
                .orElseThrow(() -> new Refusal.NotAuthenticated(
                        "invalid_token", "The access token is expired, revoked or not ours. Get a new one."));
    }

    static Optional<String> secret(Request request) {
        return request.cookie(request.isSecure() ? SECURE_COOKIE : COOKIE);
    }
}
