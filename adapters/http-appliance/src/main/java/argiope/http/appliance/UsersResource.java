package argiope.http.appliance;

import argiope.appliance.identity.Account;
import argiope.appliance.identity.Users;
import argiope.core.access.Refusal;
import argiope.core.access.Role;
import argiope.http.Access;
import argiope.http.Json;
import argiope.http.Request;
import argiope.http.Response;
import argiope.http.Routes;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `/users/v1`: who may sign in. Admins only.
public final class UsersResource {
    private final Users users;

    public UsersResource(Users users) {
        this.users = users;
    }

    public void addTo(Routes routes) {
        routes.get("/users/v1", Access.ADMINS, this::all);
        routes.post("/users/v1", Access.ADMINS, this::create);
        routes.patch("/users/v1/{id}", Access.ADMINS, this::change);
    }

    private Response all(Request request) {
        var list = Json.MAPPER.createArrayNode();
        for (var account : users.all(request.caller())) list.add(json(account));
        return Response.ok(list);
    }

    private Response create(Request request) {
        var body = request.jsonObject();
        var made = users.create(
                request.caller(),
                Request.required(body, "login"),
                Request.optional(body, "name").orElse(""),
                role(Request.required(body, "role")),
                Request.optional(body, "password"));
        var json = json(made.account());
        if (!made.password().isEmpty()) json.put("password", made.password());
        return Response.created("/users/v1/" + made.account().id(), json).header("Cache-Control", "no-store");
    }

    private Response change(Request request) {
        var body = request.jsonObject();
        return Response.ok(json(users.change(
                request.caller(),
                request.path("id"),
                new Users.Change(
                        Request.optional(body, "name"),
                        Request.optional(body, "role").map(UsersResource::role),
                        flag(body, "enabled"),
                        Request.optional(body, "password")))));
    }

    private static Optional<Boolean> flag(JsonNode body, String name) {
        var value = body.path(name);
        if (value.isMissingNode()) return Optional.empty();
        if (!value.isBoolean())
            throw new Refusal.Invalid("bad-field", "The field '" + name + "' must be true or false.");
        return Optional.of(value.booleanValue());
    }

    private static Role role(String wire) {
        return Role.of(wire)
                .orElseThrow(() -> new Refusal.Invalid(
                        "bad-role",
                        "The role is one of "
                                + Arrays.stream(Role.values()).map(Role::wire).collect(Collectors.joining(", "))
                                + "."));
    }

    private static ObjectNode json(Account account) {
        var json = Json.object()
                .put("id", account.id())
                .put("login", account.login())
                .put("name", account.name())
                .put("role", account.role().wire())
                .put("enabled", account.enabled())
                .put("createdAt", Json.time(account.createdAt()));
        account.lastSignIn().ifPresent(at -> json.put("lastSignIn", Json.time(at)));
        return json;
    }
}
