package argiope.http.platform.identity;

import argiope.core.access.Refusal;
import argiope.http.Access;
import argiope.http.Json;
import argiope.http.Request;
import argiope.http.Response;
import argiope.http.Routes;
import argiope.platform.identity.Identity;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/// `/session/v1`: sign in, look, sign out.
public final class SessionResource {
    private final Identity identity;
    private final OwnPages ownPages;
    private final String version;

    /// @param address our public address, asked at each use
    /// @param version of the product, for people
    public SessionResource(Identity identity, Supplier<String> address, String version) {
        this.identity = identity;
        this.ownPages = new OwnPages(address);
        this.version = version;
    }

    public void addTo(Routes routes) {
        routes.post("/session/v1", Access.OPEN, this::signIn);
        routes.get("/session/v1", Access.SIGNED_IN, this::read);
        routes.delete("/session/v1", Access.SIGNED_IN, this::signOut);
    }

    private Response signIn(Request request) {
        // Else another site could sign a person in as somebody else, who then reads what they write.
        if (!ownPages.ask(request))
            throw new Refusal.NotAllowed("other-site", "Sign in on a page of this platform's own.");
        var body = request.jsonObject();
        var opened = identity.signIn(
                Request.required(body, "login"), Request.required(body, "password"), request.remoteAddress());
        return Response.ok(json(opened.session()))
                .header(
                        "Set-Cookie",
                        cookie(request, opened.secret(), opened.life().toSeconds()))
                .header("Cache-Control", "no-store");
    }

    private Response read(Request request) {
        var session = PlatformAuthenticator.secret(request)
                .flatMap(identity::session)
                .orElseThrow(() -> new Refusal.NotAuthenticated("not-signed-in", "Nobody is signed in here."));
        return Response.ok(json(session)).header("Cache-Control", "no-store");
    }

    private Response signOut(Request request) {
        PlatformAuthenticator.secret(request).ifPresent(identity::signOut);
        return Response.noContent().header("Set-Cookie", cookie(request, "", 0));
    }

    private static String cookie(Request request, String secret, long seconds) {
        var secure = request.isSecure();
        return (secure ? PlatformAuthenticator.SECURE_COOKIE : PlatformAuthenticator.COOKIE) + "=" + secret
                + "; Path=/; Max-Age=" + seconds + "; HttpOnly; SameSite=Strict" + (secure ? "; Secure" : "");
    }

    private ObjectNode json(Identity.SignedIn session) {
        var json = Json.object();
        var account = session.account();
        json.putObject("user")
                .put("id", account.id())
                .put("login", account.login())
                .put("name", account.name())
                .put("role", account.role().wire());
        return json.put("csrf", session.csrf()).put("product", "platform").put("version", version);
    }
}
