package argiope.app;

import static java.net.URLEncoder.encode;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import argiope.app.running.Api;
import argiope.app.running.Await;
import argiope.app.running.Running;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Walks the whole thread over HTTP against the demo, knowing nothing but its ready file.
class ThreadTest {
    private static final String PAGE = "login-m1crosoft.example";
    private static final String DOMAIN = "[{\"type\":\"domain\",\"value\":\"" + PAGE + "\"}]";

    @TempDir
    Path folder;

    @Test
    void fromALogLineToABlockAndAKeptCase() throws Exception {
        String caseId;
        try (var demo = Running.demo(folder)) {
            var appliance = appliance(demo);
            var platform = platform(demo);

            trackingFindsThePage(appliance);
            inspectFindsTheDomain(platform);
            privateIntelligenceJudgesIt(platform);
            theApplianceSaysWhoWasHit(platform);
            var trigger = offeredAction(platform, DOMAIN, "Block this domain");
            blockedOnceForOneKey(demo, appliance, platform, trigger);
            aTriggerFailsAtOnceWithoutTheDevice(demo, appliance, platform);
            caseId = openCase(platform);
        }
        try (var demo = Running.demo(folder)) {
            readBack(demo, caseId);
        }
    }

    private static Api appliance(Running demo) throws Exception {
        return Api.signedIn(demo.url("appliance.url"), demo.ready("users.0.login"), demo.ready("users.0.password"));
    }

    private static Api platform(Running demo) throws Exception {
        return Api.client(demo.url("platform.url"), demo.ready("apiClient.id"), demo.ready("apiClient.password"));
    }

    private static void trackingFindsThePage(Api appliance) throws Exception {
        var answer = appliance.get("/wsa/api/v2.0/web-tracking/proxy-services?startDate="
                + Instant.now().minus(Duration.ofDays(7)) + "&endDate=" + Instant.now() + "&limit=100&website=" + PAGE);

        assertThat(answer.at("/meta/totalCount").intValue()).isEqualTo(48);
        assertThat(answer.at("/meta/totalIsExact").booleanValue()).isTrue();
        assertThat(texts(answer.get("data"), "/attributes/user"))
                .allMatch(user -> user.contains("l.brandt") || user.contains("m.okafor") || user.contains("s.iyer"));
    }

    private static void inspectFindsTheDomain(Api platform) throws Exception {
        var answer = platform.post(
                200, "/iroh/iroh-inspect/inspect", "{\"content\":\"who reached login-m1crosoft[.]example today?\"}");

        assertThat(answer.toString()).isEqualTo("[{\"type\":\"domain\",\"value\":\"" + PAGE + "\"}]");
    }

    private static void privateIntelligenceJudgesIt(Api platform) throws Exception {
        var answer = platform.post(200, "/iroh/iroh-enrich/deliberate/observables", DOMAIN);

        var verdicts = new ArrayList<String>();
        answer.get("data")
                .forEach(module -> module.at("/data/verdicts/docs")
                        .forEach(verdict -> verdicts.add(module.get("module").stringValue() + ": "
                                + verdict.get("disposition_name").stringValue())));
        assertThat(verdicts).contains("Private Intelligence: Malicious");
        answer.get("data")
                .forEach(module -> assertThat(module.at("/data/judgements").isMissingNode())
                        .isTrue());
    }

    private static void theApplianceSaysWhoWasHit(Api platform) throws Exception {
        var answer = platform.post(200, "/iroh/iroh-enrich/observe/observables", DOMAIN);

        var users = new ArrayList<String>();
        var count = 0L;
        for (var module : answer.get("data")) {
            for (var sighting : module.at("/data/sightings/docs")) {
                for (var target : sighting.path("targets")) {
                    count += sighting.path("count").longValue();
                    for (var observable : target.get("observables"))
                        if (observable.get("type").stringValue().equals("user"))
                            users.add(observable.get("value").stringValue());
                }
            }
        }
        assertThat(users.stream().distinct())
                .hasSize(3)
                .anyMatch(u -> u.contains("l.brandt"))
                .anyMatch(u -> u.contains("s.iyer"));
        assertThat(count).isEqualTo(48);
    }

    private static String offeredAction(Api platform, String observables, String title) throws Exception {
        var answer = platform.post(200, "/iroh/iroh-response/respond/observables", observables);

        for (var action : answer.get("data"))
            if (action.get("title").stringValue().equals(title))
                return "/iroh/iroh-response/respond/trigger/"
                        + action.get("module_instance_id").stringValue() + "/"
                        + encode(action.get("id").stringValue(), UTF_8).replace("+", "%20");
        throw new AssertionError("'" + title + "' is not offered: " + answer);
    }

    private static void blockedOnceForOneKey(Running demo, Api appliance, Api platform, String trigger)
            throws Exception {
        var query = "?observable_type=domain&observable_value=" + PAGE;
        var first = platform.send("POST", trigger + query, "", "Idempotency-Key", "thread-1");
        assertThat(first.body()).contains("\"success\"");
        var ledgerId = first.headers().firstValue("X-Argiope-Ledger-Id").orElseThrow();
        assertThat(publishedDomains(demo)).contains(PAGE);
        var entries = appliance.get("/blocklist/v1").get("entries");

        var second = platform.send("POST", trigger + query, "", "Idempotency-Key", "thread-1");

        assertThat(second.body()).contains("\"success\"");
        assertThat(second.headers().firstValue("X-Argiope-Ledger-Id")).contains(ledgerId);
        assertThat(appliance.get("/blocklist/v1").get("entries")).isEqualTo(entries);
    }

    private static void aTriggerFailsAtOnceWithoutTheDevice(Running demo, Api appliance, Api platform)
            throws Exception {
        var observable = "[{\"type\":\"ip\",\"value\":\"203.0.113.77\"}]";
        var trigger = offeredAction(platform, observable, "Block this IP");
        appliance.patch("/settings/v1/pending", "{\"cloud\":{\"enabled\":false}}");
        appliance.post(200, "/settings/v1/commit", "{\"comment\":\"link off\"}");
        awaitDevice(platform, demo, "disconnected");

        var before = System.nanoTime();
        var answer = platform.send(
                "POST",
                trigger + "?observable_type=ip&observable_value=203.0.113.77",
                "",
                "Idempotency-Key",
                "thread-2");

        assertThat(answer.body()).contains("\"failure\"");
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));

        appliance.patch("/settings/v1/pending", "{\"cloud\":{\"enabled\":true}}");
        appliance.post(200, "/settings/v1/commit", "{\"comment\":\"link on\"}");
        awaitDevice(platform, demo, "connected");
        // A trigger with a key of its own goes through now; had the failed one been kept, its block would be there too.
        var other = offeredAction(platform, "[{\"type\":\"ip\",\"value\":\"203.0.113.78\"}]", "Block this IP");
        assertThat(platform.send("POST", other + "?observable_type=ip&observable_value=203.0.113.78", "")
                        .body())
                .contains("\"success\"");
        var ips = Api.anonymous(demo.url("appliance.url"))
                .text(demo.url("appliance.lists.ips").getPath());
        assertThat(ips).contains("203.0.113.78").doesNotContain("203.0.113.77");
    }

    private static void awaitDevice(Api platform, Running demo, String status) {
        Await.until(
                Duration.ofSeconds(30),
                "the device to be " + status,
                () -> platform.get("/iroh/iroh-sse/device/" + demo.ready("device.id"))
                        .get("status")
                        .stringValue()
                        .equals(status));
    }

    private static String openCase(Api platform) throws Exception {
        var opened = platform.post(
                201,
                "/ctia/casebook",
                "{\"title\":\"Fake sign-in page\",\"texts\":[{\"type\":\"note\",\"text\":\"Called l.brandt.\"}]}");
        var id = opened.get("id").stringValue();
        platform.post(
                200,
                "/ctia/casebook/" + shortId(id) + "/observables",
                "{\"operation\":\"add\",\"observables\":" + DOMAIN + "}");
        return shortId(id);
    }

    private static void readBack(Running demo, String caseId) throws Exception {
        var casebook = platform(demo).get("/ctia/casebook/" + caseId);
        assertThat(casebook.get("id").stringValue()).startsWith(demo.ready("platform.url"));
        assertThat(casebook.at("/observables/0/value").stringValue()).isEqualTo(PAGE);
        assertThat(casebook.at("/texts/0/text").stringValue()).isEqualTo("Called l.brandt.");
        assertThat(publishedDomains(demo)).contains(PAGE);
        trackingFindsThePage(appliance(demo));
        privateIntelligenceJudgesIt(platform(demo));
        awaitDevice(platform(demo), demo, "connected");
        theApplianceSaysWhoWasHit(platform(demo));
    }

    private static String publishedDomains(Running demo) throws Exception {
        return Api.anonymous(demo.url("appliance.url"))
                .text(URI.create(demo.ready("appliance.lists.domains")).getPath());
    }

    private static String shortId(String id) {
        return id.substring(id.lastIndexOf('/') + 1);
    }

    private static List<String> texts(JsonNode list, String pointer) {
        var texts = new ArrayList<String>();
        list.forEach(node -> texts.add(node.at(pointer).asString()));
        return texts;
    }
}
