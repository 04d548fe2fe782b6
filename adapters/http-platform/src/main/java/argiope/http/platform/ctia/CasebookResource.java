package argiope.http.platform.ctia;

import static argiope.http.platform.ctia.CtiaRoutes.expected;
import static argiope.http.platform.ctia.CtiaRoutes.require;
import static argiope.http.platform.ctia.CtiaRoutes.type;
import static argiope.http.platform.ctia.CtiaRoutes.waitsForIndex;

import argiope.core.access.Refusal;
import argiope.http.Access;
import argiope.http.Json;
import argiope.http.Request;
import argiope.http.Response;
import argiope.http.Routes;
import argiope.http.platform.ctia.CtiaRoutes.Right;
import argiope.platform.intelligence.Intelligence;
import argiope.platform.intelligence.Intelligence.ItemOperation;
import argiope.platform.intelligence.entity.EntityDescription;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What only casebooks have: changing their lists item by item, and our own view of one with authors and history.
final class CasebookResource {
    private final Intelligence intelligence;
    private final EntityDescription casebook = type("casebook");

    CasebookResource(Intelligence intelligence) {
        this.intelligence = intelligence;
    }

    void addTo(CtiaRoutes published, Routes own) {
        published.add("POST", "/ctia/casebook/{id}/observables", request -> items(request, "observables"));
        published.add("POST", "/ctia/casebook/{id}/texts", request -> items(request, "texts"));
        published.add("POST", "/ctia/casebook/{id}/bundle", this::bundle);
        own.get("/casebooks/v1/{id}", Access.scope("casebook:read"), this::detail);
    }

    private record Asked(ItemOperation operation, JsonNode value) {}

    private static Asked asked(Request request, String name) {
        var body = request.jsonObject();
        var errors = Json.object();
        for (var entry : body.properties())
            if (!List.of("operation", name).contains(entry.getKey())) errors.put(entry.getKey(), "disallowed-key");
        var operation = ItemOperation.of(body.path("operation").asString(""));
        if (operation.isEmpty()) errors.put("operation", "must be one of: add, remove, replace");
        var value = body.get(name);
        if (value == null) errors.put(name, "missing-required-key");
        if (value == null || operation.isEmpty() || !errors.isEmpty())
            throw new Refusal.Invalid(
                    "bad-shape",
                    "The body does not have the form it needs; 'errors' shows where.",
                    Map.of("errors", errors, "type", "compojure.api.exception/request-validation"));
        return new Asked(operation.get(), value);
    }

    private Response items(Request request, String field) {
        var caller = require(request, "casebook", Right.CREATE);
        var asked = asked(request, field);
        var waits = waitsForIndex(request);
        return EntityResource.written(
                intelligence.items(
                        caller,
                        casebook,
                        request.path("id"),
                        field,
                        asked.operation,
                        asked.value,
                        expected(request),
                        waits),
                waits);
    }

    private Response bundle(Request request) {
        var caller = require(request, "casebook", Right.CREATE);
        var asked = asked(request, "bundle");
        var waits = waitsForIndex(request);
        return EntityResource.written(
                intelligence.bundle(
                        caller, casebook, request.path("id"), asked.operation, asked.value, expected(request), waits),
                waits);
    }

    private Response detail(Request request) {
        var detail = intelligence.detail(request.caller(), casebook, request.path("id"));
        var json = Json.object();
        json.set("casebook", detail.entity());
        json.put("version", detail.version());
        for (var field : casebook.items()) {
            var list = json.putArray(field);
            for (var item : detail.items().getOrDefault(field, List.of())) {
                var shown = ((ObjectNode) item.value()).deepCopy();
                list.add(shown.put("by", item.by()).put("at", Json.time(item.at())));
            }
        }
        var history = json.putArray("history");
        detail.history().forEach(history::add);
        return Response.ok(json).header("ETag", CtiaRoutes.tag(detail.version()));
    }
}
