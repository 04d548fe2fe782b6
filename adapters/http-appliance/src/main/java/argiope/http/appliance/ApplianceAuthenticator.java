package argiope.http.appliance;

import argiope.appliance.identity.SignIn;
import argiope.core.access.Caller;
import argiope.core.access.Refusal;
import argiope.http.Authenticator;
import argiope.http.LocalKey;
import argiope.http.Request;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/// Finds out who asks the appliance: a command on the machine by the key file, under `/wsa` a script by the
/// header `jwtToken` or basic authentication, everywhere a browser by its session cookie, whose writes need
/// the session's `X-Argiope-CSRF`.
public final class ApplianceAuthenticator implements Authenticator {
    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

    private final SignIn signIn;
    private final LocalKey localKey;

    public ApplianceAuthenticator(SignIn signIn, LocalKey localKey) {
        this.signIn = signIn;
        this.localKey = localKey;
    }

    @Override
    public Optional<Caller> caller(Request request) {
        if (request.header(LocalKey.KEY).isPresent()) return Optional.of(local(request));
        if (request.rawPath().startsWith("/wsa/")) {
            var token = request.header("jwtToken");
            if (token.isPresent()) return Optional.of(byToken(token.get()));
            var authorization = request.header("Authorization").filter(h -> h.regionMatches(true, 0, "Basic ", 0, 6));
            if (authorization.isPresent())
                return Optional.of(byPassword(request, authorization.get().substring(6)));
        }
        return SessionCookie.read(request).flatMap(signIn::find).map(session -> {
            if (!READS.contains(request.method())) requireCsrf(request, session.csrf());
            return SignIn.caller(session.account());
        });
    }

    private Caller local(Request request) {
        if (!localKey.admits(request))
            throw new Refusal.NotAuthenticated(
                    "wrong-local-key",
                    "The local key is not that of the running appliance. It is made anew at each start.");
        return signIn.local(request.header(LocalKey.USER).filter(user -> !user.isBlank()));
    }

    private Caller byToken(String token) {
        return ApiToken.secret(token)
                .flatMap(signIn::find)
                .map(session -> SignIn.caller(session.account()))
                .orElseThrow(() -> new Refusal.NotAuthenticated(
                        "bad-token", "The token is not valid or has ended. Log in again."));
    }

    private Caller byPassword(Request request, String credentials) {
        String text;
        try {
            text = new String(Base64.getDecoder().decode(credentials.strip()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw new Refusal.NotAuthenticated("bad-credentials", "The header Authorization holds no valid base64.");
        }
        var colon = text.indexOf(':');
        if (colon < 0)
            throw new Refusal.NotAuthenticated(
                    "bad-credentials", "The header Authorization holds no user and password.");
        return signIn.basic(text.substring(0, colon), text.substring(colon + 1), request.remoteAddress());
    }

    private static void requireCsrf(Request request, String expected) {
        var sent = request.header("X-Argiope-CSRF").orElse("");
        if (!MessageDigest.isEqual(sent.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8)))
            throw new Refusal.NotAllowed(
                    "csrf", "A change needs the header X-Argiope-CSRF with the session's value. Load the page again.");
    }
}
