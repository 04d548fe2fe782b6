package argiope.contracts.platform.intelligence;

import static argiope.contracts.platform.intelligence.Bench.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import argiope.core.access.Refusal;
import argiope.platform.intelligence.EntityIndex;
import argiope.platform.intelligence.entity.Addresses;
import argiope.platform.intelligence.search.Cursor;
import argiope.platform.intelligence.search.Flattening;
import argiope.platform.intelligence.search.IndexDocument;
import argiope.platform.intelligence.search.QueryMatch;
import argiope.platform.intelligence.search.Search;
import argiope.platform.intelligence.search.SortKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What every entity index promises: the hits that [QueryMatch] says, in the order that [SortKey] says.
public interface EntityIndexContract {
    EntityIndex open();

    Duration LONG = Duration.ofSeconds(30);
    Addresses ADDRESSES = new Addresses(Bench.ADDRESS, List.of());

    List<String> QUERIES = List.of(
            "ransomware",
            "indicators",
            "title:INDICATOR",
            "title:indicat*",
            "\"quiet beacon\"",
            "\"beacon quiet\"~2",
            "beacon AND NOT quiet",
            "quiet OR loud",
            "+beacon -loud",
            "(quiet OR loud) AND beacon",
            "wi-fi",
            "wifi",
            "fi",
            "CVE2021x44228",
            "CVE",
            "10.0.0.1",
            "observables.value:10.0.0.*",
            "observables.value:*.EXAMPLE",
            "count:3",
            "count:[2 TO 4]",
            "count:{2 TO 4}",
            "count:>3",
            "count:<=2",
            "observed_time.start_time:[2026-03-01 TO 2026-03-02]",
            "observed_time.start_time:2026-03-02",
            "sensor:[endpoint TO network.zzz]",
            "sensor:network.prox?",
            "sensor:netwrok.proxy~",
            "title:beacn~1",
            "_exists_:sensor",
            "NOT _exists_:sensor",
            "sensor:*",
            "*",
            "*:*",
            "nonsense:x",
            "internal:true",
            "the beacon",
            "title:(quiet AND beacon)",
            "powershell",
            "shell",
            "\"the quiet beacon\"",
            "beacon's",
            "ÜBER",
            "über*",
            "source:\"Desk One\"",
            "desk",
            "title:*eaco*",
            "owner:ana",
            "observables.type:ip AND count:2",
            "severity:High severity:Low",
            "-quiet",
            "beacon^2 quiet");

    private static List<IndexDocument> documents(long seed, int number) {
        var random = new Random(seed);
        var titles = List.of(
                "Indicators of ransomware",
                "quiet beacon",
                "loud beacon",
                "The Quiet Beacon of Wi-Fi",
                "CVE2021x44228 seen",
                "PowerShell script",
                "über alles",
                "beacons, quiet ones",
                "10.0.0.1 again",
                "");
        var sensors = List.of("endpoint", "network.proxy", "Network.Router", "process.dns-server");
        var values = List.of("10.0.0.1", "10.0.0.25", "evil.example", "WWW.Evil.EXAMPLE", "x".repeat(10_000));
        var documents = new ArrayList<IndexDocument>();
        for (var i = 0; i < number; i++) {
            var id = "sighting-%08x-0000-4000-8000-%012x".formatted(random.nextInt(), i);
            var body = json("{'type':'sighting','owner':'ana','groups':['org-a'],'tlp':'amber'}");
            body.put("id", id).put("title", titles.get(random.nextInt(titles.size())));
            body.put("timestamp", "2026-03-0%dT1%d:00:00.000Z".formatted(1 + random.nextInt(3), random.nextInt(3)));
            body.put("created", "2026-03-0%dT00:00:00.000Z".formatted(1 + random.nextInt(5)));
            if (random.nextInt(4) > 0) body.put("count", random.nextInt(6));
            if (random.nextInt(3) > 0) body.put("sensor", sensors.get(random.nextInt(sensors.size())));
            if (random.nextBoolean()) body.put("internal", random.nextBoolean());
            if (random.nextBoolean()) body.put("source", "Desk One");
            if (random.nextBoolean()) body.put("severity", random.nextBoolean() ? "High" : "Low");
            body.putObject("observed_time")
                    .put(
                            "start_time",
                            "2026-03-0%dT0%d:00:00.000Z".formatted(1 + random.nextInt(4), random.nextInt(9)));
            var observables = body.putArray("observables");
            for (var n = random.nextInt(3); n > 0; n--)
                observables
                        .addObject()
                        .put("type", n == 1 ? "ip" : "domain")
                        .put("value", values.get(random.nextInt(values.size())));
            documents.add(Flattening.document(Bench.SIGHTING, id, 1, body));
        }
        return documents;
    }

    private static Search search(String... parameters) {
        var map = new java.util.LinkedHashMap<String, List<String>>();
        for (var p : parameters) map.put(p.substring(0, p.indexOf('=')), List.of(p.substring(p.indexOf('=') + 1)));
        return Search.read(Bench.SIGHTING, ADDRESSES, map, Search.Takes.SEARCH);
    }

    private static List<String> ids(EntityIndex.Hits hits) {
        return hits.hits().stream().map(EntityIndex.Hit::id).toList();
    }

    private static EntityIndex.Hits find(EntityIndex index, Search search) {
        return index.find(search.query(), search.order(), search.after(), search.offset(), search.limit(), LONG);
    }

    private static void apply(EntityIndex index, List<IndexDocument> documents, List<String> removed, long change) {
        index.apply(documents, removed, change);
        index.refresh();
    }

    @Test
    default void findsExactlyWhatMatches() {
        var seed = 20260302L;
        var documents = documents(seed, 300);
        try (var index = open()) {
            apply(index, documents, List.of(), 300);
            for (var query : QUERIES) {
                var search = search("query=" + query, "limit=1000");
                var expected = documents.stream()
                        .filter(d -> QueryMatch.matches(search.query(), d))
                        .map(IndexDocument::id)
                        .toList();
                var found = find(index, search);
                assertThat(ids(found)).as("%s, seed %d", query, seed).containsExactlyInAnyOrderElementsOf(expected);
                assertThat(found.total()).isEqualTo(expected.size());
                assertThat(index.count(search.query(), LONG)).isEqualTo(expected.size());
            }
        }
    }

    @Test
    default void everyQueryOfTheListTellsSomethingApart() {
        var documents = documents(20260302L, 300);
        for (var query : List.of(
                "ransomware", "\"quiet beacon\"", "wi-fi", "count:3", "sensor:netwrok.proxy~", "title:beacn~1")) {
            var search = search("query=" + query);
            assertThat(documents.stream()
                            .filter(d -> QueryMatch.matches(search.query(), d))
                            .count())
                    .as(query)
                    .isBetween(1L, 299L);
        }
    }

    @Test
    default void ordersByEveryFieldBothWaysAndWalksPagesWithoutGapOrRepeat() {
        var seed = 7L;
        var documents = documents(seed, 60);
        try (var index = open()) {
            apply(index, documents, List.of(), 60);
            var orders = new ArrayList<String>(Bench.SIGHTING.sortFields());
            orders.addAll(List.of("count:desc,title:asc", "sensor:desc", "title:desc,count:desc", "timestamp:desc"));
            for (var order : orders) {
                for (var direction : List.of("asc", "desc")) {
                    var first = search("sort_by=" + order, "sort_order=" + direction, "limit=7");
                    var expected = documents.stream()
                            .sorted((a, b) -> compare(a, b, first.order()))
                            .map(IndexDocument::id)
                            .toList();
                    var walked = new ArrayList<String>();
                    var after = Optional.<Cursor>empty();
                    while (true) {
                        var hits = index.find(first.query(), first.order(), after, 0, 7, LONG);
                        if (hits.hits().isEmpty()) break;
                        assertThat(hits.total()).isEqualTo(60);
                        walked.addAll(ids(hits));
                        var text = hits.hits().getLast().cursor().text();
                        after = Optional.of(Cursor.read(text, first.order().size()));
                    }
                    assertThat(walked)
                            .as("%s %s, seed %d", order, direction, seed)
                            .isEqualTo(expected);
                    var second = index.find(first.query(), first.order(), Optional.empty(), 7, 7, LONG);
                    assertThat(ids(second)).isEqualTo(expected.subList(7, 14));
                }
            }
            assertThat(ids(index.find(search().query(), search().order(), Optional.empty(), 100, 10, LONG)))
                    .isEmpty();
        }
    }

    private static int compare(IndexDocument a, IndexDocument b, List<SortKey.By> order) {
        for (var by : order) {
            var compared = by.of(a.sortKey(by.field())).compareTo(by.of(b.sortKey(by.field())));
            if (compared != 0) return by.descending() ? -compared : compared;
        }
        return 0;
    }

    @Test
    default void takesANewerVersionAndIgnoresAnOlderOne() {
        var body = json("{'title':'old'}");
        var id = Addresses.fresh("sighting");
        try (var index = open()) {
            apply(index, List.of(Flattening.document(Bench.SIGHTING, id, 2, json("{'title':'new'}"))), List.of(), 2);
            apply(index, List.of(Flattening.document(Bench.SIGHTING, id, 1, body)), List.of(), 3);

            assertThat(find(index, search("query=old")).total()).isZero();
            assertThat(ids(find(index, search("query=new")))).containsExactly(id);
            apply(index, List.of(), List.of(id), 4);
            assertThat(index.count(search().query(), LONG)).isZero();
        }
    }

    @Test
    default void showsNothingBeforeTheRefresh() {
        try (var index = open()) {
            index.refresh();
            index.apply(documents(1, 3), List.of(), 3);
            assertThat(index.count(search().query(), LONG)).isZero();
            index.refresh();
            assertThat(index.count(search().query(), LONG)).isEqualTo(3);
        }
    }

    @Test
    default void aRebuildTakesThePlaceOfTheOldIndexOnlyWhenComplete() throws Exception {
        try (var index = open()) {
            assertThat(index.state()).isEmpty();
            apply(index, documents(1, 3), List.of(), 3);
            try (var rebuild = index.rebuild("store-1")) {
                rebuild.add(documents(2, 5));
                assertThat(index.count(search().query(), LONG)).isEqualTo(3);
            }
            assertThat(index.count(search().query(), LONG)).as("given up").isEqualTo(3);
            try (var rebuild = index.rebuild("store-1")) {
                rebuild.add(documents(2, 5));
                rebuild.complete(9);
            }
            assertThat(index.count(search().query(), LONG)).isEqualTo(5);
            assertThat(index.state()).contains(new EntityIndex.State("store-1", 9));
            apply(index, documents(3, 1), List.of(), 10);
            assertThat(index.state()).as("not durable yet").contains(new EntityIndex.State("store-1", 9));
            index.commit();
            assertThat(index.state()).contains(new EntityIndex.State("store-1", 10));
        }
    }

    @Test
    default void aSearchOverItsDeadlineIsRefused() {
        try (var index = open()) {
            apply(index, documents(1, 2_000), List.of(), 1);
            var search = search("query=title:*e*a*c* OR observables.value:*a*b*c*");
            assertThatThrownBy(() ->
                            index.find(search.query(), search.order(), Optional.empty(), 0, 10, Duration.ofNanos(-1)))
                    .isInstanceOf(Refusal.Unavailable.class)
                    .hasMessageContaining("too long");
        }
    }

    @Test
    default void anInterruptedCallerDoesNoHarm() {
        try (var index = open()) {
            Thread.currentThread().interrupt();
            try {
                apply(index, documents(1, 10), List.of(), 10);
                index.commit();
            } finally {
                assertThat(Thread.interrupted()).isTrue();
            }
            apply(index, documents(2, 10), List.of(), 20);
            assertThat(index.count(search().query(), LONG)).isEqualTo(20);
        }
    }
}
