package argiope.contracts.tracking;

import static argiope.contracts.tracking.Visit.at;
import static argiope.contracts.tracking.Visit.batch;
import static argiope.contracts.tracking.Visit.visit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import argiope.appliance.tracking.Availability;
import argiope.appliance.tracking.Checkpoint;
import argiope.appliance.tracking.Count;
import argiope.appliance.tracking.Cursor;
import argiope.appliance.tracking.Decision;
import argiope.appliance.tracking.NumberField;
import argiope.appliance.tracking.Page;
import argiope.appliance.tracking.TextField;
import argiope.appliance.tracking.TimeRange;
import argiope.appliance.tracking.TrackingQuery;
import argiope.appliance.tracking.TrackingQuery.Bytes;
import argiope.appliance.tracking.TrackingQuery.Category;
import argiope.appliance.tracking.TrackingQuery.Client;
import argiope.appliance.tracking.TrackingQuery.Criterion;
import argiope.appliance.tracking.TrackingQuery.Decisions;
import argiope.appliance.tracking.TrackingQuery.Equal;
import argiope.appliance.tracking.TrackingQuery.FileName;
import argiope.appliance.tracking.TrackingQuery.InDomain;
import argiope.appliance.tracking.TrackingQuery.Reputation;
import argiope.appliance.tracking.TrackingQuery.Server;
import argiope.appliance.tracking.TrackingQuery.Sha256;
import argiope.appliance.tracking.TrackingQuery.Status;
import argiope.appliance.tracking.TrackingQuery.Url;
import argiope.appliance.tracking.TrackingQuery.UrlMatch;
import argiope.appliance.tracking.TrackingQuery.User;
import argiope.appliance.tracking.TrackingStore;
import argiope.appliance.tracking.Transaction;
import argiope.appliance.tracking.UserAliases;
import argiope.core.access.Refusal;
import argiope.core.net.Cidr;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// What every tracking store promises. An implementation's test says only how to open an empty one, whose raw lines are
/// read by [Visit#reader].
public interface TrackingStoreContract {
    Duration LONG = Duration.ofSeconds(60);
    /// The one pair of user domains that stores under test take for one.
    UserAliases ALIASES = new UserAliases(List.of(List.of("CORP", "corp.example.org")));

    /// An empty store that knows [#ALIASES]; its observable indexing is on.
    TrackingStore open();

    // ---- what the tests speak in

    static TrackingQuery all(Criterion... criteria) {
        return new TrackingQuery(
                new TimeRange(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2027-01-01T00:00:00Z")),
                List.of(criteria));
    }

    static TrackingQuery between(String from, String to, Criterion... criteria) {
        return new TrackingQuery(new TimeRange(at(from), at(to)), List.of(criteria));
    }

    private static TrackingStore holding(TrackingStore store, Visit... visits) {
        store.append(batch(visits));
        store.commit(Checkpoint.none());
        return store;
    }

    private static List<String> hosts(TrackingStore store, TrackingQuery query) {
        return store.find(query, Cursor.START, 100, LONG).rows().stream()
                .map(TrackingStoreContract::host)
                .toList();
    }

    private static List<String> hosts(TrackingStore store, Criterion... criteria) {
        var found = hosts(store, all(criteria));
        assertThat(store.count(all(criteria), 1000, LONG)).isEqualTo(new Count(found.size(), true));
        return found;
    }

    private static String host(Transaction row) {
        return row.text(TextField.HOST).orElse("");
    }

    private static Cidr cidr(String text) {
        return Cidr.parse(text).orElseThrow();
    }

    private static List<Transaction> walk(TrackingStore store, TrackingQuery query, int size) {
        var rows = new ArrayList<Transaction>();
        var cursor = Cursor.START;
        do {
            var page = store.find(query, cursor, size, LONG);
            rows.addAll(page.rows());
            cursor = page.next();
        } while (!cursor.isStart());
        return rows;
    }

    // ---- order, pages

    @Test
    default void findsTheNewestFirst() {
        try (var store = holding(open(), visit("a", "09:00"), visit("b", "11:00"), visit("c", "10:00"))) {
            assertThat(hosts(store)).containsExactly("b", "c", "a");
        }
    }

    @Test
    default void findsTheNewestFirstOverDays() {
        try (var store = holding(
                open(),
                visit("a", "2026-03-09T23:59:59.999Z"),
                visit("b", "2026-03-11T00:00:00Z"),
                visit("c", "2026-03-10T00:00:00Z"))) {
            assertThat(hosts(store)).containsExactly("b", "c", "a");
        }
    }

    @Test
    default void anEmptyStoreAnswersNothing() {
        try (var store = open()) {
            assertThat(hosts(store)).isEmpty();
            assertThat(store.held()).isEmpty();
            assertThat(store.recovered()).isEqualTo(Checkpoint.none());
            assertThat(store.size().transactions()).isZero();
        }
    }

    @Test
    default void showsEveryFieldOfARowAndItsRawLine() {
        var visit = visit("files.example.org", "09:00")
                .url("http://files.example.org/setup.exe?v=2")
                .user("CORP", "alice")
                .server("198.51.100.7")
                .decision(Decision.BLOCK)
                .category("Hacking")
                .lasting(187)
                .put(TextField.MIME, "application/x-dosexec")
                .put(NumberField.BYTES_TO_CLIENT, 14_820);
        try (var store = holding(open(), visit)) {
            var row = store.find(all(), Cursor.START, 1, LONG).rows().getFirst();

            assertThat(row.time()).isEqualTo(at("09:00"));
            assertThat(row.text(TextField.URL)).contains("http://files.example.org/setup.exe?v=2");
            assertThat(row.text(TextField.USER)).contains("CORP\\alice");
            assertThat(row.text(TextField.MIME)).contains("application/x-dosexec");
            assertThat(row.text(TextField.DEVICE)).contains("gw1");
            assertThat(row.number(NumberField.BYTES_TO_CLIENT)).hasValue(14_820);
            assertThat(row.clientIp()).isEqualTo("192.0.2.15");
            assertThat(row.serverIp()).isEqualTo("198.51.100.7");
            assertThat(row.decision()).isEqualTo(Decision.BLOCK);
            assertThat(row.categories()).containsExactly("Hacking");
            assertThat(row.rawLine()).isEqualTo(visit.line());
        }
    }

    @Test
    default void pagesThroughEqualTimesWithoutLossOrRepeat() {
        var visits = new ArrayList<Visit>();
        for (var i = 0; i < 50; i++) visits.add(visit("h" + i + ".example", i < 25 ? "09:00" : "09:00:00.001"));
        try (var store = open()) {
            store.append(batch(visits.subList(0, 20)));
            store.append(batch(visits.subList(20, 50)));
            store.commit(Checkpoint.none());

            var found = walk(store, all(), 7);

            assertThat(found).hasSize(50);
            assertThat(found.stream().map(Transaction::id)).doesNotHaveDuplicates();
            assertThat(found.stream().map(Transaction::time).toList()).isSortedAccordingTo((a, b) -> b.compareTo(a));
            assertThat(found).isEqualTo(walk(store, all(), 50));
        }
    }

    @Test
    default void aCursorNeverRepeatsOrSkipsWhileRowsArrive() {
        var before = new ArrayList<Visit>();
        for (var i = 0; i < 60; i++) before.add(visit("old" + i + ".example", "10:00:" + (10 + i % 40)));
        try (var store = open()) {
            store.append(batch(before));
            store.commit(Checkpoint.none());
            var found = new ArrayList<String>();
            var cursor = Cursor.START;
            var round = 0;
            do {
                var page = store.find(all(), cursor, 7, LONG);
                page.rows().forEach(row -> found.add(host(row)));
                cursor = page.next();
                store.append(batch(
                        visit("new" + round + ".example", "10:00:30"), visit("newer" + round + ".example", "11:00")));
                store.commit(Checkpoint.none());
                round++;
            } while (!cursor.isStart());

            assertThat(found).doesNotHaveDuplicates();
            assertThat(found.stream().filter(h -> h.startsWith("old"))).hasSize(60);
        }
    }

    @Test
    default void theLastPageSaysThatItIsTheLast() {
        try (var store = holding(open(), visit("a", "09:00"), visit("b", "10:00"))) {
            var first = store.find(all(), Cursor.START, 1, LONG);
            var second = store.find(all(), first.next(), 1, LONG);

            assertThat(first.next().isStart()).isFalse();
            assertThat(second.rows()).extracting(TrackingStoreContract::host).containsExactly("a");
            assertThat(walk(store, all(), 1)).hasSize(2);
            assertThat(store.find(all(), Cursor.START, 3, LONG).next().isStart())
                    .isTrue();
        }
    }

    @Test
    default void refusesACursorOfAnotherQuery() {
        try (var store = holding(open(), visit("a", "09:00"), visit("b", "10:00"))) {
            var cursor = store.find(all(), Cursor.START, 1, LONG).next();

            assertThatThrownBy(() -> store.find(all(new InDomain("a")), cursor, 1, LONG))
                    .isInstanceOf(Refusal.Invalid.class)
                    .hasMessageContaining("another search");
            assertThatThrownBy(() -> store.find(all(), new Cursor("rubbish"), 1, LONG))
                    .isInstanceOf(Refusal.Invalid.class);
            assertThatThrownBy(() -> store.find(all(), new Cursor(cursor.value().replace("c1.", "c1.!")), 1, LONG))
                    .isInstanceOf(Refusal.Invalid.class);
        }
    }

    @Test
    default void streamsUntilTheTakerHasEnough() {
        try (var store = holding(open(), visit("a", "09:00"), visit("b", "10:00"), visit("c", "11:00"))) {
            var taken = new ArrayList<String>();

            var page = store.stream(all(), Cursor.START, 100, LONG, row -> {
                taken.add(host(row));
                return taken.size() < 2;
            });

            assertThat(taken).containsExactly("c", "b");
            assertThat(store.find(all(), page.next(), 10, LONG).rows())
                    .extracting(TrackingStoreContract::host)
                    .containsExactly("a");
        }
    }

    @Test
    default void aDeadlineCutsTheAnswerShortAndSaysSo() {
        var visits = new ArrayList<Visit>();
        for (var i = 0; i < 3000; i++)
            visits.add(visit("h" + i % 7 + ".example", "2026-03-10T10:00:00Z")
                    .put(NumberField.TIME, at("10:00").toEpochMilli() + i * 10L)
                    .url("http://h" + i % 7 + ".example/path/" + i));
        try (var store = open()) {
            store.append(batch(visits));
            store.commit(Checkpoint.none());
            var query = all(new Url("path/29", UrlMatch.CONTAINS));
            var found = new ArrayList<Transaction>();
            var cursor = Cursor.START;
            Page page;
            var pages = 0;
            do {
                page = store.find(query, cursor, 1000, Duration.ZERO);
                found.addAll(page.rows());
                cursor = page.next();
                if (!page.complete()) assertThat(cursor.isStart()).isFalse();
                assertThat(++pages).isLessThan(5000);
            } while (!cursor.isStart());

            assertThat(page.complete()).isTrue();
            assertThat(found.stream().map(Transaction::id)).doesNotHaveDuplicates();
            assertThat(found)
                    .isEqualTo(store.find(query, Cursor.START, 1000, LONG).rows());
            assertThat(found).hasSize(111);
            var cut = store.count(query, 1000, Duration.ZERO);
            assertThat(cut.exact() ? cut.value() == 111 : cut.value() <= 111).isTrue();
        }
    }

    // ---- ranges

    @Test
    default void aRangeHoldsItsStartAndNotItsEnd() {
        try (var store = holding(
                open(),
                visit("a", "09:59:59.999"),
                visit("b", "10:00"),
                visit("c", "10:59:59.999"),
                visit("d", "11:00"))) {
            assertThat(hosts(store, between("10:00", "11:00"))).containsExactly("c", "b");
            assertThat(hosts(store, between("10:00", "10:00"))).isEmpty();
        }
    }

    @Test
    default void aRowLongerThanAMinuteMatchesARangeItOverlaps() {
        try (var store = holding(
                open(),
                visit("short.example", "11:00:30").lasting(60_000),
                visit("long.example", "11:00:31").lasting(61_000),
                visit("over.midnight.example", "2026-03-11T03:00:00Z").lasting(18 * 3_600_000L),
                visit("later.example", "12:00").lasting(120_000),
                visit("too.far.example", "2026-03-12T11:00:00Z").lasting(72 * 3_600_000L))) {
            var query = between("10:00", "11:00");

            assertThat(hosts(store, query)).containsExactly("over.midnight.example", "long.example");
            assertThat(store.count(query, 100, LONG)).isEqualTo(new Count(2, true));
            assertThat(walk(store, query, 1)).hasSize(2);
            assertThat(hosts(store, between("10:00", "11:00", new Url("midnight", UrlMatch.CONTAINS))))
                    .containsExactly("over.midnight.example");
        }
    }

    // ---- criteria

    @Test
    default void aDomainMeansItselfAndItsSubDomainsOnLabelBoundaries() {
        try (var store = holding(
                open(),
                visit("example.com", "09:00"),
                visit("www.example.com", "09:01"),
                visit("a.b.example.com", "09:02"),
                visit("notexample.com", "09:03"),
                visit("example.com.evil.test", "09:04"),
                visit("example-com.test", "09:05"))) {
            assertThat(hosts(store, new InDomain("example.com")))
                    .containsExactly("a.b.example.com", "www.example.com", "example.com");
            assertThat(hosts(store, new InDomain("Example.COM."))).hasSize(3);
            assertThat(hosts(store, new InDomain("www.example.com"))).containsExactly("www.example.com");
            assertThat(hosts(store, new InDomain("com"))).hasSize(4);
            assertThat(hosts(store, new InDomain("absent.example"))).isEmpty();
        }
    }

    @Test
    default void anAddressAsAHostMatchesItselfOnly() {
        try (var store = holding(
                open(),
                visit("192.0.2.1", "09:00"),
                visit("1.192.0.2.1.example", "09:01"),
                visit("2001:db8::1", "09:02"))) {
            assertThat(hosts(store, new InDomain("192.0.2.1"))).containsExactly("192.0.2.1");
            assertThat(hosts(store, new InDomain("[2001:DB8:0::1]"))).containsExactly("2001:db8::1");
            assertThat(hosts(store, new InDomain("0.2.1"))).isEmpty();
        }
    }

    @Test
    default void findsAUrlExactly() {
        try (var store = holding(
                open(),
                visit("a", "09:00").url("http://shop.example/Cart?id=1"),
                visit("b", "09:01").url("https://shop.example/Cart?id=1"),
                visit("c", "09:02").url("http://shop.example/Cart?id=12"),
                visit("d", "09:03").url("http://shop.example/cart?id=1"),
                visit("e", "09:04").url("http://other.example/"))) {
            assertThat(hosts(store, new Url("http://shop.example/Cart?id=1", UrlMatch.EXACT)))
                    .hasSize(1);
            assertThat(hosts(store, new Url("HTTP://Shop.Example:80/x/../Cart?id=1#top", UrlMatch.EXACT)))
                    .hasSize(1);
            assertThat(hosts(store, new Url("shop.example/Cart?id=1", UrlMatch.EXACT)))
                    .hasSize(2);
            assertThat(hosts(store, new Url("other.example", UrlMatch.EXACT))).containsExactly("other.example");
            assertThat(hosts(store, new Url("http://shop.example/", UrlMatch.EXACT)))
                    .isEmpty();
        }
    }

    @Test
    default void findsAUrlByItsBeginning() {
        try (var store = holding(
                open(),
                visit("a", "09:00").url("http://shop.example/cart/1"),
                visit("b", "09:01").url("https://shop.example/cart/2"),
                visit("c", "09:02").url("http://shop.example:8080/cart/3"),
                visit("d", "09:03").url("http://www.shop.example/cart/4"),
                visit("e", "09:04").url("http://shopping.example/"))) {
            assertThat(hosts(store, new Url("shop.example/cart", UrlMatch.PREFIX)))
                    .hasSize(2);
            assertThat(hosts(store, new Url("http://shop.example/c", UrlMatch.PREFIX)))
                    .hasSize(1);
            assertThat(hosts(store, new Url("shop.example:8080/", UrlMatch.PREFIX)))
                    .hasSize(1);
            assertThat(hosts(store, new Url("http://shop", UrlMatch.PREFIX))).hasSize(3);
        }
    }

    @Test
    default void findsAnyPartOfAUrlWithoutAsciiCase() {
        try (var store = holding(
                open(),
                visit("a", "09:00").url("http://cdn.example/Fonts/Roboto.woff2?v=30"),
                visit("b", "09:01").url("http://fonts.example/"),
                visit("c", "09:02").url("http://x.example/a%20b/stra%C3%9Fe"),
                visit("tunnel.example", "09:03").tunnel(443))) {
            assertThat(hosts(store, new Url("fonts", UrlMatch.CONTAINS)))
                    .containsExactly("fonts.example", "cdn.example");
            assertThat(hosts(store, new Url("ROBOTO.WOFF2?V=3", UrlMatch.CONTAINS)))
                    .containsExactly("cdn.example");
            assertThat(hosts(store, new Url("example/fonts/", UrlMatch.CONTAINS)))
                    .containsExactly("cdn.example");
            assertThat(hosts(store, new Url("http://cdn.example/fonts", UrlMatch.CONTAINS)))
                    .containsExactly("cdn.example");
            assertThat(hosts(store, new Url("v=3", UrlMatch.CONTAINS))).containsExactly("cdn.example");
            assertThat(hosts(store, new Url("stra%c3%9fe", UrlMatch.CONTAINS))).containsExactly("x.example");
            assertThat(hosts(store, new Url("tunnel.example:443", UrlMatch.CONTAINS)))
                    .containsExactly("tunnel.example");
            assertThat(hosts(store, new Url("nowhere", UrlMatch.CONTAINS))).isEmpty();
        }
    }

    @Test
    default void aTunnelHasNoUrl() {
        try (var store = holding(open(), visit("cdn.example", "09:00").tunnel(443))) {
            assertThat(hosts(store, new Url("cdn.example", UrlMatch.EXACT))).isEmpty();
            assertThat(hosts(store, new Url("https://cdn.example/", UrlMatch.PREFIX)))
                    .isEmpty();
            assertThat(hosts(store, new InDomain("cdn.example"))).hasSize(1);
        }
    }

    @Test
    default void refusesAPartOfAUrlUnderThreeCharacters() {
        try (var store = open()) {
            assertThatThrownBy(() -> hosts(store, new Url("ab", UrlMatch.CONTAINS)))
                    .isInstanceOf(Refusal.Invalid.class)
                    .hasMessageContaining("at least 3 characters");
        }
    }

    @Test
    default void findsUsersByNameDomainAndAlias() {
        try (var store = holding(
                open(),
                visit("none.example", "09:00").user("", "alice"),
                visit("corp.example", "09:01").user("CORP", "alice"),
                visit("dns.example", "09:02").user("corp.example.org", "alice"),
                visit("lab.example", "09:03").user("LAB", "alice"),
                visit("other.example", "09:04").user("CORP", "alicia"),
                visit("nobody.example", "09:05"))) {
            assertThat(hosts(store, new User("ALICE")))
                    .containsExactly("lab.example", "dns.example", "corp.example", "none.example");
            assertThat(hosts(store, new User("corp\\Alice")))
                    .containsExactly("dns.example", "corp.example", "none.example");
            assertThat(hosts(store, new User("alice@corp.example.org")))
                    .containsExactly("dns.example", "corp.example", "none.example");
            assertThat(hosts(store, new User("alice@REALM"))).hasSize(4);
            assertThat(hosts(store, new User("LAB\\alice"))).containsExactly("lab.example", "none.example");
            assertThat(hosts(store, new User("ali*"))).hasSize(5);
            assertThat(hosts(store, new User("*CIA"))).containsExactly("other.example");
            assertThat(hosts(store, new User("corp\\ali*")))
                    .containsExactly("other.example", "dns.example", "corp.example", "none.example");
            assertThat(hosts(store, new User("*"))).hasSize(5);
            assertThat(hosts(store, new User("ali"))).isEmpty();
            assertThat(hosts(store, new User("al.ce"))).isEmpty();
        }
    }

    @Test
    default void findsClientsAndServersByAddressAndRange() {
        try (var store = holding(
                open(),
                visit("a.example", "09:00").client("10.1.2.3").server("198.51.100.7"),
                visit("b.example", "09:01").client("10.1.2.255").server("2001:db8:f::9"),
                visit("c.example", "09:02").client("10.1.3.0"),
                visit("d.example", "09:03").client("2001:db8::15"),
                visit("e.example", "09:04").client("2001:db8:1::1"))) {
            assertThat(hosts(store, new Client(cidr("10.1.2.0/24")))).containsExactly("b.example", "a.example");
            assertThat(hosts(store, new Client(cidr("10.1.3.0")))).containsExactly("c.example");
            assertThat(hosts(store, new Client(cidr("2001:db8::/48")))).containsExactly("d.example");
            assertThat(hosts(store, new Client(cidr("2001:db8::/32")))).containsExactly("e.example", "d.example");
            assertThat(hosts(store, new Client(cidr("0.0.0.0/0")))).hasSize(3);
            assertThat(hosts(store, new Server(cidr("198.51.100.0/28")))).containsExactly("a.example");
            assertThat(hosts(store, new Server(cidr("2001:db8:f::9")))).containsExactly("b.example");
            assertThat(hosts(store, new Server(cidr("::/0")))).hasSize(2);
        }
    }

    @Test
    default void findsFilesByHashAndName() {
        var sha = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
        try (var store = holding(
                open(),
                visit("a.example", "09:00").put(TextField.FILE_SHA256, sha).put(TextField.FILE_NAME, "Setup.exe"),
                visit("b.example", "09:01").put(TextField.FILE_NAME, "setup.exe.txt"),
                visit("c.example", "09:02"))) {
            assertThat(hosts(store, new Sha256(sha))).containsExactly("a.example");
            assertThat(hosts(store, new Sha256(sha.replace('9', '8')))).isEmpty();
            assertThat(hosts(store, new FileName("SETUP.EXE"))).containsExactly("a.example");
        }
    }

    @Test
    default void findsByDecisionStatusAndBytes() {
        try (var store = holding(
                open(),
                visit("ok.example", "09:00").put(NumberField.STATUS, 200).put(NumberField.BYTES_TO_CLIENT, 0),
                visit("bad.example", "09:01")
                        .decision(Decision.BLOCK)
                        .put(NumberField.STATUS, 403)
                        .put(NumberField.BYTES_TO_CLIENT, 3911),
                visit("warn.example", "09:02").decision(Decision.WARN).put(NumberField.STATUS, 499),
                visit("none.example", "09:03").decision(Decision.ERROR))) {
            assertThat(hosts(store, new Decisions(Set.of(Decision.BLOCK)))).containsExactly("bad.example");
            assertThat(hosts(store, new Decisions(Set.of(Decision.BLOCK, Decision.WARN))))
                    .containsExactly("warn.example", "bad.example");
            assertThat(hosts(store, new Decisions(Set.of(Decision.ALLOW)))).containsExactly("ok.example");
            assertThat(hosts(store, new Status(400, 499))).containsExactly("warn.example", "bad.example");
            assertThat(hosts(store, new Status(0, 999))).hasSize(3);
            assertThat(hosts(store, new Bytes(0, 0))).containsExactly("ok.example");
            assertThat(hosts(store, new Bytes(1, Long.MAX_VALUE))).containsExactly("bad.example");
        }
    }

    @Test
    default void findsByEqualText() {
        try (var store = holding(
                open(),
                visit("a.example", "09:00")
                        .put(TextField.METHOD, "POST")
                        .put(TextField.MIME, "text/html")
                        .put(TextField.POLICY, "Default Group")
                        .put(TextField.APPLICATION, "Webmail")
                        .put(TextField.APPLICATION_TYPE, "Mail")
                        .put(TextField.MALWARE_NAME, "Eicar")
                        .put(TextField.MALWARE_CATEGORY, "Trojan"),
                visit("b.example", "09:01").put(TextField.REFERRER, "http://a.example/"))) {
            for (var criterion : List.of(
                    new Equal(TextField.METHOD, "post"),
                    new Equal(TextField.MIME, "TEXT/HTML"),
                    new Equal(TextField.POLICY, "default group"),
                    new Equal(TextField.APPLICATION, "webmail"),
                    new Equal(TextField.APPLICATION_TYPE, "mail"),
                    new Equal(TextField.MALWARE_NAME, "EICAR"),
                    new Equal(TextField.MALWARE_CATEGORY, "trojan")))
                assertThat(hosts(store, criterion)).as("%s", criterion).containsExactly("a.example");
            assertThat(hosts(store, new Equal(TextField.DEVICE, "GW1"))).hasSize(2);
            assertThat(hosts(store, new Equal(TextField.REFERRER, "http://a.example/")))
                    .containsExactly("b.example");
            assertThat(hosts(store, new Equal(TextField.POLICY, "default"))).isEmpty();
        }
    }

    @Test
    default void findsByCategoryAndReputation() {
        try (var store = holding(
                open(),
                visit("a.example", "09:00")
                        .category("Gambling")
                        .category("Games")
                        .put(NumberField.REPUTATION_SCORE, -60),
                visit("b.example", "09:01").category("News").put(NumberField.REPUTATION_SCORE, 52),
                visit("c.example", "09:02"))) {
            assertThat(hosts(store, new Category("games"))).containsExactly("a.example");
            assertThat(hosts(store, new Category("game"))).isEmpty();
            assertThat(hosts(store, new Reputation(-100, -60))).containsExactly("a.example");
            assertThat(hosts(store, new Reputation(-59, 100))).containsExactly("b.example");
        }
    }

    @Test
    default void criteriaCombineWithAnd() {
        try (var store = holding(
                open(),
                visit("a", "09:00")
                        .url("http://www.example.org/login")
                        .user("", "alice")
                        .client("10.0.0.1"),
                visit("b", "09:01")
                        .url("http://www.example.org/login")
                        .user("", "bob")
                        .client("10.0.0.1"),
                visit("c", "09:02")
                        .url("http://www.example.org/logout")
                        .user("", "alice")
                        .client("10.0.0.2"),
                visit("d", "10:02")
                        .url("http://www.example.org/login")
                        .user("", "alice")
                        .client("10.0.0.1"))) {
            var query = between(
                    "09:00",
                    "10:00",
                    new InDomain("example.org"),
                    new User("alice"),
                    new Client(cidr("10.0.0.0/31")),
                    new Url("login", UrlMatch.CONTAINS));

            assertThat(store.find(query, Cursor.START, 10, LONG).rows())
                    .extracting(Transaction::time)
                    .containsExactly(at("09:00"));
            assertThat(store.count(query, 10, LONG)).isEqualTo(new Count(1, true));
            assertThat(hosts(store, new User("alice"), new User("bob"))).isEmpty();
        }
    }

    @Test
    default void hostileTextIsOnlyAValue() {
        try (var store = holding(open(), visit("a.example", "09:00").user("", "o'brien*?[x]"))) {
            for (var text :
                    List.of("*:*", "a.example OR b", "\"", "host:[* TO *]", "../../etc/passwd", "%", "\0\0\0")) {
                assertThat(hosts(store, new InDomain(text))).isEmpty();
                assertThat(hosts(store, new Url("qq" + text, UrlMatch.CONTAINS)))
                        .isEmpty();
                assertThat(hosts(store, new Equal(TextField.METHOD, text))).isEmpty();
            }
            assertThat(hosts(store, new User("o'brien*?[x]"))).hasSize(1);
            assertThat(hosts(store, new User("o'brien?"))).isEmpty();
        }
    }

    // ---- counts

    @Test
    default void countsExactlyUpToTheBoundAndThenAtLeast() {
        var visits = new ArrayList<Visit>();
        for (var i = 0; i < 50; i++) visits.add(visit("a.example", "09:00:" + (10 + i)));
        try (var store = open()) {
            store.append(batch(visits));
            store.commit(Checkpoint.none());

            assertThat(store.count(all(), 100, LONG)).isEqualTo(new Count(50, true));
            assertThat(store.count(all(), 50, LONG)).isEqualTo(new Count(50, true));
            assertThat(store.count(all(), 49, LONG)).isEqualTo(new Count(49, false));
            assertThat(store.count(all(new Url("example", UrlMatch.CONTAINS)), 49, LONG))
                    .isEqualTo(new Count(49, false));
        }
    }

    // ---- one row, what is held

    @Test
    default void aRowIsReadAgainByItsId() {
        try (var store = holding(open(), visit("a", "09:00"), visit("b", "2026-03-11T09:00:00Z"))) {
            for (var row : walk(store, all(), 10))
                assertThat(store.byId(row.id())).contains(row);
            for (var id :
                    List.of("", "rubbish", "20260310-zzzz", "20260310-", "99999999-0", "20260310--1", "20260312-0"))
                assertThat(store.byId(id)).as(id).isEmpty();
        }
    }

    @Test
    default void saysWhatItHolds() {
        try (var store = holding(open(), visit("a", "09:00"), visit("b", "2026-03-12T10:00:00Z"))) {
            assertThat(store.held())
                    .contains(new TimeRange(
                            at("09:00"), at("2026-03-12T10:00:00Z").plusMillis(1)));
            assertThat(store.size().transactions()).isEqualTo(2);
            assertThat(store.size().days()).isEqualTo(2);
        }
    }

    @Test
    default void rowsAreFoundAfterARefresh() {
        try (var store = open()) {
            store.append(batch(visit("a", "09:00")));
            store.refresh();

            assertThat(hosts(store)).containsExactly("a");

            store.append(batch(visit("b", "09:01")));
            store.refresh();

            assertThat(hosts(store)).containsExactly("b", "a");
        }
    }

    @Test
    default void aCommitKeepsTheCheckpoint() {
        try (var store = open()) {
            store.commit(new Checkpoint(java.util.Map.of("source/gw1", "4711")));

            assertThat(store.recovered().entries()).containsEntry("source/gw1", "4711");
        }
    }

    @Test
    default void aRollbackForgetsWhatWasNotCommitted() {
        try (var store = open()) {
            store.append(batch(visit("a.example", "09:00")));
            store.commit(new Checkpoint(java.util.Map.of("n", "1")));
            store.append(batch(visit("b.example", "09:01"), visit("c.example", "2026-03-11T09:00:00Z")));
            store.refresh();

            store.rollback();

            assertThat(hosts(store)).containsExactly("a.example");
            assertThat(store.recovered().entries()).containsEntry("n", "1");
            assertThat(store.size().transactions()).isEqualTo(1);
            holding(store, visit("d.example", "09:02"));
            assertThat(hosts(store)).containsExactly("d.example", "a.example");
        }
    }

    @Test
    default void severalThreadsAppendAtOnce() throws Exception {
        try (var store = open();
                var threads = Executors.newFixedThreadPool(4)) {
            var work = new ArrayList<Callable<Void>>();
            for (var t = 0; t < 4; t++) {
                var thread = t;
                work.add(() -> {
                    for (var b = 0; b < 10; b++) {
                        var visits = new ArrayList<Visit>();
                        for (var i = 0; i < 50; i++)
                            visits.add(visit(
                                    "h" + thread + "-" + b + "-" + i + ".example", "2026-03-1" + i % 3 + "T10:00:00Z"));
                        store.append(batch(visits));
                    }
                    return null;
                });
            }
            for (Future<Void> done : threads.invokeAll(work)) done.get();
            store.commit(Checkpoint.none());

            var found = walk(store, all(), 300);

            assertThat(new HashSet<>(
                            found.stream().map(TrackingStoreContract::host).toList()))
                    .hasSize(2000);
            assertThat(found).hasSize(2000);
            assertThat(store.size().transactions()).isEqualTo(2000);
        }
    }

    @Test
    default void manyRowsAnswerLikeASimpleList() {
        var seed = 20_260_310L;
        var random = new Random(seed);
        var hosts = List.of("www.example.org", "cdn.example.org", "example.net", "mail.example.net", "evil.test");
        var visits = new ArrayList<Visit>();
        var expected = new ArrayList<String[]>();
        for (var i = 0; i < 4000; i++) {
            var host = hosts.get(random.nextInt(hosts.size()));
            var user = "user" + random.nextInt(20);
            var time = at("00:00").plusMillis(random.nextInt(2 * 86_400_000)).toString();
            var url = "http://" + host + "/p" + random.nextInt(500) + "/n" + i;
            visits.add(visit(host, time).url(url).user("", user).client("10.0.0." + random.nextInt(30)));
            expected.add(new String[] {time, host, user, url});
        }
        try (var store = open()) {
            for (var i = 0; i < visits.size(); i += 500) store.append(batch(visits.subList(i, i + 500)));
            store.commit(Checkpoint.none());

            for (var round = 0; round < 20; round++) {
                var user = "user" + random.nextInt(20);
                var part = "/p" + random.nextInt(500);
                var both = all(new User(user), new InDomain("example.org"));
                assertThat(urls(walk(store, both, 13)))
                        .as("seed %d, round %d", seed, round)
                        .containsExactlyElementsOf(expected.stream()
                                .filter(v -> v[2].equals(user) && v[1].endsWith("example.org"))
                                .sorted((a, b) -> Instant.parse(b[0]).compareTo(Instant.parse(a[0])))
                                .map(v -> v[3])
                                .toList());
                assertThat(urls(walk(store, all(new Url(part + "/", UrlMatch.CONTAINS)), 5)))
                        .as("seed %d, round %d", seed, round)
                        .containsExactlyElementsOf(expected.stream()
                                .filter(v -> v[3].contains(part + "/"))
                                .sorted((a, b) -> Instant.parse(b[0]).compareTo(Instant.parse(a[0])))
                                .map(v -> v[3])
                                .toList());
            }
        }
    }

    private static List<String> urls(List<Transaction> rows) {
        return rows.stream().map(row -> row.text(TextField.URL).orElse("")).toList();
    }

    // ---- observables

    @Test
    default void withoutObservableIndexingOnlyHostsAndAddressesAreFound() {
        var sha = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
        try (var store = open()) {
            store.observableIndexing(false);
            holding(
                    store,
                    visit("a", "09:00")
                            .url("http://a.example/download")
                            .put(TextField.FILE_SHA256, sha)
                            .put(TextField.FILE_NAME, "x.exe"));

            assertThat(hosts(store, new InDomain("a.example"))).containsExactly("a.example");
            assertThat(hosts(store, new Client(cidr("192.0.2.15")))).containsExactly("a.example");
            assertThat(hosts(store, new Url("download", UrlMatch.CONTAINS))).isEmpty();
            assertThat(hosts(store, new Url("http://a.example/download", UrlMatch.EXACT)))
                    .isEmpty();
            assertThat(hosts(store, new Sha256(sha))).isEmpty();
            assertThat(hosts(store, new FileName("x.exe"))).isEmpty();
        }
    }

    @Test
    default void rowsFromBeforeTheSwitchAreAGapUntilTheyAreIndexedAgain() {
        var sha = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
        try (var store = open()) {
            store.observableIndexing(false);
            holding(store, visit("a", "09:00").url("http://a.example/download").put(TextField.FILE_SHA256, sha));
            store.observableIndexing(true);
            holding(store, visit("b", "12:00").url("http://b.example/download"));
            var before = hosts(store, new Url("download", UrlMatch.CONTAINS));
            var ids = walk(store, all(), 10).stream().map(Transaction::id).toList();
            var range = new TimeRange(at("00:00"), at("2026-03-11T00:00:00Z"));
            var gaps = store.availability(range, true);

            var progress = new ArrayList<Long>();
            store.reindex((done, total) -> progress.add(done * 1000 + total));

            assertThat(before).containsExactly("b.example");
            assertThat(gaps.complete()).isFalse();
            assertThat(gaps.gaps())
                    .containsExactly(
                            new Availability.Gap(at("09:00"), at("09:00").plusMillis(1), "not-indexed"));
            assertThat(store.availability(range, false).complete()).isTrue();
            assertThat(store.availability(range, true).complete()).isTrue();
            assertThat(hosts(store, new Url("download", UrlMatch.CONTAINS))).containsExactly("b.example", "a.example");
            assertThat(hosts(store, new Sha256(sha))).containsExactly("a.example");
            assertThat(walk(store, all(), 10).stream().map(Transaction::id).toList())
                    .isEqualTo(ids);
            assertThat(progress)
                    .isNotEmpty()
                    .last()
                    .satisfies(p -> assertThat(p / 1000).isEqualTo(p % 1000));
        }
    }

    @Test
    default void anAvailabilityOutsideOfAGapIsComplete() {
        try (var store = open()) {
            store.observableIndexing(false);
            holding(store, visit("a", "09:00"));

            assertThat(store.availability(new TimeRange(at("10:00"), at("11:00")), true)
                            .complete())
                    .isTrue();
            assertThat(store.availability(new TimeRange(at("08:00"), at("09:00")), true)
                            .complete())
                    .isTrue();
            assertThat(store.availability(new TimeRange(at("09:00"), at("10:00")), true)
                            .complete())
                    .isFalse();
        }
    }

    @Test
    default void rowsThatArriveDuringAReindexAreKept() throws Exception {
        try (var store = open();
                var thread = Executors.newSingleThreadExecutor()) {
            store.observableIndexing(false);
            var visits = new ArrayList<Visit>();
            for (var i = 0; i < 2000; i++) visits.add(visit("old" + i + ".example", "10:00"));
            store.append(batch(visits));
            store.commit(Checkpoint.none());
            store.observableIndexing(true);
            var appending = thread.submit(() -> {
                for (var i = 0; i < 50; i++) {
                    store.append(batch(visit("new" + i + ".example", "10:00")));
                    store.commit(new Checkpoint(java.util.Map.of("n", "" + i)));
                }
            });

            store.reindex((done, total) -> {});
            appending.get();

            assertThat(walk(store, all(), 1000)).hasSize(2050);
            assertThat(walk(store, all(new Url("example", UrlMatch.CONTAINS)), 1000))
                    .hasSize(2050);
            assertThat(store.recovered().entries()).containsEntry("n", "49");
        }
    }
}
