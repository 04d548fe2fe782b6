package argiope.appliance.device;

import static argiope.contracts.tracking.Visit.batch;
import static argiope.contracts.tracking.Visit.visit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import argiope.appliance.device.DeviceOperations.OperationFailed;
import argiope.appliance.policy.ChangeCommand;
import argiope.appliance.policy.PublishedBlockList;
import argiope.appliance.settings.ApplianceSettings;
import argiope.appliance.settings.Settings;
import argiope.appliance.tracking.Checkpoint;
import argiope.appliance.tracking.Decision;
import argiope.appliance.tracking.TextField;
import argiope.contracts.tracking.Visit;
import argiope.core.observable.Observable;
import argiope.core.observable.ObservableType;
import argiope.memory.appliance.MemoryBlockStore;
import argiope.memory.appliance.device.MemoryTriggers;
import argiope.memory.tracking.MemoryTrackingStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

class ApplianceOperationsTest {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final String HASH = "ab".repeat(32);

    @TempDir
    Path folder;

    private final MemoryTrackingStore tracking = new MemoryTrackingStore();
    private final MemoryTriggers triggers = new MemoryTriggers();
    private final Clock clock = Clock.fixed(Visit.at("12:00"), ZoneOffset.UTC);
    private final AtomicInteger ids = new AtomicInteger();
    private PublishedBlockList blocks;
    private DeviceOperations operations;
    private boolean indexing = true;

    @BeforeEach
    void start() {
        tracking.observableIndexing(true);
        blocks = new PublishedBlockList(
                new MemoryBlockStore(),
                folder.resolve("lists"),
                new ChangeCommand(List.of(), Duration.ofMillis(10), clock),
                () -> "id-" + ids.incrementAndGet(),
                () -> "secret-" + ids.incrementAndGet(),
                clock);
        operations = restarted();
    }

    @AfterEach
    void stop() {
        blocks.close();
        tracking.close();
    }

    private DeviceOperations restarted() {
        var settings = new Settings() {
            @Override
            public ApplianceSettings committed() {
                var initial = ApplianceSettings.initial("gw1.lab");
                return new ApplianceSettings(
                        new ApplianceSettings.Reporting(indexing, 60), initial.cloud(), List.of(), initial.system());
            }

            @Override
            public void onCommit(Consumer<ApplianceSettings> listener) {}

            @Override
            public boolean cloudPending() {
                return false;
            }
        };
        return new ApplianceOperations(
                tracking, blocks, triggers, settings, "serial-1", "1.2.3", () -> "http://gw1.lab:8441", clock);
    }

    private void seen(Visit... visits) {
        tracking.append(batch(visits));
        tracking.commit(Checkpoint.none());
    }

    private JsonNode ask(String op, String body) throws Exception {
        return operations.answer(op, MAPPER.readTree(body.replace('\'', '"')), DEADLINE);
    }

    private List<JsonNode> sightings(String type, String value) throws Exception {
        var question = JSON.arrayNode();
        question.addObject().put("type", type).put("value", value);
        var list = new ArrayList<JsonNode>();
        operations
                .answer("observe/observables", question, DEADLINE)
                .path("data")
                .path("sightings")
                .path("docs")
                .forEach(list::add);
        return list;
    }

    private static String text(JsonNode node, String... path) {
        for (var name : path) node = name.matches("\\d+") ? node.path(Integer.parseInt(name)) : node.path(name);
        return node.asString("");
    }

    @Test
    void tellsItsVersionAndHealthAndJudgesNothing() throws Exception {
        assertThat(ask("version", "[]").toString()).isEqualTo("{\"version\":\"1.2.3\"}");
        assertThat(text(ask("health", "[]"), "data", "status")).isEqualTo("ok");
        assertThat(ask("deliberate/observables", "[{'type':'domain','value':'evil.example'}]")
                        .toString())
                .isEqualTo("{\"data\":{}}");
    }

    @Test
    void doesNothingThatIsNotListed() {
        for (var op : List.of("", "shell", "tracking/search", "respond/trigger/", "Health", "settings"))
            assertThatThrownBy(() -> ask(op, "[]"))
                    .isInstanceOfSatisfying(
                            OperationFailed.class, e -> assertThat(e.code()).isEqualTo("not listed"));
    }

    @Test
    void oneSightingForClientUserHostAndDecisionOfAnHour() throws Exception {
        seen(
                visit("evil.example", "09:00").client("192.0.2.15").user("CORP", "anna"),
                visit("evil.example", "09:30:00.500").client("192.0.2.15").user("CORP", "anna"),
                visit("evil.example", "10:00").client("192.0.2.15").user("CORP", "anna"),
                visit("www.evil.example", "09:10").client("192.0.2.15").user("CORP", "anna"),
                visit("evil.example", "09:40").client("192.0.2.16"),
                visit("evil.example", "09:50").client("192.0.2.16").decision(Decision.BLOCK),
                visit("notevil.example", "09:00").client("192.0.2.17"));

        var found = sightings("domain", "EVIL.example.");

        assertThat(found).hasSize(5);
        assertThat(text(found.getFirst(), "observed_time", "start_time")).isEqualTo("2026-03-10T10:00:00.000Z");
        var twice = found.stream()
                .filter(s -> s.path("count").intValue() == 2)
                .findFirst()
                .orElseThrow();
        assertThat(text(twice, "observed_time", "start_time")).isEqualTo("2026-03-10T09:00:00.000Z");
        assertThat(text(twice, "observed_time", "end_time")).isEqualTo("2026-03-10T09:30:00.500Z");
        assertThat(text(twice, "type")).isEqualTo("sighting");
        assertThat(text(twice, "sensor")).isEqualTo("network.proxy");
        assertThat(text(twice, "confidence")).isEqualTo("Medium");
        assertThat(text(twice, "severity")).isEqualTo("Info");
        assertThat(text(twice, "source")).isEqualTo("gw1.lab");
        assertThat(text(twice, "observables", "0", "value")).isEqualTo("EVIL.example.");
        assertThat(text(twice, "targets", "0", "type")).isEqualTo("endpoint");
        assertThat(twice.path("targets").path(0).path("observables").toString())
                .isEqualTo(
                        "[{\"type\":\"ip\",\"value\":\"192.0.2.15\"},{\"type\":\"user\",\"value\":\"CORP\\\\anna\"}]");
        assertThat(text(twice, "external_references", "0", "url"))
                .startsWith("http://gw1.lab:8441/#/tracking/web?domain=EVIL.example.&range=custom&from=2026-03-10T09");
        assertThat(sightings("domain", "EVIL.example.").stream().map(s -> text(s, "id")))
                .as("the same ids from call to call")
                .containsExactlyElementsOf(
                        found.stream().map(s -> text(s, "id")).toList())
                .doesNotHaveDuplicates()
                .allMatch(id -> id.startsWith("transient:sighting-"));
    }

    @Test
    void saysWhatIsRelatedToWhat() throws Exception {
        seen(visit("evil.example", "09:00")
                .client("192.0.2.15")
                .server("203.0.113.9")
                .url("http://evil.example/a.exe")
                .put(TextField.FILE_SHA256, HASH));

        var relations = new ArrayList<String>();
        for (var relation : sightings("sha256", HASH.toUpperCase(java.util.Locale.ROOT))
                .getFirst()
                .path("relations"))
            relations.add(text(relation, "source", "value") + " " + text(relation, "relation") + " "
                    + text(relation, "related", "value"));

        assertThat(relations)
                .containsExactlyInAnyOrder(
                        "192.0.2.15 Connected_To evil.example",
                        "evil.example Resolved_To 203.0.113.9",
                        "http://evil.example/a.exe Hosted_By evil.example",
                        HASH + " Downloaded_From http://evil.example/a.exe",
                        HASH + " Downloaded_By 192.0.2.15");
        assertThat(text(sightings("sha256", HASH).getFirst(), "confidence")).isEqualTo("High");
    }

    @Test
    void anAddressIsFoundAsServerAsHostAndAsClientOnceEach() throws Exception {
        seen(
                visit("a.example", "09:00").client("192.0.2.1").server("203.0.113.9"),
                visit("203.0.113.9", "09:01").client("192.0.2.2").server("203.0.113.9"),
                visit("b.example", "09:02").client("203.0.113.9"),
                visit("c.example", "09:03").client("192.0.2.3").server("203.0.113.10"));

        var found = sightings("ip", "203.0.113.9");

        assertThat(found).hasSize(3).allMatch(s -> s.path("count").intValue() == 1);
        assertThat(found.stream().map(s -> text(s, "confidence"))).containsExactlyInAnyOrder("Low", "Medium", "Medium");
        assertThat(sightings("url", "http://a.example/")).hasSize(1);
    }

    @Test
    void severityFollowsTheDecision() throws Exception {
        seen(
                visit("a.example", "09:00")
                        .client("192.0.2.1")
                        .decision(Decision.BLOCK)
                        .put(TextField.MALWARE_NAME, "Trojan"),
                visit("a.example", "09:00")
                        .client("192.0.2.2")
                        .decision(Decision.BLOCK)
                        .put(TextField.DECISION_REASON, "BLOCK_WBRS"),
                visit("a.example", "09:00").client("192.0.2.3").decision(Decision.MONITOR),
                visit("a.example", "09:00").client("192.0.2.4"));

        assertThat(sightings("domain", "a.example").stream()
                        .map(s -> text(s, "targets", "0", "observables", "0", "value") + " " + text(s, "severity")))
                .containsExactlyInAnyOrder("192.0.2.1 High", "192.0.2.2 Medium", "192.0.2.3 Low", "192.0.2.4 Info");
    }

    @Test
    void theNewestHundredAndAWarningThatThereIsMore() throws Exception {
        var visits = new ArrayList<Visit>();
        for (var i = 0; i < 130; i++)
            visits.add(visit("busy.example", "0" + i % 10 + ":15").client("198.51.100." + i));
        tracking.append(batch(visits));
        tracking.commit(Checkpoint.none());

        var answer = ask("observe/observables", "[{'type':'domain','value':'busy.example'}]");

        var docs = answer.path("data").path("sightings").path("docs");
        assertThat(docs).hasSize(100);
        assertThat(text(docs.path(0), "observed_time", "start_time")).isEqualTo("2026-03-10T09:15:00.000Z");
        assertThat(text(docs.path(99), "observed_time", "start_time")).isEqualTo("2026-03-10T02:15:00.000Z");
        assertThat(text(answer, "errors", "0", "type")).isEqualTo("warning");
        assertThat(text(answer, "errors", "0", "code")).isEqualTo("truncated");
    }

    @Test
    void thirtyDaysUpToNowOrToTheNewestThatIsHeld() throws Exception {
        seen(
                visit("old.example", "2026-01-01T00:00:00Z"),
                visit("old.example", "2025-12-03T00:00:00Z"),
                visit("old.example", "2025-11-30T00:00:00Z"));
        assertThat(sightings("domain", "old.example")).hasSize(2);

        seen(visit("new.example", "11:00"));
        assertThat(sightings("domain", "old.example")).isEmpty();
    }

    @Test
    void markupAndTenKilobytesAreValuesLikeOthers() throws Exception {
        var strange = List.of(
                "<script>alert(1)</script>",
                "x".repeat(10_000),
                "\" OR 1=1 --",
                "a\nb",
                "*",
                "%2e%2e/",
                " ",
                "😀.example",
                "..",
                "[::1]/..");
        for (var type : List.of("domain", "url", "ip", "ipv6", "sha256", "user", "no-such-type")) {
            for (var value : strange) {
                var question = JSON.arrayNode();
                question.addObject().put("type", type).put("value", value);
                for (var op : List.of("observe/observables", "refer/observables", "respond/observables")) {
                    var answer = operations.answer(op, question, DEADLINE);
                    assertThat(answer.has("data"))
                            .as("%s %s %s", op, type, value)
                            .isTrue();
                }
            }
        }
        assertThatThrownBy(() -> ask("observe/observables", "{}")).isInstanceOf(OperationFailed.class);
        assertThatThrownBy(() -> ask("observe/observables", "[" + "{},".repeat(100) + "{}]"))
                .isInstanceOf(OperationFailed.class);
        assertThat(ask("observe/observables", "[7,null,{'type':3},{'type':'domain'}]")
                        .toString())
                .isEqualTo("{\"data\":{}}");
    }

    @Test
    void withoutIndexingUrlsAndHashesAreSaidNotToBeFound() throws Exception {
        indexing = false;
        var answer = ask("observe/observables", "[{'type':'url','value':'http://a.example/'}]");
        assertThat(text(answer, "errors", "0", "code")).isEqualTo("not indexed");
        assertThat(answer.path("data")).isEmpty();
    }

    @Test
    void refersToSearchesOfItsOwn() throws Exception {
        var links = ask(
                        "refer/observables",
                        "[{'type':'domain','value':'evil.example'},{'type':'url','value':'http://e.example/?a=b&c#d'},"
                                + "{'type':'sha256','value':'" + HASH + "'},{'type':'ip','value':'192.0.2.1'}]")
                .path("data");

        assertThat(links.valueStream().map(l -> text(l, "title")))
                .containsExactly(
                        "Search for this domain",
                        "Search for this URL",
                        "Search for this SHA256",
                        "Search for this IP",
                        "Search for this IP as a client");
        assertThat(text(links, "0", "url")).isEqualTo("http://gw1.lab:8441/#/tracking/web?domain=evil.example");
        assertThat(text(links, "1", "url"))
                .isEqualTo(
                        "http://gw1.lab:8441/#/tracking/web?url=http%3A%2F%2Fe.example%2F%3Fa%3Db%26c%23d&urlMatch=exact");
        assertThat(text(links, "0", "categories", "0")).isEqualTo("Search");
    }

    // -- respond --------------------------------------------------------------------------------------------------

    private static String order(String action, String key) {
        return "{'action-id':'" + action + "','observable_type':'domain','observable_value':'evil.example','key':'"
                + key + "','by':'ana'}";
    }

    private boolean blocked() {
        return blocks.find(new Observable(ObservableType.DOMAIN, "evil.example"))
                .isPresent();
    }

    @Test
    void offersToBlockWhatIsNotBlockedAndToUnblockWhatIs() throws Exception {
        var question = "[{'type':'domain','value':'evil.example'},{'type':'ip','value':'203.0.113.9'}]";
        assertThat(ask("respond/observables", question)
                        .path("data")
                        .valueStream()
                        .map(a -> text(a, "title")))
                .containsExactly("Block this domain", "Block this IP");

        ask("respond/trigger", order("block-domain", "k1"));

        var offered = ask("respond/observables", question).path("data");
        assertThat(offered.valueStream().map(a -> text(a, "title")))
                .containsExactly("Unblock this domain", "Block this IP");
        assertThat(text(offered, "0", "id")).isEqualTo("unblock-domain");
        assertThat(text(offered, "0", "query-params", "observable_value")).isEqualTo("evil.example");
        var entry = blocks.entries().getFirst();
        assertThat(entry.by()).isEqualTo("ana");
        assertThat(entry.key()).isEqualTo("k1");
    }

    @Test
    void theSameKeyHasNoSecondEffectAlsoAfterARestart() throws Exception {
        var first = ask("respond/trigger", order("block-domain", "k1"));
        assertThat(text(first, "data", "status")).isEqualTo("success");
        ask("respond/trigger", order("unblock-domain", "k2"));
        assertThat(blocked()).isFalse();

        operations = restarted();

        assertThat(ask("respond/trigger", order("block-domain", "k1"))).isEqualTo(first);
        assertThat(blocked()).isFalse();
        assertThatThrownBy(() -> ask("respond/trigger", order("unblock-domain", "k1")))
                .isInstanceOfSatisfying(
                        OperationFailed.class, e -> assertThat(e.code()).isEqualTo("key reused"));
    }

    @Test
    void manyOfTheSameKeyAtOnceHaveOneEffect() throws Exception {
        var threads = new ArrayList<Thread>();
        var succeeded = new AtomicInteger();
        for (var i = 0; i < 10; i++)
            threads.add(Thread.ofVirtual().start(() -> {
                try {
                    if (text(ask("respond/trigger", order("block-domain", "k1")), "data", "status")
                            .equals("success")) succeeded.incrementAndGet();
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            }));
        for (var thread : threads) assertThat(thread.join(DEADLINE)).isTrue();
        assertThat(succeeded.get()).isEqualTo(10);
        assertThat(blocks.entries()).hasSize(1);
    }

    @Test
    void settlingTellsWhatBecameAndVoidsWhatNeverCame() throws Exception {
        ask("respond/trigger", order("block-domain", "k1"));
        assertThat(text(ask("respond/trigger", "{'key':'k1','settle':true}"), "data", "status"))
                .isEqualTo("success");

        assertThat(text(ask("respond/trigger", "{'key':'k2','settle':true}"), "data", "status"))
                .isEqualTo("failure");
        var late = ask("respond/trigger", order("unblock-domain", "k2"));
        assertThat(text(late, "data", "status")).isEqualTo("failure");
        assertThat(blocked()).isTrue();
    }

    @Test
    void anActionThatARestartBrokeOffIsNotTriedAgain() throws Exception {
        triggers.begin(new Triggers.Kept(
                "k1",
                "block-domain",
                new Observable(ObservableType.DOMAIN, "evil.example"),
                Triggers.State.BEGUN,
                "",
                clock.instant()));

        assertThat(text(ask("respond/trigger", "{'key':'k1','settle':true}"), "data", "status"))
                .isEqualTo("failure");
        ask("respond/trigger", order("block-domain", "k1"));
        assertThat(blocked()).isFalse();
    }

    @Test
    void anActionEndsWhenItIsSaidTo() throws Exception {
        ask("respond/trigger", order("block-domain", "k1").replace("}", ",'expires':'PT24H'}"));
        assertThat(blocks.entries().getFirst().until()).hasValue(clock.instant().plus(Duration.ofHours(24)));
        for (var wrong : List.of("soon", "PT0S", "-PT1H", "P9999D"))
            assertThatThrownBy(() -> ask(
                            "respond/trigger", order("block-domain", "k9").replace("}", ",'expires':'" + wrong + "'}")))
                    .as(wrong)
                    .isInstanceOf(OperationFailed.class);
    }

    @Test
    void whatCannotBeBlockedFailsWithItsReason() throws Exception {
        var answer = ask(
                "respond/trigger",
                "{'action-id':'block-domain','observable_type':'domain','observable_value':'<b>no name','key':'k1'}");
        assertThat(text(answer, "data", "status")).isEqualTo("failure");
        assertThat(text(answer, "data", "detail")).isNotEmpty();
        for (var wrong : List.of(
                "{}",
                "[]",
                "{'key':'k'}",
                "{'action-id':'block-user','observable_type':'user','observable_value':'x','key':'k'}",
                "{'action-id':'block-ip','observable_type':'domain','observable_value':'x.example','key':'k'}",
                "{'action-id':'block-domain','observable_type':'domain','observable_value':'x.example','key':'"
                        + "k".repeat(300) + "'}"))
            assertThatThrownBy(() -> ask("respond/trigger", wrong)).as(wrong).isInstanceOf(OperationFailed.class);
        assertThat(blocks.entries()).isEmpty();
    }
}
