package argiope.http.platform.identity;

import argiope.http.Access;
import argiope.http.Json;
import argiope.http.Request;
import argiope.http.Response;
import argiope.http.Routes;
import argiope.platform.identity.ApiClients;
import argiope.platform.identity.ApiClients.TokenAnswer;
import argiope.platform.identity.ScopeTable;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// `/iroh/oauth2/token` (RFC 6749), the key set and the discovery document.
public final class TokenResource {
    private record Credentials(String id, String password) {}

    private final ApiClients clients;
    private final JwtTokens tokens;

    public TokenResource(ApiClients clients, JwtTokens tokens) {
        this.clients = clients;
        this.tokens = tokens;
    }

    public void addTo(Routes routes) {
        routes.post("/iroh/oauth2/token", Access.OPEN, this::token);
        routes.get("/.well-known/jwks", Access.OPEN, _ -> keys());
        routes.get("/.well-known/openid-configuration", Access.OPEN, _ -> discovery());
    }

    private Response token(Request request) {
        var grant = request.form("grant_type");
        if (grant.isEmpty())
            return error(400, "invalid_request", "The form field grant_type is missing; send client_credentials.");
        if (!grant.get().equals("client_credentials"))
            return error(400, "unsupported_grant_type", "Only the grant client_credentials is supported.");
        var credentials = basic(request);
        if (credentials.isEmpty()) return wrong();
        var answer = clients.token(
                credentials.get().id(),
                credentials.get().password(),
                request.form("scope").orElse(""));
        return switch (answer) {
            case TokenAnswer.Granted(var token, var life, var scopes) ->
                noStore(Response.ok(Json.object()
                        .put("access_token", token)
                        .put("token_type", "bearer")
                        .put("expires_in", life.toSeconds())
                        .put("scope", String.join(" ", scopes))));
            case TokenAnswer.WrongCredentials _ -> wrong();
            case TokenAnswer.ScopeNotAllowed(var scope) ->
                error(400, "invalid_scope", "The client may not have the scope '" + scope + "'.");
        };
    }

    private static Optional<Credentials> basic(Request request) {
        var header = request.header("Authorization").orElse("");
        if (!header.regionMatches(true, 0, "Basic ", 0, 6) || header.length() > 2_000) return Optional.empty();
        try {
            var text = new String(Base64.getDecoder().decode(header.substring(6).strip()), StandardCharsets.UTF_8);
            var colon = text.indexOf(':');
            if (colon < 0) return Optional.empty();
            return Optional.of(new Credentials(text.substring(0, colon), text.substring(colon + 1)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Response wrong() {
        return error(401, "invalid_client", "The client's id or password is wrong, or the client was deleted.")
                .header("WWW-Authenticate", "Basic realm=\"argiope\"");
    }

    private static Response error(int status, String code, String description) {
        return noStore(Response.json(status, Json.object().put("error", code).put("error_description", description)));
    }

    private static Response noStore(Response response) {
        return response.header("Cache-Control", "no-store").header("Pragma", "no-cache");
    }

    private Response keys() {
        return Response.bytes(
                        200, "application/jwk-set+json", tokens.published().getBytes(StandardCharsets.UTF_8))
                .header("Cache-Control", "public, max-age=60");
    }

    private Response discovery() {
        var us = tokens.address();
        var json = Json.object()
                .put("issuer", us)
                .put("token_endpoint", us + "/iroh/oauth2/token")
                .put("jwks_uri", us + "/.well-known/jwks");
        json.set("grant_types_supported", Json.MAPPER.valueToTree(List.of("client_credentials")));
        json.set("token_endpoint_auth_methods_supported", Json.MAPPER.valueToTree(List.of("client_secret_basic")));
        json.set("response_types_supported", Json.MAPPER.valueToTree(List.of()));
        json.set("subject_types_supported", Json.MAPPER.valueToTree(List.of("public")));
        json.set("id_token_signing_alg_values_supported", Json.MAPPER.valueToTree(List.of("RS256")));
        json.set(
                "scopes_supported",
                Json.MAPPER.valueToTree(
                        ScopeTable.ENTRIES.stream().map(ScopeTable.Entry::name).toList()));
        return Response.ok(json);
    }
}
