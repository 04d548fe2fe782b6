package argiope.appliance.device;

import argiope.appliance.tracking.Cursor;
import argiope.appliance.tracking.Decision;
import argiope.appliance.tracking.TextField;
import argiope.appliance.tracking.TimeRange;
import argiope.appliance.tracking.TrackingQuery;
import argiope.appliance.tracking.TrackingQuery.Criterion;
import argiope.appliance.tracking.TrackingStore;
import argiope.appliance.tracking.Transaction;
import argiope.core.net.Addresses;
import argiope.core.net.Cidr;
import argiope.core.observable.Observable;
import argiope.core.observable.ObservableType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Turns what web tracking has of an observable into sightings: one for each client, user, host and decision of an
/// hour, the newest hours first.
final class Sightings {
    static final Duration WINDOW = Duration.ofDays(30);
    static final int LIMIT = 100;
    private static final int MOST_ROWS = 200_000;
    private static final int MOST_URLS = 3;
    private static final int LONGEST_SHOWN = 200;
    private static final int LONGEST_URI = 2048;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /// Who saw it: stands in every sighting.
    ///
    /// @param address base address of this appliance's pages
    record Observer(String hostname, String serial, String address) {}

    /// @param cut whether there was more than is told
    record Found(List<ObjectNode> sightings, boolean cut) {}

    private record Group(String client, String user, String host, Decision decision, Instant hour) {}

    private static final class Seen {
        long count;
        Instant first = Instant.MAX;
        Instant last = Instant.MIN;
        Severity severity = Severity.INFO;
        final Set<String> servers = new LinkedHashSet<>();
        final Set<String> urls = new LinkedHashSet<>();
        final Set<String> files = new LinkedHashSet<>();
    }

    private enum Severity {
        INFO("Info"),
        LOW("Low"),
        MEDIUM("Medium"),
        HIGH("High");

        final String wire;

        Severity(String wire) {
            this.wire = wire;
        }
    }

    private final TrackingStore store;
    private final Observer observer;

    Sightings(TrackingStore store, Observer observer) {
        this.store = store;
        this.observer = observer;
    }

    /// What is known of one observable, within the last 30 days of what is held.
    Found of(Observable observable, Instant now, Duration deadline) {
        var end = System.nanoTime() + deadline.toNanos();
        var range = window(now);
        var groups = new LinkedHashMap<Group, Seen>();
        var rowsSeen = new LinkedHashSet<String>();
        var cut = false;
        var queries = questions(observable);
        for (var criterion : queries) {
            var taker = new Taker(groups, rowsSeen, queries.size() > 1);
            var left = Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime()));
            var page = store.stream(
                    new TrackingQuery(range, List.of(criterion)), Cursor.START, MOST_ROWS, left, taker::take);
            cut |= taker.cut || !page.complete() || taker.rows >= MOST_ROWS;
        }
        var newestFirst = new ArrayList<>(groups.entrySet());
        newestFirst.sort((a, b) -> b.getValue().last.compareTo(a.getValue().last));
        if (newestFirst.size() > LIMIT) {
            cut = true;
            newestFirst.subList(LIMIT, newestFirst.size()).clear();
        }
        return new Found(
                newestFirst.stream()
                        .map(entry -> sighting(observable, entry.getKey(), entry.getValue()))
                        .toList(),
                cut);
    }

    /// The 30 days up to now, or up to the newest that is held where that is older.
    private TimeRange window(Instant now) {
        var newest = store.held().map(TimeRange::to).orElse(now);
        var to = newest.isBefore(now) ? newest.plusMillis(1) : now.plusMillis(1);
        return new TimeRange(to.minus(WINDOW), to);
    }

    /// What tracking is asked; the answers are put together.
    static List<Criterion> questions(Observable observable) {
        var value = observable.value().strip();
        return switch (observable.type()) {
            case DOMAIN -> List.of(new TrackingQuery.InDomain(name(value)));
            case URL -> List.of(new TrackingQuery.Url(value, TrackingQuery.UrlMatch.EXACT));
            case SHA256 ->
                value.matches("[0-9a-fA-F]{64}")
                        ? List.of(new TrackingQuery.Sha256(value.toLowerCase(Locale.ROOT)))
                        : List.of();
            case IP, IPV6 ->
                value.indexOf('/') >= 0
                        ? List.of()
                        : Cidr.parse(value)
                                .map(range -> List.<Criterion>of(
                                        new TrackingQuery.Server(range),
                                        new TrackingQuery.InDomain(Addresses.text(range.first())),
                                        new TrackingQuery.Client(range)))
                                .orElse(List.of());
            default -> List.of();
        };
    }

    private static String name(String value) {
        var lower = value.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    /// Puts rows into groups. Rows come newest first, so once the limit is reached only rows of the oldest hour that is
    /// kept, or newer ones, can still belong to a group that is told.
    private static final class Taker {
        private final Map<Group, Seen> groups;
        private final Set<String> rowsSeen;
        private final boolean several;
        private Instant oldestHour = Instant.MAX;
        private int own;
        int rows;
        boolean cut;

        Taker(Map<Group, Seen> groups, Set<String> rowsSeen, boolean several) {
            this.groups = groups;
            this.rowsSeen = rowsSeen;
            this.several = several;
        }

        boolean take(Transaction row) {
            rows++;
            if (several && !rowsSeen.add(row.id())) return true;
            var time = row.time();
            var hour = time.truncatedTo(ChronoUnit.HOURS);
            if (own >= LIMIT && hour.isBefore(oldestHour)) {
                cut = true;
                return false;
            }
            var group = new Group(
                    row.clientIp(),
                    row.text(TextField.USER).orElse(""),
                    row.text(TextField.HOST).orElse(row.serverIp()),
                    row.decision(),
                    hour);
            var seen = groups.get(group);
            if (seen == null) {
                if (own >= LIMIT) {
                    cut = true;
                    return true;
                }
                own++;
                seen = new Seen();
                groups.put(group, seen);
                if (hour.isBefore(oldestHour)) oldestHour = hour;
            }
            add(seen, row, time);
            return true;
        }

        private static void add(Seen seen, Transaction row, Instant time) {
            seen.count++;
            if (time.isBefore(seen.first)) seen.first = time;
            if (time.isAfter(seen.last)) seen.last = time;
            var severity = severity(row);
            if (severity.compareTo(seen.severity) > 0) seen.severity = severity;
            if (!row.serverIp().isEmpty() && seen.servers.size() < MOST_URLS) seen.servers.add(row.serverIp());
            if (!row.tunnel() && seen.urls.size() < MOST_URLS)
                row.text(TextField.URL)
                        .filter(url -> url.length() <= LONGEST_URI)
                        .ifPresent(seen.urls::add);
            if (seen.files.size() < MOST_URLS) row.text(TextField.FILE_SHA256).ifPresent(seen.files::add);
        }
    }

    private static Severity severity(Transaction row) {
        return switch (row.decision()) {
            case BLOCK -> {
                var reason = row.text(TextField.DECISION_REASON).orElse("").toLowerCase(Locale.ROOT);
                if (row.texts().containsKey(TextField.MALWARE_NAME)
                        || row.texts().containsKey(TextField.MALWARE_CATEGORY)
                        || reason.contains("malware")
                        || reason.contains("amw")
                        || reason.contains("amp")) yield Severity.HIGH;
                yield reason.contains("reputation") || reason.contains("wbrs") ? Severity.MEDIUM : Severity.INFO;
            }
            case MONITOR -> Severity.LOW;
            case WARN, REDIRECT, ERROR, ALLOW -> Severity.INFO;
        };
    }

    private ObjectNode sighting(Observable asked, Group group, Seen seen) {
        var node = JSON.objectNode();
        node.put("type", "sighting")
                .put("id", id(asked, group))
                .put("schema_version", "1.3.30")
                .put("source", observer.hostname())
                .put("title", title(group, seen))
                .put("description", description(group, seen))
                .put("confidence", confidence(asked, group))
                .put("severity", seen.severity.wire)
                .put("sensor", "network.proxy")
                .put("internal", true)
                .put("count", seen.count)
                .put("resolution", resolution(group.decision()))
                .put("tlp", "amber")
                .put("timestamp", time(seen.last));
        node.set("observed_time", observed(seen));
        node.putArray("observables").add(observable(asked.type().wire(), asked.value()));
        var coordinates = node.putObject("sensor_coordinates").put("type", "network.proxy");
        coordinates.putArray("observables").add(observable("hostname", observer.hostname()));
        node.putArray("external_ids").add("argiope:" + observer.serial() + ":" + id(asked, group));
        target(node, group, seen);
        relations(node, asked, group, seen);
        link(node, asked, seen);
        return node;
    }

    /// The same finding keeps its id from one call to the next.
    private String id(Observable asked, Group group) {
        var name = String.join(
                "\u0000",
                observer.serial(),
                asked.type().wire(),
                asked.key(),
                group.client(),
                group.user(),
                group.host(),
                group.decision().wire(),
                group.hour().toString());
        return "transient:sighting-" + UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    private static String title(Group group, Seen seen) {
        var who = group.user().isEmpty() ? group.client() : group.user() + " (" + group.client() + ")";
        var requests = seen.count == 1 ? "1 request" : seen.count + " requests";
        return requests + " to " + shown(group.host()) + " by " + shown(who) + ": " + word(group.decision());
    }

    private static String description(Group group, Seen seen) {
        return "Web tracking has " + seen.count + (seen.count == 1 ? " transaction" : " transactions") + " of client "
                + shown(group.client()) + " with " + shown(group.host()) + " between " + time(seen.first) + " and "
                + time(seen.last) + ".";
    }

    private static String word(Decision decision) {
        return switch (decision) {
            case BLOCK -> "blocked";
            case WARN -> "warned";
            case REDIRECT -> "redirected";
            case MONITOR -> "monitored";
            case ERROR -> "failed";
            case ALLOW -> "allowed";
        };
    }

    private static String resolution(Decision decision) {
        return switch (decision) {
            case BLOCK -> "blocked";
            case ALLOW, REDIRECT -> "allowed";
            case WARN, MONITOR, ERROR -> "detected";
        };
    }

    /// An address may be shared by many names; a name, by many pages.
    private static String confidence(Observable asked, Group group) {
        return switch (asked.type()) {
            case URL, SHA256 -> "High";
            case DOMAIN -> "Medium";
            default -> asked.key().equals(group.host()) || asked.key().equals(group.client()) ? "Medium" : "Low";
        };
    }

    private static void target(ObjectNode node, Group group, Seen seen) {
        if (group.client().isEmpty() && group.user().isEmpty()) return;
        var target = node.putArray("targets").addObject().put("type", "endpoint");
        var observables = target.putArray("observables");
        if (!group.client().isEmpty()) observables.add(observable(addressType(group.client()), group.client()));
        if (!group.user().isEmpty()) observables.add(observable("user", group.user()));
        target.set("observed_time", observed(seen));
    }

    private void relations(ObjectNode node, Observable asked, Group group, Seen seen) {
        var relations = node.putArray("relations");
        var host = group.host().isEmpty() ? null : observable(hostType(group.host()), group.host());
        var client = group.client().isEmpty() ? null : observable(addressType(group.client()), group.client());
        if (client != null && host != null) relations.add(relation(client, "Connected_To", host));
        for (var server : seen.servers) {
            if (server.equals(group.host())) continue;
            var address = observable(addressType(server), server);
            if (host != null && hostType(group.host()).equals("domain"))
                relations.add(relation(host, "Resolved_To", address));
            if (client != null && asked.key().equals(server)) relations.add(relation(client, "Connected_To", address));
        }
        for (var url : seen.urls) {
            var page = observable("url", url);
            if (host != null) relations.add(relation(page, "Hosted_By", host));
            for (var file : seen.files) {
                // Which of several pages brought which of several files is not kept.
                if (seen.urls.size() == 1 || seen.files.size() == 1 && asked.type() == ObservableType.SHA256)
                    relations.add(relation(observable("sha256", file), "Downloaded_From", page));
            }
        }
        for (var file : seen.files)
            if (client != null) relations.add(relation(observable("sha256", file), "Downloaded_By", client));
    }

    private ObjectNode relation(ObjectNode source, String word, ObjectNode related) {
        var relation = JSON.objectNode().put("origin", "Argiope web tracking on " + observer.hostname());
        relation.put("relation", word);
        relation.set("source", source.deepCopy());
        relation.set("related", related.deepCopy());
        return relation;
    }

    private void link(ObjectNode node, Observable asked, Seen seen) {
        var url = TrackingLinks.search(observer.address(), asked, seen.first, seen.last.plusMillis(1));
        if (url.length() > LONGEST_URI) return;
        node.putArray("external_references")
                .addObject()
                .put("source_name", observer.hostname())
                .put("description", "These transactions in web tracking")
                .put("url", url);
    }

    private static ObjectNode observed(Seen seen) {
        return JSON.objectNode().put("start_time", time(seen.first)).put("end_time", time(seen.last));
    }

    static ObjectNode observable(String type, String value) {
        return JSON.objectNode().put("type", type).put("value", value);
    }

    private static String addressType(String address) {
        return address.indexOf(':') >= 0 ? "ipv6" : "ip";
    }

    private static String hostType(String host) {
        return Addresses.parse(host).isPresent() ? addressType(host) : "domain";
    }

    private static String shown(String text) {
        return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "…";
    }

    static String time(Instant instant) {
        var text = instant.truncatedTo(ChronoUnit.MILLIS).toString();
        // Instant leaves zero milliseconds out.
        return text.length() == 20 ? text.substring(0, 19) + ".000Z" : text;
    }
}
