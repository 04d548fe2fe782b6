package argiope.http.platform.identity;

import argiope.core.access.Caller;
import argiope.core.access.Refusal;
import argiope.core.access.Role;
import argiope.http.Access;
import argiope.http.Json;
import argiope.http.Request;
import argiope.http.Response;
import argiope.http.Routes;
import argiope.platform.identity.Account;
import argiope.platform.identity.Identity;
import argiope.platform.identity.Organisation;
import argiope.platform.identity.ScopeTable;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `/iroh/profile` and `/iroh/user-mgmt`, as published: who asks, their organisation, its users.
public final class ProfileResource {
    private static final int MOST = 1_000;

    private final Identity identity;

    public ProfileResource(Identity identity) {
        this.identity = identity;
    }

    public void addTo(Routes routes) {
        routes.get("/iroh/profile/whoami", Access.scope("profile:read"), this::whoami);
        routes.get("/iroh/profile/org", Access.scope("profile:read"), this::organisation);
        routes.post("/iroh/profile/org", Access.scope("profile:write"), this::rename);
        routes.get("/iroh/user-mgmt/users/{id}", Access.scope("users:read"), this::user);
        routes.get("/iroh/user-mgmt/batch/users", Access.scope("users:read"), this::batch);
        routes.post("/iroh/user-mgmt/search/users", Access.scope("users:read"), this::search);
    }

    private Response whoami(Request request) {
        var caller = request.caller();
        var json = Json.object();
        json.set("user", json(identity.account(caller, caller.userId())));
        json.set("org", json(identity.organisation(caller)));
        return Response.ok(json);
    }

    private Response organisation(Request request) {
        return Response.ok(json(identity.organisation(request.caller())));
    }

    private Response rename(Request request) {
        var body = request.jsonObject();
        allowed(body, Set.of("name"));
        return Response.ok(json(identity.rename(request.caller(), Request.required(body, "name"))));
    }

    private static void allowed(ObjectNode body, Set<String> keys) {
        var errors = new TreeMap<String, String>();
        for (var key : body.propertyNames()) if (!keys.contains(key)) errors.put(key, "disallowed-key");
        if (!errors.isEmpty())
            throw new Refusal.Invalid(
                    "invalid_request",
                    "These keys are not allowed: " + String.join(", ", errors.keySet()) + ".",
                    Map.of("errors", errors));
    }

    private Response user(Request request) {
        return Response.ok(json(identity.account(request.caller(), request.path("id"))));
    }

    private Response batch(Request request) {
        var wanted = new HashSet<>(request.queries("id"));
        if (wanted.size() > MOST) throw new Refusal.Invalid("bad-parameter", "At most " + MOST + " ids at once.");
        return Response.ok(identity.accounts(request.caller()).stream()
                .filter(account -> wanted.contains(account.id()))
                .map(ProfileResource::json)
                .toList());
    }

    private Response search(Request request) {
        var body = request.body();
        var filter = body.length == 0 ? Json.object() : Json.read(body);
        if (!(filter instanceof ObjectNode object)) throw new Refusal.Invalid("bad-json", "A JSON object is expected.");
        return Response.ok(found(request.caller(), object, request));
    }

    private List<ObjectNode> found(Caller caller, ObjectNode filter, Request request) {
        var order = order(request.query("sort_by").orElse("created-at"));
        var sorted = identity.accounts(caller).stream()
                .filter(matching(filter))
                .sorted(request.query("sort_order").orElse("asc").equals("desc") ? order.reversed() : order)
                .toList();
        return sorted.stream()
                .skip(request.queryInt("offset", 0, 0, Integer.MAX_VALUE))
                .limit(request.queryInt("limit", 100, 1, MOST))
                .map(ProfileResource::json)
                .toList();
    }

    private static Comparator<Account> order(String by) {
        Comparator<Account> order = switch (by) {
            case "user-name", "user-nick" -> Comparator.comparing(Account::name);
            case "user-email" -> Comparator.comparing(Account::key);
            case "role" -> Comparator.comparing(account -> role(account.role()));
            case "updated-at" -> Comparator.comparing(Account::updatedAt);
            case "last-logged-at" -> Comparator.comparing(Account::signedInAtOrNever);
            case "created-at" -> Comparator.comparing(Account::createdAt);
            default -> throw new Refusal.Invalid("bad-parameter", "Users cannot be sorted by that field.");
        };
        return order.thenComparing(Account::id);
    }

    private static Predicate<Account> matching(ObjectNode filter) {
        allowed(filter, Set.of("role", "enabled?", "user-id", "user-email", "user-name"));
        return account -> fits(filter.get("role"), role(account.role()))
                && fits(filter.get("enabled?"), Boolean.toString(account.enabled()))
                && fits(filter.get("user-id"), account.id())
                && fits(filter.get("user-email"), account.login())
                && fits(filter.get("user-name"), account.name());
    }

    /// One value, or any of a list.
    private static boolean fits(@org.jspecify.annotations.Nullable JsonNode wanted, String value) {
        if (wanted == null) return true;
        if (wanted.isArray())
            return wanted.valueStream().anyMatch(one -> one.asString("").equals(value));
        return wanted.asString("").equals(value);
    }

    private static String role(Role role) {
        return role == Role.ADMIN ? "admin" : "user";
    }

    private static ObjectNode json(Organisation organisation) {
        return Json.object()
                .put("id", organisation.id())
                .put("name", organisation.name())
                .put("enabled?", organisation.enabled())
                .put("created-at", Json.time(organisation.createdAt()))
                .put("updated-at", Json.time(organisation.updatedAt()))
                .put("activation-status", "activated")
                .put("scim-status", "activated")
                .put("allow-all-role-to-login", false)
                .put("allow-all-role-to-login-editable?", false);
    }

    private static ObjectNode json(Account account) {
        var json = Json.object()
                .put("user-id", account.id())
                .put("user-name", account.name())
                .put("user-nick", account.login())
                .put("user-email", account.login())
                .put("org-id", account.orgId())
                .put("role", role(account.role()));
        json.set("scopes", Json.MAPPER.valueToTree(new TreeSet<>(ScopeTable.of(account.role()))));
        json.put("enabled?", account.enabled())
                .put("created-at", Json.time(account.createdAt()))
                .put("updated-at", Json.time(account.updatedAt()))
                .put("last-logged-at", Json.time(account.signedInAt().orElse(account.createdAt())));
        json.putArray("idp-mappings")
                .addObject()
                .put("idp", "local")
                .put("user-identity-id", account.id())
                .put("organization-id", account.orgId())
                .put("enabled?", account.enabled());
        return json;
    }
}
