package argiope.http.platform.respond;

import argiope.core.access.Refusal;
import argiope.core.observable.Observable;
import argiope.http.Access;
import argiope.http.Json;
import argiope.http.Request;
import argiope.http.Response;
import argiope.http.Routes;
import argiope.http.platform.enrich.Envelope;
import argiope.http.platform.enrich.ObservablesJson;
import argiope.platform.module.Answer;
import argiope.platform.module.ModuleError;
import argiope.platform.module.ThreatModule.Action;
import argiope.platform.respond.Actions;
import argiope.platform.respond.LedgerEntry;
import argiope.platform.respond.LedgerEntry.State;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// `/iroh/iroh-response`: offer actions and trigger one, as published; `/response/v1/ledger`: what became of
/// them.
///
/// `expires` (`PT24H`) reaches the module as the parameter `until`, an instant.
public final class RespondResource {
    private static final String ROOT = "/iroh/iroh-response/respond";
    private static final Set<String> OURS = Set.of("observable_type", "observable_value", "dry-run", "expires");
    private static final int MOST_PARAMETERS = 20;
    private static final int LONGEST_PARAMETER = 1_000;
    private static final Duration LONGEST_EFFECT = Duration.ofDays(3650);

    private final Actions actions;
    private final Clock clock;

    public RespondResource(Actions actions, Clock clock) {
        this.actions = actions;
        this.clock = clock;
    }

    public void addTo(Routes routes) {
        routes.post(ROOT + "/observables", Access.scope("response/observables:read"), this::offer);
        routes.post(
                ROOT + "/trigger/{module-instance-id}/{action-id}",
                Access.scope("response/trigger:write"),
                this::trigger);
        routes.get("/response/v1/ledger", Access.scope("response/ledger:read"), this::ledger);
        routes.get("/response/v1/ledger/{id}", Access.scope("response/ledger:read"), this::entry);
    }

    private Response offer(Request request) throws InterruptedException {
        var json = Json.object();
        var data = json.putArray("data");
        var errors = Json.MAPPER.createArrayNode();
        for (var offer : actions.offers(request.caller(), ObservablesJson.read(request.json()))) {
            Envelope.fault(offer.answer()).ifPresent(error -> errors.add(Envelope.error(offer.instance(), error)));
            if (offer.answer() instanceof Answer.Found<List<Action>>(var offered)) {
                for (var action : offered) {
                    var one = Envelope.from(offer.instance())
                            .put("id", action.id())
                            .put("title", action.title())
                            .put("description", action.description())
                            .put("url", address(offer.instance().id(), action));
                    one.set("categories", Json.MAPPER.valueToTree(action.categories()));
                    data.add(one);
                }
            }
        }
        if (!errors.isEmpty()) json.set("errors", errors);
        return Response.ok(json);
    }

    /// Where to trigger it: the one place that says to which of several observables an action belongs.
    private static String address(String instanceId, Action action) {
        return ROOT + "/trigger/" + encoded(instanceId) + "/" + encoded(action.id()) + "?observable_type="
                + encoded(action.observable().type().wire()) + "&observable_value="
                + encoded(action.observable().value());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private Response trigger(Request request) throws InterruptedException {
        var triggered = actions.trigger(
                request.caller(),
                new Actions.Order(
                        request.path("module-instance-id"),
                        request.path("action-id"),
                        observable(request),
                        parameters(request),
                        key(request),
                        request.queryFlag("dry-run")));
        var json = Json.object();
        json.putObject("data").put("status", triggered.done() ? "success" : "failure");
        if (!triggered.done()) {
            var unknown = triggered.entry().map(e -> e.state() == State.SENT).orElse(false);
            json.putArray("errors")
                    .add(Envelope.error(
                            triggered.instance(),
                            new ModuleError("error", unknown ? "outcome unknown" : "failed", triggered.detail())));
        }
        var answer = Response.ok(json);
        triggered.entry().ifPresent(entry -> answer.header("X-Argiope-Ledger-Id", entry.id()));
        return answer;
    }

    private static Observable observable(Request request) {
        return ObservablesJson.observable(
                "The observable", parameter(request, "observable_type"), parameter(request, "observable_value"));
    }

    private static String parameter(Request request, String name) {
        return request.query(name)
                .orElseThrow(
                        () -> new Refusal.Invalid("missing-parameter", "The parameter '" + name + "' is missing."));
    }

    private Map<String, String> parameters(Request request) {
        var parameters = new HashMap<String, String>();
        request.queries().forEach((name, values) -> {
            if (OURS.contains(name) || values.isEmpty()) return;
            if (name.length() > 100 || values.getFirst().length() > LONGEST_PARAMETER)
                throw new Refusal.Invalid(
                        "bad-parameter",
                        "A parameter's value has at most " + LONGEST_PARAMETER + " characters, its name 100.");
            parameters.put(name, values.getFirst());
        });
        if (parameters.size() > MOST_PARAMETERS)
            throw new Refusal.Invalid("bad-parameter", "At most " + MOST_PARAMETERS + " parameters are passed on.");
        request.query("expires").ifPresent(text -> {
            var life = duration(text);
            if (life.isNegative() || life.isZero() || life.compareTo(LONGEST_EFFECT) > 0)
                throw new Refusal.Invalid("bad-parameter", "The parameter 'expires' must be from now to ten years.");
            parameters.put("until", Json.time(clock.instant().plus(life)));
        });
        return parameters;
    }

    private static Duration duration(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeException e) {
            throw new Refusal.Invalid(
                    "bad-parameter", "The parameter 'expires' must be an ISO 8601 duration such as PT24H.");
        }
    }

    private static Optional<String> key(Request request) {
        var key = request.header("Idempotency-Key").map(String::strip);
        if (key.isPresent() && !key.get().matches("[\\x21-\\x7e]{1,200}"))
            throw new Refusal.Invalid(
                    "bad-key", "The header Idempotency-Key must have 1 to 200 visible ASCII characters.");
        return key;
    }

    private Response ledger(Request request) {
        return Response.ok(actions
                .ledger(
                        request.caller(),
                        request.queryInt("limit", 50, 1, 500),
                        request.queryInt("offset", 0, 0, 1_000_000))
                .stream()
                .map(RespondResource::json)
                .toList());
    }

    private Response entry(Request request) {
        var entry = actions.entry(request.caller(), request.path("id"));
        var json = json(entry);
        var steps = json.putArray("steps");
        for (var step : entry.steps()) {
            var one = steps.addObject().put("state", step.state().wire()).put("at", Json.time(step.at()));
            if (!step.detail().isEmpty()) one.put("detail", step.detail());
        }
        return Response.ok(json);
    }

    private static ObjectNode json(LedgerEntry entry) {
        var json = Json.object()
                .put("id", entry.id())
                .put("action", entry.actionId())
                .put("title", entry.title())
                .put("module", entry.module())
                .put("moduleInstanceId", entry.moduleInstanceId());
        json.putObject("observable")
                .put("type", entry.observable().type().wire())
                .put("value", entry.observable().value());
        json.put("state", entry.state().wire())
                .put("by", entry.login())
                .put("at", Json.time(entry.at()))
                .put("changedAt", Json.time(entry.last().at()));
        if (!entry.last().detail().isEmpty()) json.put("detail", entry.last().detail());
        json.put("key", entry.key());
        var until = entry.parameters().get("until");
        if (until != null) json.put("expires", until);
        return json;
    }
}
