package argiope.appliance.device;

import argiope.appliance.policy.BlockList;
import argiope.appliance.settings.Settings;
import argiope.appliance.tracking.StoreUnavailable;
import argiope.appliance.tracking.TrackingStore;
import argiope.core.access.Refusal;
import argiope.core.observable.Observable;
import argiope.core.observable.ObservableType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The operations a platform may ask for, carried out on this appliance: health, version, deliberate (an appliance
/// judges nothing), observe, refer, respond and trigger. An action is carried out once for its key, also over restarts.
public final class ApplianceOperations implements DeviceOperations {
    private static final Set<ObservableType> UNDERSTOOD = Set.of(
            ObservableType.IP, ObservableType.IPV6, ObservableType.DOMAIN, ObservableType.URL, ObservableType.SHA256);
    private static final int MOST_OBSERVABLES = 100;
    private static final int LONGEST_KEY = 200;
    /// Leaves room for errors and the envelope under the link's 5 MB.
    private static final int MOST_ANSWER_CHARS = 4_500_000;

    private static final int LONGEST_PUBLISHED = 2048;
    private static final int LONGEST_REASON = 500;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final TrackingStore store;
    private final BlockList blocks;
    private final Triggers triggers;
    private final Settings settings;
    private final String serial;
    private final String version;
    private final Supplier<String> address;
    private final Clock clock;
    private final ConcurrentHashMap<String, CountDownLatch> running = new ConcurrentHashMap<>();

    /// @param serial this appliance's own id
    /// @param version of the program
    /// @param address base address of this appliance's pages, without a final slash
    public ApplianceOperations(
            TrackingStore store,
            BlockList blocks,
            Triggers triggers,
            Settings settings,
            String serial,
            String version,
            Supplier<String> address,
            Clock clock) {
        this.store = store;
        this.blocks = blocks;
        this.triggers = triggers;
        this.settings = settings;
        this.serial = serial;
        this.version = version;
        this.address = address;
        this.clock = clock;
    }

    @Override
    public JsonNode answer(String op, JsonNode body, Duration deadline) throws OperationFailed, InterruptedException {
        try {
            return switch (op) {
                case "version" -> JSON.objectNode().put("version", version);
                case "health" -> health();
                case "deliberate/observables" -> {
                    observables(body);
                    yield data(JSON.objectNode());
                }
                case "observe/observables" -> observe(observables(body), deadline);
                case "refer/observables" -> data(refer(observables(body)));
                case "respond/observables" -> data(respond(observables(body)));
                case "respond/trigger" -> trigger(body, deadline);
                default -> throw new OperationFailed("not listed", "This appliance does not do that.");
            };
        } catch (StoreUnavailable e) {
            throw new OperationFailed("store unavailable", "Web tracking cannot be read: " + e.getMessage());
        } catch (Refusal e) {
            throw new OperationFailed(e.code(), e.getMessage());
        }
    }

    private static ObjectNode data(JsonNode data) {
        var answer = JSON.objectNode();
        answer.set("data", data);
        return answer;
    }

    private JsonNode health() {
        store.held();
        return data(JSON.objectNode().put("status", "ok"));
    }

    /// Types we do not understand are left out, silently.
    private static List<Observable> observables(JsonNode body) throws OperationFailed {
        if (!body.isArray()) throw invalid("a list of observables is expected");
        if (body.size() > MOST_OBSERVABLES) throw invalid("more than " + MOST_OBSERVABLES + " observables at once");
        var list = new ArrayList<Observable>();
        for (var item : body) {
            var observable = new Observable(
                    ObservableType.of(text(item, "type")).orElse(ObservableType.DEVICE), text(item, "value"));
            if (UNDERSTOOD.contains(observable.type())
                    && !observable.value().isEmpty()
                    && list.stream().noneMatch(observable::sameAs)) list.add(observable);
        }
        return list;
    }

    private static OperationFailed invalid(String why) {
        return new OperationFailed("invalid argument", "The request is not as it should be: " + why + ".");
    }

    private static String text(JsonNode node, String name) {
        var value = node.get(name);
        return value != null && value.isString() ? value.stringValue() : "";
    }

    private JsonNode observe(List<Observable> observables, Duration deadline) {
        var end = System.nanoTime() + deadline.toNanos() * 9 / 10;
        var sightings = new Sightings(
                store, new Sightings.Observer(settings.committed().system().hostname(), serial, address.get()));
        var documents = JSON.arrayNode();
        var errors = JSON.arrayNode();
        var size = 0;
        var indexing = settings.committed().reporting().observableIndexing();
        for (var i = 0; i < observables.size(); i++) {
            var observable = observables.get(i);
            if (!indexing && (observable.type() == ObservableType.URL || observable.type() == ObservableType.SHA256)) {
                errors.add(warning(
                        "not indexed",
                        "Observable indexing is off on this appliance: URLs and SHA-256 hashes" + " are not found."));
                continue;
            }
            var share = Math.max(1_000_000, (end - System.nanoTime()) / (observables.size() - i));
            Sightings.Found found;
            try {
                found = sightings.of(observable, clock.instant(), Duration.ofNanos(share));
            } catch (Refusal.Invalid | Refusal.Unprocessable e) {
                // Of what nobody can search for nothing is known; the others in the list are told all the same.
                errors.add(warning("not searchable", e.getMessage()));
                continue;
            }
            var cut = found.cut();
            for (var sighting : found.sightings()) {
                var length = sighting.toString().length();
                if (size + length > MOST_ANSWER_CHARS) {
                    cut = true;
                    break;
                }
                size += length;
                documents.add(sighting);
            }
            if (cut)
                errors.add(warning(
                        "truncated",
                        "There are more sightings of " + shown(observable) + " than the newest " + Sightings.LIMIT
                                + ", or than could be read in time."));
        }
        var data = JSON.objectNode();
        if (!documents.isEmpty()) {
            data.putObject("sightings").put("count", documents.size()).set("docs", documents);
        }
        var answer = data(data);
        if (!errors.isEmpty()) answer.set("errors", errors);
        return answer;
    }

    private static ObjectNode warning(String code, String message) {
        return JSON.objectNode().put("type", "warning").put("code", code).put("message", message);
    }

    private static String shown(Observable observable) {
        var value = observable.value();
        return value.length() <= 100 ? value : value.substring(0, 100) + "…";
    }

    private ArrayNode refer(List<Observable> observables) {
        var links = JSON.arrayNode();
        for (var observable : observables) {
            var title = observable.type().title();
            links.add(link(
                    observable, "search", "Search for this " + title, TrackingLinks.search(address.get(), observable)));
            if (observable.type() == ObservableType.IP || observable.type() == ObservableType.IPV6)
                links.add(link(
                        observable,
                        "client",
                        "Search for this " + title + " as a client",
                        TrackingLinks.byClient(address.get(), observable)));
        }
        return links;
    }

    private ObjectNode link(Observable observable, String kind, String title, String url) {
        var id = "ref-" + kind + "-" + observable.type().wire() + "-"
                + java.net.URLEncoder.encode(observable.value(), java.nio.charset.StandardCharsets.UTF_8);
        var link = JSON.objectNode()
                .put("id", id)
                .put("title", title)
                .put(
                        "description",
                        "Opens web tracking on " + settings.committed().system().hostname())
                .put("url", url);
        link.putArray("categories").add("Search");
        return link;
    }

    // -- respond --------------------------------------------------------------------------------------------------

    private ArrayNode respond(List<Observable> observables) {
        var actions = JSON.arrayNode();
        for (var observable : observables) {
            if (!publishable(observable)) continue;
            var blocked = blocks.find(observable).isPresent();
            var verb = blocked ? "Unblock" : "Block";
            var where = settings.committed().system().hostname();
            var action = JSON.objectNode()
                    .put("id", actionId(blocked ? "unblock" : "block", observable))
                    .put("title", verb + " this " + observable.type().title())
                    .put(
                            "description",
                            blocked
                                    ? "Takes it off the block list of " + where
                                    : "Puts it on the block list of " + where + ", for all its gateways")
                    .put("url", "");
            action.putArray("categories").add("Response");
            action.putObject("query-params")
                    .put("observable_type", observable.type().wire())
                    .put("observable_value", observable.value());
            actions.add(action);
        }
        return actions;
    }

    /// What can never stand in a published list is not offered.
    private static boolean publishable(Observable observable) {
        var value = observable.value();
        return value.length() <= LONGEST_PUBLISHED
                && value.chars()
                        .noneMatch(c -> c <= ' ' || Character.isISOControl(c) || c == '<' || c == '>' || c == '"');
    }

    private static String actionId(String verb, Observable observable) {
        return verb + "-" + observable.type().wire();
    }

    private JsonNode trigger(JsonNode body, Duration deadline) throws OperationFailed, InterruptedException {
        var key = text(body, "key");
        if (key.isEmpty() || key.length() > LONGEST_KEY) throw invalid("the key is missing or too long");
        // One at a time for a key: the second waits, and then finds what the first has done.
        var mine = new CountDownLatch(1);
        for (var other = running.putIfAbsent(key, mine); other != null; other = running.putIfAbsent(key, mine))
            if (!other.await(deadline.toMillis(), TimeUnit.MILLISECONDS))
                throw new OperationFailed("in progress", "The action is still being carried out.");
        try {
            var settle = body.get("settle");
            return settle != null && settle.asBoolean(false) ? settle(key) : carryOut(key, body);
        } finally {
            running.remove(key, mine);
            mine.countDown();
        }
    }

    private JsonNode carryOut(String key, JsonNode body) throws OperationFailed {
        var actionId = text(body, "action-id");
        var observable = new Observable(
                ObservableType.of(text(body, "observable_type"))
                        .filter(UNDERSTOOD::contains)
                        .orElseThrow(() -> invalid("no action is known for this type of observable")),
                text(body, "observable_value"));
        var block = actionId.equals(actionId("block", observable));
        if (!block && !actionId.equals(actionId("unblock", observable)))
            throw invalid("there is no such action for this observable");
        var until = until(body);
        var fresh = new Triggers.Kept(key, actionId, observable, Triggers.State.BEGUN, "", clock.instant());
        var before = triggers.begin(fresh);
        if (before.isPresent()) {
            var kept = before.get();
            if (kept.state() != Triggers.State.VOID
                    && (!kept.actionId().equals(actionId) || !kept.observable().equals(observable)))
                throw new OperationFailed("key reused", "This key belongs to another action.");
            return outcome(kept.state() == Triggers.State.BEGUN ? recovered(kept) : kept);
        }
        var by = shortened(text(body, "by"));
        var who = by.isEmpty() ? "platform" : by;
        var reason = shortened(text(body, "reason"));
        try {
            String detail;
            if (block) {
                blocks.block(observable, reason.isEmpty() ? "Blocked from threat response" : reason, who, until, key);
                detail = "On the block list of " + settings.committed().system().hostname();
            } else {
                var was = blocks.unblock(observable, who, key);
                detail = was.isPresent() ? "Taken off the block list" : "It was not on the block list";
            }
            triggers.end(key, Triggers.State.DONE, detail);
        } catch (Refusal e) {
            triggers.end(key, Triggers.State.FAILED, e.getMessage());
        }
        return outcome(triggers.find(key).orElseThrow());
    }

    private Optional<Instant> until(JsonNode body) throws OperationFailed {
        var expires = text(body, "expires");
        if (expires.isEmpty()) return Optional.empty();
        try {
            var time = Duration.parse(expires);
            if (time.isNegative() || time.isZero() || time.toDays() > 3650) throw invalid("the expiry is out of range");
            return Optional.of(clock.instant().plus(time));
        } catch (DateTimeParseException _) {
            throw invalid("the expiry is no duration such as PT24H");
        }
    }

    /// What became of an action; one that never came will never be carried out.
    private JsonNode settle(String key) {
        var fresh = new Triggers.Kept(
                key,
                "",
                new Observable(ObservableType.DEVICE, ""),
                Triggers.State.VOID,
                "The action never reached the appliance",
                clock.instant());
        var kept = triggers.begin(fresh).orElse(fresh);
        return outcome(kept.state() == Triggers.State.BEGUN ? recovered(kept) : kept);
    }

    /// An action that a crash broke off: whether it took effect is read from the block list. It is not tried again.
    private Triggers.Kept recovered(Triggers.Kept kept) {
        var listed = blocks.find(kept.observable()).isPresent();
        var done = kept.actionId().startsWith("block-") == listed;
        triggers.end(
                kept.key(),
                done ? Triggers.State.DONE : Triggers.State.FAILED,
                done ? "Carried out" : "Broken off by a restart before it took effect");
        return triggers.find(kept.key()).orElseThrow();
    }

    private static JsonNode outcome(Triggers.Kept kept) {
        return data(JSON.objectNode()
                .put("status", kept.state() == Triggers.State.DONE ? "success" : "failure")
                .put("detail", kept.detail()));
    }

    private static String shortened(String text) {
        var clean = text.replaceAll("\\p{Cntrl}", " ");
        return clean.length() <= LONGEST_REASON ? clean : clean.substring(0, LONGEST_REASON);
    }
}
