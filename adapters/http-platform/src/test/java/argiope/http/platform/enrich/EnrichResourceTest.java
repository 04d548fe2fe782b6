package argiope.http.platform.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import argiope.http.Json;
import argiope.http.platform.TestModule;
import argiope.http.platform.TestPlatform;
import argiope.platform.module.Findings;
import argiope.platform.module.ModuleDirectory;
import argiope.platform.module.ModuleError;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

@Timeout(120)
class EnrichResourceTest {
    private static final String DELIBERATE = "/iroh/iroh-enrich/deliberate/observables";
    private static final String OBSERVE = "/iroh/iroh-enrich/observe/observables";
    private static final String REFER = "/iroh/iroh-enrich/refer/observables";
    private static final String DOMAIN = "[{\"type\":\"domain\",\"value\":\"login.example\"}]";

    private final TestModule good = new TestModule(ModuleDirectory.PRIVATE_INTELLIGENCE, "Private Intelligence");
    private final TestModule bad = new TestModule("type-bad", "Bad");
    private final TestPlatform platform = new TestPlatform(good, bad);
    private final TestPlatform.Browser admin = platform.adminBrowser();
    private String badId = "";

    @BeforeEach
    void configure() {
        good.does = TestModule::malicious;
        badId = admin.send(
                        "POST", "/iroh/iroh-int/module-instance", "{\"name\":\"Bad\",\"module_type_id\":\"type-bad\"}")
                .json()
                .get("id")
                .stringValue();
    }

    @AfterEach
    void stop() {
        platform.close();
    }

    private JsonNode ask(String path, String body) {
        var got = admin.send("POST", path, body);
        assertThat(got.status()).as(got.body()).isEqualTo(200);
        return got.json();
    }

    @Test
    void deliberateGivesVerdictsAndNothingElse() {
        var answer = ask(DELIBERATE, DOMAIN);

        var first = answer.at("/data/0");
        assertThat(first.get("module").stringValue()).isEqualTo("Private Intelligence");
        assertThat(first.get("module_type_id").stringValue()).isEqualTo(ModuleDirectory.PRIVATE_INTELLIGENCE);
        assertThat(first.get("module_instance_id").isString()).isTrue();
        assertThat(first.get("data").propertyNames()).containsExactly("verdicts");
        assertThat(first.at("/data/verdicts/count").intValue()).isEqualTo(1);
        assertThat(first.at("/data/verdicts/docs/0/disposition_name").stringValue())
                .isEqualTo("Malicious");
        assertThat(answer.at("/data/1/data").isEmpty()).isTrue();
        assertThat(answer.get("errors").size()).isZero();
    }

    @Test
    void theTraceIsForThoseWhoAskForIt() {
        assertThat(ask(DELIBERATE, DOMAIN).toString()).doesNotContain("trace");
        assertThat(ask(DELIBERATE + "?explain=true", DOMAIN)
                        .at("/data/0/data/verdicts/docs/0/trace/considered")
                        .intValue())
                .isEqualTo(1);
    }

    @Test
    void observeGivesAllThatIsKnown() {
        assertThat(ask(OBSERVE, DOMAIN).at("/data/0/data").propertyNames()).contains("verdicts", "judgements");
    }

    @Test
    void referGivesLinksWithAllTheirFields() {
        var link = ask(REFER, DOMAIN).at("/data/0");

        assertThat(link.get("title").stringValue()).isEqualTo("Search for this domain");
        assertThat(link.propertyNames())
                .contains("id", "description", "url", "module", "module_instance_id", "module_type_id", "categories");
    }

    @Test
    void onlyModulesThatUnderstandAreAsked() {
        var asked = new ArrayList<String>();
        good.does = observables -> {
            observables.forEach(o -> asked.add(o.value()));
            return Findings.none();
        };

        var answer = ask(
                OBSERVE,
                "[{\"type\":\"ip\",\"value\":\"192.0.2.1\"},{\"type\":\"domain\",\"value\":\"a.example\"},"
                        + "{\"type\":\"domain\",\"value\":\"a.example\"}]");
        assertThat(asked).containsExactly("a.example");
        assertThat(answer.get("data").size()).isEqualTo(2);
        assertThat(ask(OBSERVE, "[{\"type\":\"ip\",\"value\":\"192.0.2.1\"}]")
                        .get("data")
                        .size())
                .isZero();
    }

    @Test
    void onlyTheNamedInstancesAreAsked() {
        var answer = ask(OBSERVE + "?mids=" + badId, DOMAIN);

        assertThat(answer.get("data").size()).isEqualTo(1);
        assertThat(answer.at("/data/0/module").stringValue()).isEqualTo("Bad");
    }

    private JsonNode errorOfTheBadOne(String path) {
        var answer = ask(path, DOMAIN);
        assertThat(answer.at("/data/0/data/verdicts/count").intValue()).isEqualTo(1);
        assertThat(answer.at("/errors/0/module").stringValue()).isEqualTo("Bad");
        assertThat(answer.at("/errors/0/module_instance_id").stringValue()).isEqualTo(badId);
        return answer.at("/errors/0");
    }

    @Test
    void aModuleThatThrowsSpoilsNothing() {
        bad.does = _ -> {
            throw new IllegalStateException("no connection");
        };

        assertThat(errorOfTheBadOne(OBSERVE).get("message").stringValue()).isEqualTo("no connection");
    }

    @Test
    void aModuleThatHangsSpoilsNothing() {
        bad.patience = Duration.ofMillis(300);
        bad.does = _ -> {
            new CountDownLatch(1).await();
            return Findings.none();
        };

        var error = errorOfTheBadOne(OBSERVE);
        assertThat(error.get("code").stringValue()).isEqualTo("timeout");
        assertThat(error.get("type").stringValue()).isEqualTo("error");
    }

    @Test
    void aModuleThatAnswersAHundredMegabytesSpoilsNothing() {
        var document = Json.object().put("type", "sighting").put("description", "x".repeat(1_000_000));
        bad.does = _ -> new Findings(Map.of("sightings", Collections.nCopies(100, document)), List.of());

        var got = admin.send("POST", OBSERVE, DOMAIN);

        assertThat(got.body().length()).isLessThan(6_000_000);
        assertThat(errorOfTheBadOne(OBSERVE).get("code").stringValue()).isEqualTo("truncated");
    }

    @Test
    void aModuleThatAnswersRubbishSpoilsNothing() {
        var itself = Json.object();
        itself.set("again", itself);
        bad.does = _ -> new Findings(
                Map.of(
                        "verdicts", List.of(Json.object().put("disposition", "evil")),
                        "sightings", List.of(itself),
                        "<script>", List.of(Json.object())),
                List.of(new ModuleError("warning", "odd", "something was odd")));

        var answer = ask(OBSERVE, DOMAIN);

        assertThat(answer.at("/data/0/data/verdicts/count").intValue()).isEqualTo(1);
        assertThat(answer.at("/data/1/data").isEmpty()).isTrue();
        assertThat(answer.get("errors").valueStream().map(e -> e.get("code").stringValue()))
                .containsExactly("odd", "unusable");
    }

    private static String deeper(int depth) {
        return depth < 0 ? "" : deeper(depth + 1) + depth;
    }

    @Test
    void aModuleThatExhaustsItsStackSpoilsNothing() {
        bad.does = _ -> {
            throw new IllegalStateException(deeper(0));
        };

        assertThat(errorOfTheBadOne(DELIBERATE).get("message").stringValue()).isEqualTo("StackOverflowError");
    }

    @Test
    void markupInAnObservableIsOnlyText() {
        var value = "<img src=x onerror=alert(1)>\\\"%00";
        var answer = ask(DELIBERATE, "[" + Json.object().put("type", "domain").put("value", value) + "]");

        assertThat(answer.at("/data/0/data/verdicts/docs/0/observable/value").stringValue())
                .isEqualTo(value);
    }

    @Test
    void aValueOfTenThousandCharactersIsAsked() {
        var value = "a".repeat(10_000);

        assertThat(ask(DELIBERATE, "[{\"type\":\"domain\",\"value\":\"" + value + "\"}]")
                        .at("/data/0/data/verdicts/docs/0/observable/value")
                        .stringValue())
                .isEqualTo(value);
    }

    @Test
    void badQuestionsAreDeclinedWithTheirPlace() {
        for (var wrong : Map.of(
                        "{}",
                        "list",
                        "[1]",
                        "Observable 1 is no object",
                        "[{\"type\":\"domain\"}]",
                        "Observable 1 has no 'value'",
                        "[{\"type\":\"domain\",\"value\":\"a\"},{\"value\":\"a\"}]",
                        "Observable 2 has no 'type'",
                        "[{\"type\":\"planet\",\"value\":\"a\"}]",
                        "no type 'planet'",
                        "[{\"type\":\"domain\",\"value\":7}]",
                        "must be text",
                        "[{\"type\":\"domain\",\"value\":\" \"}]",
                        "empty",
                        "[{\"type\":\"domain\",\"value\":\"" + "a".repeat(30_000) + "\"}]",
                        "30000 characters",
                        "[" + "{\"type\":\"domain\",\"value\":\"a\"},".repeat(1_000)
                                + "{\"type\":\"domain\",\"value\":\"a\"}]",
                        "at most 1000",
                        "[{\"type\":",
                        "no valid JSON")
                .entrySet()) {
            var got = admin.send("POST", OBSERVE, wrong.getKey());
            assertThat(got.status()).as(wrong.getValue()).isEqualTo(400);
            assertThat(got.json().get("error_description").stringValue()).contains(wrong.getValue());
        }
        assertThat(ask(OBSERVE, "[]").get("data").size()).isZero();
    }

    @Test
    void healthSaysWhoWorksAndWhyOthersDoNot() {
        bad.does = _ -> {
            throw new IllegalStateException("no connection");
        };

        var all = ask("/iroh/iroh-enrich/health", "");
        assertThat(all.get("data").size()).isEqualTo(1);
        assertThat(all.at("/data/0/data/status").stringValue()).isEqualTo("ok");
        assertThat(all.at("/errors/0/module").stringValue()).isEqualTo("Bad");
        var one = ask("/iroh/iroh-enrich/health/" + badId, "");
        assertThat(one.at("/errors/0/message").stringValue()).isEqualTo("no connection");
        assertThat(admin.send("POST", "/iroh/iroh-enrich/health/nothing", "").status())
                .isEqualTo(404);
    }

    @Test
    void anyTokenMayReadTheSettings() {
        assertThat(platform.withToken(platform.token("casebook"), "GET", "/iroh/iroh-enrich/settings", "")
                        .status())
                .isEqualTo(200);
    }

    private record Event(String name, JsonNode data) {}

    private List<Event> stream(String path) {
        var got = admin.send("POST", path, DOMAIN, "Accept", "text/event-stream");
        assertThat(got.header("Content-Type").orElseThrow()).startsWith("text/event-stream");
        var events = new ArrayList<Event>();
        for (var block : got.body().strip().split("\n\n")) {
            var lines = block.split("\n");
            events.add(new Event(
                    lines[0].substring("event: ".length()),
                    Json.read(lines[1].substring("data: ".length()).getBytes(StandardCharsets.UTF_8))));
        }
        return events;
    }

    @Test
    void theStreamTellsThePlanThenEachModuleAsItAnswersThenTheEnd() {
        var goodHasAnswered = new CountDownLatch(1);
        good.does = _ -> {
            goodHasAnswered.await();
            return Findings.none();
        };
        bad.does = _ -> {
            goodHasAnswered.countDown();
            throw new IllegalStateException("no connection");
        };

        var events = stream(OBSERVE);

        assertThat(events).extracting(Event::name).containsExactly("plan", "module", "module", "done");
        assertThat(events.get(0).data().get("observables").intValue()).isEqualTo(1);
        assertThat(events.get(0).data().at("/modules/1/module").stringValue()).isEqualTo("Bad");
        assertThat(events.get(0).data().at("/modules/0/deadline_ms").intValue()).isEqualTo(20_000);
        var failed = events.stream()
                .filter(e -> e.data().path("module").asString("").equals("Bad"))
                .findFirst()
                .orElseThrow();
        assertThat(failed.data().at("/errors/0/message").stringValue()).isEqualTo("no connection");
        assertThat(failed.data().get("data")).isNull();
        assertThat(events.get(3).data().get("took_ms").isNumber()).isTrue();
    }

    @Test
    void linksAreStreamedToo() {
        var events = stream(REFER);

        assertThat(events.get(1).data().at("/data/0/title").stringValue()).startsWith("Search for this");
    }
}
