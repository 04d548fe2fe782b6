package argiope.modules.appliance;

import argiope.core.access.Caller;
import argiope.core.observable.Observable;
import argiope.core.observable.ObservableType;
import argiope.platform.exchange.DeviceLinks;
import argiope.platform.exchange.Exchange;
import argiope.platform.module.Findings;
import argiope.platform.module.ModuleError;
import argiope.platform.module.ModuleFault;
import argiope.platform.module.ThreatModule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// One registered appliance. It is asked only for the organisation whose device it is. What it answers is read
/// leniently: what cannot be used is left out and said.
///
/// An action goes out once. If the device is not connected it has failed, at once; if its answer was lost nobody knows,
/// and [#settle] asks for it by the key, which also keeps an action that never arrived from being carried out later.
final class ApplianceModule implements ThreatModule.Observes, ThreatModule.Refers, ThreatModule.Responds {
    private static final Set<ObservableType> UNDERSTOOD = Set.of(
            ObservableType.IP, ObservableType.IPV6, ObservableType.DOMAIN, ObservableType.URL, ObservableType.SHA256);
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    /// A little less, so that the answer to "no answer" comes from here.
    private static final Duration DEADLINE = Duration.ofMillis(14_000);

    private static final Duration HEALTH_DEADLINE = Duration.ofSeconds(5);
    private static final int MOST_AT_ONCE = 100;
    private static final int LONGEST_TEXT = 5000;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Exchange exchange;
    private final DeviceLinks links;
    private final String orgId;
    private final String deviceId;

    ApplianceModule(Exchange exchange, DeviceLinks links, String orgId, String deviceId) {
        this.exchange = exchange;
        this.links = links;
        this.orgId = orgId;
        this.deviceId = deviceId;
    }

    @Override
    public Set<ObservableType> understands() {
        return UNDERSTOOD;
    }

    @Override
    public Duration patience() {
        return PATIENCE;
    }

    @Override
    public void health(Caller caller) throws ModuleFault, InterruptedException {
        var answer = ask("health", JSON.arrayNode(), HEALTH_DEADLINE);
        if (!text(answer.path("data"), "status").equals("ok"))
            throw new ModuleFault(new ModuleError("error", "health check failed", firstError(answer)));
    }

    private static String firstError(JsonNode answer) {
        for (var error : answer.path("errors")) if (!text(error, "message").isEmpty()) return text(error, "message");
        return "The appliance says that it is not well.";
    }

    @Override
    public Findings observe(Caller caller, List<Observable> observables) throws ModuleFault, InterruptedException {
        var findings = new Findings.Builder();
        for (var part : parts(observables)) {
            var answer = ask("observe/observables", json(part), DEADLINE);
            var dropped = 0;
            for (var document : answer.path("data").path("sightings").path("docs")) {
                if (document instanceof ObjectNode sighting
                        && text(sighting, "type").equals("sighting")
                        && sighting.path("observed_time").isObject()) findings.add("sightings", sighting);
                else dropped++;
            }
            if (dropped > 0)
                findings.warn(new ModuleError(
                        "warning", "unusable", dropped + " answers of the appliance were no sightings and left out."));
            for (var error : answer.path("errors")) findings.warn(error(error));
        }
        return findings.build();
    }

    private static ModuleError error(JsonNode error) {
        var type = text(error, "type");
        var code = text(error, "code");
        return new ModuleError(
                type.equals("fatal") || type.equals("error") ? type : "warning",
                code.isEmpty() ? "unknown" : code,
                text(error, "message"));
    }

    @Override
    public List<Reference> refer(Caller caller, List<Observable> observables) throws ModuleFault, InterruptedException {
        var links = new ArrayList<Reference>();
        for (var part : parts(observables))
            for (var link : ask("refer/observables", json(part), DEADLINE).path("data"))
                if (!text(link, "id").isEmpty() && !text(link, "title").isEmpty())
                    links.add(new Reference(
                            text(link, "id"),
                            text(link, "title"),
                            text(link, "description"),
                            text(link, "url"),
                            categories(link)));
        return links;
    }

    @Override
    public List<Action> actions(Caller caller, List<Observable> observables) throws ModuleFault, InterruptedException {
        var actions = new ArrayList<Action>();
        for (var part : parts(observables))
            for (var action : ask("respond/observables", json(part), DEADLINE).path("data")) {
                var about = action.path("query-params");
                var type = text(about, "observable_type");
                var value = text(about, "observable_value");
                // Only about what was asked: a device must not talk us into acting on something else.
                part.stream()
                        .filter(o -> o.type().wire().equals(type) && o.value().equals(value))
                        .findFirst()
                        .filter(_ -> !text(action, "id").isEmpty()
                                && !text(action, "title").isEmpty())
                        .ifPresent(observable -> actions.add(new Action(
                                text(action, "id"),
                                text(action, "title"),
                                text(action, "description"),
                                categories(action),
                                observable)));
            }
        return actions;
    }

    @Override
    public Outcome trigger(
            Caller caller, String actionId, Observable observable, Map<String, String> parameters, String key)
            throws InterruptedException {
        var body = JSON.objectNode();
        parameters.forEach(body::put);
        body.put("action-id", actionId)
                .put("observable_type", observable.type().wire())
                .put("observable_value", observable.value())
                .put("key", key)
                .put("by", caller.login());
        return outcome(body, Outcome.Failed::new);
    }

    @Override
    public Outcome settle(Caller caller, String key) throws InterruptedException {
        // While the device is away nobody knows more than before.
        return outcome(JSON.objectNode().put("key", key).put("settle", true), Outcome.Unknown::new);
    }

    /// @param away what it means that the device cannot be asked
    private Outcome outcome(ObjectNode body, Function<String, Outcome> away) throws InterruptedException {
        if (!exchange.usable(orgId, deviceId)) return away.apply(unusable().message());
        try {
            var data = links.ask(deviceId, "respond/trigger", body, DEADLINE).path("data");
            var detail = text(data, "detail");
            return switch (text(data, "status")) {
                case "success" -> new Outcome.Done(detail);
                case "failure" ->
                    new Outcome.Failed(detail.isEmpty() ? "The appliance could not carry the action out." : detail);
                default -> new Outcome.Unknown("The appliance's answer says neither success nor failure.");
            };
        } catch (DeviceLinks.NotConnected e) {
            return away.apply(String.valueOf(e.getMessage()));
        } catch (DeviceLinks.AnswerLost e) {
            return new Outcome.Unknown(String.valueOf(e.getMessage()));
        } catch (DeviceLinks.DeviceFailed e) {
            // What it refused it has not done; what it answered badly it may have.
            return switch (e.code()) {
                case "bad-answer", "answer-too-large", "internal error", "in progress" ->
                    new Outcome.Unknown(String.valueOf(e.getMessage()));
                default -> new Outcome.Failed(String.valueOf(e.getMessage()));
            };
        }
    }

    private JsonNode ask(String op, JsonNode body, Duration deadline) throws ModuleFault, InterruptedException {
        if (!exchange.usable(orgId, deviceId)) throw new ModuleFault(unusable());
        try {
            return links.ask(deviceId, op, body, deadline);
        } catch (DeviceLinks.NotConnected e) {
            throw fault("device not connected", e);
        } catch (DeviceLinks.AnswerLost e) {
            throw fault("timeout", e);
        } catch (DeviceLinks.DeviceFailed e) {
            throw fault(e.code().isEmpty() ? "unknown" : e.code(), e);
        }
    }

    private static ModuleFault fault(String code, Exception cause) {
        var fault = new ModuleFault(new ModuleError("error", code, String.valueOf(cause.getMessage())));
        fault.initCause(cause);
        return fault;
    }

    private ModuleError unusable() {
        return new ModuleError(
                "error",
                "device not connected",
                deviceId.isEmpty()
                        ? "No device is chosen for this module."
                        : "The device does not exist any more, or the services exchange is switched off.");
    }

    private static List<List<Observable>> parts(List<Observable> observables) {
        var parts = new ArrayList<List<Observable>>();
        for (var at = 0; at < observables.size(); at += MOST_AT_ONCE)
            parts.add(observables.subList(at, Math.min(observables.size(), at + MOST_AT_ONCE)));
        return parts;
    }

    private static ArrayNode json(List<Observable> observables) {
        var list = JSON.arrayNode();
        for (var observable : observables)
            list.addObject().put("type", observable.type().wire()).put("value", observable.value());
        return list;
    }

    private static List<String> categories(JsonNode node) {
        var list = new ArrayList<String>();
        for (var category : node.path("categories"))
            if (category.isString() && list.size() < 10) list.add(category.stringValue());
        return list;
    }

    private static String text(JsonNode node, String name) {
        var value = node.get(name);
        if (value == null || !value.isString()) return "";
        var text = value.stringValue();
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
    }
}
