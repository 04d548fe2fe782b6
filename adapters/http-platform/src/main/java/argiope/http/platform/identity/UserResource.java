package argiope.http.platform.identity;

import argiope.core.access.Refusal;
import argiope.core.access.Role;
import argiope.http.Access;
import argiope.http.Json;
import argiope.http.Request;
import argiope.http.Response;
import argiope.http.Routes;
import argiope.platform.identity.Account;
import argiope.platform.identity.Identity;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `/users/v1`: the accounts of the organisation, for admins.
public final class UserResource {
    private final Identity identity;

    public UserResource(Identity identity) {
        this.identity = identity;
    }

    public void addTo(Routes routes) {
        routes.get("/users/v1", Access.ADMINS, this::all);
        routes.post("/users/v1", Access.ADMINS, this::create);
        routes.patch("/users/v1/{id}", Access.ADMINS, this::change);
    }

    private Response all(Request request) {
        return Response.ok(identity.accounts(request.caller()).stream()
                .map(UserResource::json)
                .toList());
    }

    private Response create(Request request) {
        var body = request.jsonObject();
        var login = Request.required(body, "login");
        var made = identity.create(
                request.caller(),
                login,
                Request.optional(body, "name").orElse(login),
                role(Request.required(body, "role")),
                Request.optional(body, "password").filter(password -> !password.isEmpty()));
        var json = json(made.account());
        made.password().ifPresent(password -> json.put("password", password));
        return Response.created("/users/v1/" + made.account().id(), json).header("Cache-Control", "no-store");
    }

    private Response change(Request request) {
        var body = request.jsonObject();
        var change = new Identity.Change(
                Request.optional(body, "name"),
                Request.optional(body, "role").map(UserResource::role),
                flag(body, "enabled"),
                Request.optional(body, "password"));
        return Response.ok(json(identity.change(request.caller(), request.path("id"), change)));
    }

    static Role role(String wire) {
        return Role.of(wire)
                .orElseThrow(() ->
                        new Refusal.Invalid("bad-field", "The field 'role' must be admin, analyst or read-only."));
    }

    static Optional<Boolean> flag(JsonNode object, String name) {
        var value = object.get(name);
        if (value == null || value.isNull()) return Optional.empty();
        if (!value.isBoolean())
            throw new Refusal.Invalid("bad-field", "The field '" + name + "' must be true or false.");
        return Optional.of(value.booleanValue());
    }

    private static ObjectNode json(Account account) {
        var json = Json.object()
                .put("id", account.id())
                .put("login", account.login())
                .put("name", account.name())
                .put("role", account.role().wire())
                .put("enabled", account.enabled())
                .put("createdAt", Json.time(account.createdAt()));
        account.signedInAt().ifPresent(at -> json.put("lastSignIn", Json.time(at)));
        return json;
    }
}
