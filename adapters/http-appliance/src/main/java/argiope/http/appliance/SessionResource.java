package argiope.http.appliance;

import argiope.appliance.identity.SignIn;
import argiope.core.access.Caller;
import argiope.core.access.Refusal;
import argiope.http.Access;
import argiope.http.Json;
import argiope.http.Request;
import argiope.http.Response;
import argiope.http.Routes;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import tools.jackson.databind.node.ObjectNode;

/// `/session/v1`: a browser signs in, asks who it is, signs out. `/wsa/api/v2.0/login`: a script gets a
/// token.
public final class SessionResource {
    private static final int MAX_BODY_BYTES = 8 * 1024;

    private final SignIn signIn;
    private final About about;

    public SessionResource(SignIn signIn, About about) {
        this.signIn = signIn;
        this.about = about;
    }

    public void addTo(Routes routes) {
        routes.post("/session/v1", Access.OPEN, this::start);
        routes.get("/session/v1", Access.SIGNED_IN, this::read);
        routes.delete("/session/v1", Access.SIGNED_IN, this::end);
        routes.post("/wsa/api/v2.0/login", Access.OPEN, this::login);
    }

    private Response start(Request request) {
        var body = Json.read(request.body(MAX_BODY_BYTES));
        var session = signIn.start(
                Request.required(body, "login"), Request.required(body, "password"), request.remoteAddress());
        return SessionCookie.set(Response.ok(json(session)), request, session.secret());
    }

    /// The session of the cookie; whoever came another way has an account and no session, so no `csrf`.
    private Response read(Request request) {
        return SessionCookie.read(request)
                .flatMap(signIn::find)
                .map(session -> Response.ok(json(session)))
                .orElseGet(() -> Response.ok(json(request.caller())));
    }

    private ObjectNode json(Caller caller) {
        var json = Json.object();
        json.putObject("user")
                .put("id", caller.userId())
                .put("login", caller.login())
                .put("name", "")
                .put("role", caller.role().wire());
        return json.put("product", "appliance").put("version", about.version());
    }

    private Response end(Request request) {
        SessionCookie.read(request).ifPresent(signIn::end);
        return SessionCookie.clear(Response.noContent(), request);
    }

    private ObjectNode json(SignIn.SignedIn session) {
        var json = Json.object();
        json.putObject("user")
                .put("id", session.account().id())
                .put("login", session.account().login())
                .put("name", session.account().name())
                .put("role", session.account().role().wire());
        return json.put("csrf", session.csrf()).put("product", "appliance").put("version", about.version());
    }

    private Response login(Request request) {
        var data = Json.read(request.body(MAX_BODY_BYTES)).path("data");
        var user = decoded(Request.required(data, "userName"));
        var session = signIn.startForApi(user, decoded(Request.required(data, "passphrase")), request.remoteAddress());
        var answer = Json.object();
        var out = answer.putObject("data");
        out.put("userName", session.account().login())
                .put("is2FactorRedirectRequired", "false")
                .put(
                        "role",
                        switch (session.account().role()) {
                            case ADMIN -> "Administrator";
                            case ANALYST -> "Operator";
                            case READ_ONLY -> "Read-Only Operator";
                        });
        out.putArray("email");
        out.put("jwtToken", ApiToken.of(session.account().login(), session.secret(), session.expires()));
        return Response.ok(answer);
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64.strip()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw new Refusal.NotAuthenticated(
                    "bad-base64", "User name and passphrase must be base64 with correct padding.");
        }
    }
}
