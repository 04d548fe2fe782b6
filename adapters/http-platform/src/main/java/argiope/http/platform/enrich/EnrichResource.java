package argiope.http.platform.enrich;

import argiope.core.access.Refusal;
import argiope.http.Access;
import argiope.http.Handler;
import argiope.http.Json;
import argiope.http.Request;
import argiope.http.Response;
import argiope.http.Routes;
import argiope.platform.enrich.Enrichment;
import argiope.platform.enrich.Enrichment.Kind;
import argiope.platform.enrich.Enrichment.Plan;
import argiope.platform.enrich.Enrichment.Said;
import argiope.platform.module.Answer;
import argiope.platform.module.Findings;
import argiope.platform.module.ThreatModule.Reference;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `/iroh/iroh-enrich`: what modules say of observables, in one piece as published, or as a stream of events
/// when the client accepts `text/event-stream`. Whatever a module does, the answer is 200 with the others'
/// data, and its error.
public final class EnrichResource {
    private static final String ROOT = "/iroh/iroh-enrich";

    private final Enrichment enrichment;

    public EnrichResource(Enrichment enrichment) {
        this.enrichment = enrichment;
    }

    public void addTo(Routes routes) {
        for (var kind : Kind.values()) {
            var name = kind.name().toLowerCase(Locale.ROOT);
            routes.post(
                    ROOT + "/" + name + "/observables",
                    Access.scope("enrich/observables/" + name + ":read"),
                    enrich(kind));
        }
        routes.post(ROOT + "/health", Access.scope("integration/health:read"), this::health);
        routes.post(ROOT + "/health/{module_instance_id}", Access.scope("integration/health:read"), this::healthOfOne);
        routes.get(ROOT + "/settings", Access.SIGNED_IN, _ -> Response.ok(Json.object()));
    }

    private Handler enrich(Kind kind) {
        return request -> {
            var observables = ObservablesJson.read(request.json());
            var streams = request.accepts("text/event-stream");
            var plan = enrichment.plan(
                    request.caller(),
                    kind,
                    observables,
                    request.queries("mids"),
                    streams ? Enrichment.LONGEST_STREAM : Enrichment.LONGEST_WAIT);
            if (streams) return stream(request, plan);
            return Response.ok(kind == Kind.REFER ? references(request, plan) : findings(request, plan));
        };
    }

    private ObjectNode findings(Request request, Plan plan) throws Exception {
        var json = Json.object();
        var data = json.putArray("data");
        var errors = json.putArray("errors");
        for (var said : enrichment.findings(request.caller(), plan, request.queryFlag("explain"), _ -> {})) {
            var instance = said.asked().instance();
            if (said.answer() instanceof Answer.Found<Findings>(var findings))
                data.add(Envelope.from(instance).set("data", Envelope.bundle(findings)));
            errors.addAll(Envelope.errors(instance, said.answer()));
        }
        return json;
    }

    private ObjectNode references(Request request, Plan plan) throws Exception {
        var json = Json.object();
        var data = json.putArray("data");
        var errors = Json.MAPPER.createArrayNode();
        for (var said : enrichment.references(request.caller(), plan, _ -> {})) {
            var instance = said.asked().instance();
            if (said.answer() instanceof Answer.Found<List<Reference>>(var found))
                data.addAll(Envelope.references(instance, found));
            fault(said, errors);
        }
        if (!errors.isEmpty()) json.set("errors", errors);
        return json;
    }

    private static void fault(Said<?> said, ArrayNode errors) {
        Envelope.fault(said.answer())
                .ifPresent(error -> errors.add(Envelope.error(said.asked().instance(), error)));
    }

    private Response stream(Request request, Plan plan) {
        var caller = request.caller();
        var explain = request.queryFlag("explain");
        return Response.events(events -> {
            var started = System.nanoTime();
            events.send("plan", plan(plan));
            if (plan.kind() == Kind.REFER) {
                enrichment.references(caller, plan, said -> {
                    var json = heard(said);
                    if (said.answer() instanceof Answer.Found<List<Reference>>(var found))
                        json.set("data", Envelope.references(said.asked().instance(), found));
                    var errors = Json.MAPPER.createArrayNode();
                    fault(said, errors);
                    if (!errors.isEmpty()) json.set("errors", errors);
                    events.send("module", json);
                });
            } else {
                enrichment.findings(caller, plan, explain, said -> {
                    var json = heard(said);
                    if (said.answer() instanceof Answer.Found<Findings>(var findings))
                        json.set("data", Envelope.bundle(findings));
                    var errors = Envelope.errors(said.asked().instance(), said.answer());
                    if (!errors.isEmpty()) json.set("errors", Json.MAPPER.valueToTree(errors));
                    events.send("module", json);
                });
            }
            events.send(
                    "done",
                    Json.object()
                            .put(
                                    "took_ms",
                                    Duration.ofNanos(System.nanoTime() - started)
                                            .toMillis()));
        });
    }

    private static ObjectNode plan(Plan plan) {
        var json = Json.object();
        var modules = json.putArray("modules");
        for (var asked : plan.asked()) {
            modules.add(Envelope.from(asked.instance())
                    .put("deadline_ms", asked.deadline().toMillis()));
        }
        return json.put("observables", plan.observables());
    }

    private static ObjectNode heard(Said<?> said) {
        return Envelope.from(said.asked().instance()).put("took_ms", said.took().toMillis());
    }

    private Response health(Request request) throws Exception {
        var json = Json.object();
        var data = json.putArray("data");
        var errors = json.putArray("errors");
        for (var said : enrichment.health(request.caller(), List.of())) {
            if (said.answer() instanceof Answer.Found<Boolean>) data.add(healthy(said));
            fault(said, errors);
        }
        return Response.ok(json);
    }

    private Response healthOfOne(Request request) throws Exception {
        var all = enrichment.health(request.caller(), List.of(request.path("module_instance_id")));
        if (all.isEmpty())
            throw new Refusal.NotFound(
                    "module_instance_not_found", "There is no such module instance, or it is switched off.");
        var json = Json.object();
        var said = all.getFirst();
        if (said.answer() instanceof Answer.Found<Boolean>) {
            json.set("data", healthy(said));
        } else {
            fault(said, json.putArray("errors"));
        }
        return Response.ok(json);
    }

    private static ObjectNode healthy(Said<?> said) {
        var json = Envelope.from(said.asked().instance());
        json.putObject("data").put("status", "ok");
        return json;
    }
}
