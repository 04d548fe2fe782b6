package argiope.http.platform.identity;

import argiope.core.access.Caller;
import argiope.core.access.Refusal;
import argiope.http.Access;
import argiope.http.Json;
import argiope.http.Request;
import argiope.http.Response;
import argiope.http.Routes;
import argiope.platform.identity.Account;
import argiope.platform.identity.ApiClient;
import argiope.platform.identity.ApiClients;
import argiope.platform.identity.Identity;
import argiope.platform.identity.ScopeTable;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/// `/clients/v1`: one's API clients; to admins everybody's.
public final class ClientResource {
    private final ApiClients clients;
    private final Identity identity;

    public ClientResource(ApiClients clients, Identity identity) {
        this.clients = clients;
        this.identity = identity;
    }

    public void addTo(Routes routes) {
        routes.get("/clients/v1", Access.SIGNED_IN, this::all);
        routes.get("/clients/v1/scopes", Access.SIGNED_IN, _ -> scopes());
        routes.post("/clients/v1", Access.SIGNED_IN, this::create);
        routes.delete("/clients/v1/{id}", Access.SIGNED_IN, this::delete);
    }

    private Response all(Request request) {
        var logins = logins(request.caller());
        return Response.ok(clients.all(request.caller()).stream()
                .map(client -> json(client, logins))
                .toList());
    }

    private Map<String, String> logins(Caller caller) {
        return identity.accounts(caller).stream().collect(Collectors.toMap(Account::id, Account::login));
    }

    private Response create(Request request) {
        var body = request.jsonObject();
        var preset = Request.optional(body, "preset");
        Collection<String> scopes;
        if (preset.isPresent()) {
            scopes = ScopeTable.PRESETS.stream()
                    .filter(p -> p.id().equals(preset.get()))
                    .findFirst()
                    .orElseThrow(() -> new Refusal.Invalid("unknown-preset", "There is no such preset."))
                    .scopes();
        } else {
            var list = body.path("scopes");
            if (!list.isArray() || !list.valueStream().allMatch(scope -> scope.isString()))
                throw new Refusal.Invalid("bad-scopes", "Give a 'preset', or 'scopes' as a list of names.");
            scopes = list.valueStream().map(scope -> scope.stringValue()).toList();
        }
        var made = clients.create(request.caller(), Request.required(body, "name"), scopes);
        return Response.created(
                        "/clients/v1/" + made.client().id(),
                        json(made.client(), logins(request.caller())).put("password", made.password()))
                .header("Cache-Control", "no-store");
    }

    private Response delete(Request request) {
        clients.delete(request.caller(), request.path("id"));
        return Response.noContent();
    }

    private static ObjectNode json(ApiClient client, Map<String, String> logins) {
        var json = Json.object().put("id", client.id()).put("name", client.name());
        json.set("scopes", Json.MAPPER.valueToTree(new TreeSet<>(client.scopes())));
        json.put("owner", logins.getOrDefault(client.ownerId(), client.ownerId()))
                .put("createdAt", Json.time(client.createdAt()));
        client.usedAt().ifPresent(at -> json.put("lastUsedAt", Json.time(at)));
        return json;
    }

    private static Response scopes() {
        var json = Json.object();
        var presets = json.putArray("presets");
        for (var preset : ScopeTable.PRESETS) {
            presets.addObject()
                    .put("id", preset.id())
                    .put("title", preset.title())
                    .set("scopes", Json.MAPPER.valueToTree(new TreeSet<>(preset.scopes())));
        }
        json.set("scopes", Json.MAPPER.valueToTree(entries(ScopeTable.ENTRIES)));
        return Response.ok(json);
    }

    private static List<ObjectNode> entries(List<ScopeTable.Entry> entries) {
        return entries.stream()
                .map(entry -> {
                    var json = Json.object().put("name", entry.name()).put("title", entry.title());
                    if (!entry.children().isEmpty())
                        json.set("children", Json.MAPPER.valueToTree(entries(entry.children())));
                    return json;
                })
                .toList();
    }
}
