package argiope.http.platform.module;

import argiope.core.access.Refusal;
import argiope.http.Access;
import argiope.http.Json;
import argiope.http.Request;
import argiope.http.Response;
import argiope.http.Routes;
import argiope.platform.module.ModuleDirectory;
import argiope.platform.module.ModuleInstance;
import argiope.platform.module.ModuleKind;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `/iroh/iroh-int`: module types to read, module instances to configure, as published.
public final class ModuleResource {
    private static final String TYPES = "/iroh/iroh-int/module-type";
    private static final String INSTANCES = "/iroh/iroh-int/module-instance";
    private static final int MOST = 1_000;

    private final ModuleDirectory modules;

    public ModuleResource(ModuleDirectory modules) {
        this.modules = modules;
    }

    public void addTo(Routes routes) {
        routes.get(TYPES, Access.scope("integration/module-type:read"), this::types);
        routes.get(TYPES + "/{id}", Access.scope("integration/module-type:read"), this::type);
        var read = Access.scope("integration/module-instance:read");
        var write = Access.scope("integration/module-instance:write");
        routes.get(INSTANCES, read, this::instances);
        routes.get(INSTANCES + "/{id}", read, this::instance);
        routes.post(INSTANCES, write, this::create);
        routes.patch(INSTANCES + "/{id}", write, this::change);
        routes.delete(INSTANCES + "/{id}", write, this::delete);
    }

    private Response types(Request request) {
        var record = request.query("record");
        return page(
                request,
                modules.types().stream()
                        .map(kind -> json(request, kind))
                        .filter(type -> record.isEmpty()
                                || type.path("record").asString("").equals(record.get())),
                "title");
    }

    private Response type(Request request) {
        return Response.ok(json(request, modules.type(request.path("id"))));
    }

    private Response instances(Request request) {
        var type = request.query("module_type_id");
        return page(
                request,
                modules.all(request.caller()).stream()
                        .filter(instance -> type.isEmpty() || type.get().equals(instance.typeId()))
                        .map(this::json),
                "name");
    }

    private static Response page(Request request, Stream<ObjectNode> all, String name) {
        var text = request.query("query").orElse("").toLowerCase(Locale.ROOT);
        var enabled = request.query("enabled");
        Predicate<ObjectNode> wanted = json -> (enabled.isEmpty()
                        || json.path("enabled").booleanValue(true)
                                == enabled.get().equals("true"))
                && json.path(name).asString("").toLowerCase(Locale.ROOT).contains(text);
        return Response.ok(all.filter(wanted)
                .skip(request.queryInt("offset", 0, 0, Integer.MAX_VALUE))
                .limit(request.queryInt("limit", 100, 1, MOST))
                .toList());
    }

    private Response instance(Request request) {
        return Response.ok(json(modules.read(request.caller(), request.path("id"))));
    }

    private Response create(Request request) {
        var body = request.jsonObject();
        var settings = new HashMap<String, String>();
        settings(body).forEach((key, value) -> value.ifPresent(text -> settings.put(key, text)));
        var instance = modules.create(
                request.caller(),
                new ModuleDirectory.Draft(
                        Request.required(body, "name"),
                        Request.required(body, "module_type_id"),
                        Request.optional(body, "visibility").orElse("org"),
                        flag(body, "enabled").orElse(true),
                        settings));
        return Response.created(INSTANCES + "/" + instance.id(), json(instance));
    }

    private Response change(Request request) {
        var body = request.jsonObject();
        var old = modules.read(request.caller(), request.path("id"));
        Request.optional(body, "module_type_id").ifPresent(type -> {
            if (!type.equals(old.typeId()))
                throw new Refusal.Invalid("bad-field", "The type of an instance cannot change: create another one.");
        });
        return Response.ok(json(modules.change(
                request.caller(),
                old.id(),
                new ModuleDirectory.Change(Request.optional(body, "name"), flag(body, "enabled"), settings(body)))));
    }

    private Response delete(Request request) {
        modules.delete(request.caller(), request.path("id"));
        return Response.noContent();
    }

    private static Optional<Boolean> flag(ObjectNode body, String name) {
        var value = body.get(name);
        if (value == null || value.isNull()) return Optional.empty();
        if (!value.isBoolean())
            throw new Refusal.Invalid("bad-field", "The field '" + name + "' must be true or false.");
        return Optional.of(value.booleanValue());
    }

    /// As text, by key; empty for `null`, which takes a setting away.
    private static Map<String, Optional<String>> settings(ObjectNode body) {
        var settings = body.get("settings");
        if (settings == null || settings.isNull()) return Map.of();
        if (!settings.isObject()) throw new Refusal.Invalid("bad-settings", "The field 'settings' must be an object.");
        var texts = new HashMap<String, Optional<String>>();
        for (var setting : settings.properties()) {
            var value = setting.getValue();
            if (value.isContainer())
                throw new Refusal.Invalid(
                        "bad-settings",
                        "The setting '" + setting.getKey() + "' must be text, a number, true or false.");
            texts.put(setting.getKey(), value.isNull() ? Optional.empty() : Optional.of(value.asString()));
        }
        return texts;
    }

    private static ObjectNode json(Request request, ModuleKind kind) {
        var json = kind.type().deepCopy();
        json.put("id", kind.typeId());
        putIfAbsent(json, "org_id", request.caller().orgId());
        putIfAbsent(json, "user_id", "argiope");
        putIfAbsent(json, "client_id", "argiope");
        putIfAbsent(
                json, "record", "argiope.modules/" + json.path("default_name").asString("module"));
        putIfAbsent(json, "visibility", "global");
        putIfAbsent(json, "created_at", "2026-01-01T00:00:00.000Z");
        if (!json.has("default_name"))
            json.put("default_name", json.path("title").asString(""));
        if (!json.has("enabled")) json.put("enabled", true);
        return json;
    }

    private static void putIfAbsent(ObjectNode json, String key, String value) {
        if (!json.has(key)) json.put(key, value);
    }

    private ObjectNode json(ModuleInstance instance) {
        var json = Json.object()
                .put("id", instance.id())
                .put("name", instance.name())
                .put("module_type_id", instance.typeId())
                .put("enabled", instance.enabled())
                .put("visibility", instance.visibility())
                .put("org_id", instance.orgId())
                .put("user_id", instance.userId())
                .put("created_at", Json.time(instance.createdAt()))
                .put("updated_at", Json.time(instance.updatedAt()));
        if (!instance.clientId().isEmpty()) json.put("client_id", instance.clientId());
        var types = types(instance.typeId());
        var settings = json.putObject("settings");
        new TreeMap<>(instance.settings()).forEach((key, value) -> {
            switch (value.isBlank() ? "string" : types.getOrDefault(key, "string")) {
                case "integer" -> settings.put(key, Long.parseLong(value));
                case "boolean" -> settings.put(key, Boolean.parseBoolean(value));
                default -> settings.put(key, value);
            }
        });
        return json;
    }

    /// The kinds of the settings by key, as the type specifies them; only of those whose values were checked
    /// for it.
    private Map<String, String> types(String typeId) {
        var found = new HashMap<String, String>();
        List<JsonNode> fields = modules.types().stream()
                .filter(kind -> kind.typeId().equals(typeId))
                .flatMap(kind -> kind.type().path("configuration_spec").valueStream())
                .toList();
        for (var field : fields)
            found.put(field.path("key").asString(""), field.path("type").asString("string"));
        return found;
    }
}
