package argiope.app;

import static java.net.URLEncoder.encode;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import argiope.app.running.Api;
import argiope.app.running.Await;
import argiope.app.running.Running;
import argiope.app.running.Squid;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The thread at a real Squid: what passes through it is found, what is blocked it refuses, what is unblocked passes.
class RealSquidTest {
    @TempDir
    Path folder;

    @Test
    void aBlockedNameIsRefusedByTheNextRequestAndPassesAgainAfterwards() throws Exception {
        assumeTrue(Squid.installed(), "needs Squid: /usr/sbin/squid (Debian's squid-openssl)");
        var squidFolder = Files.createDirectory(folder.resolve("squid"));
        var config = folder.resolve("argiope.yaml");
        Files.writeString(
                config,
                "appliance:\n  onBlockListChange: [\"sh\", \"-c\", \"" + Squid.reloadCommand(squidFolder) + "\"]\n");
        var older = folder.resolve("older.log");
        Files.writeString(
                older,
                "1764000001.120    187 192.0.2.15 TCP_MISS/200 14820 GET http://www.example.org/a - HIER_DIRECT/198.51.100.7 text/html\n");
        var origin = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        origin.createContext("/", exchange -> {
            var body = "hello".getBytes(UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        origin.start();

        try (var demo = Running.demo(folder, "--config", config.toString(), "--log", older.toString())) {
            var appliance = Api.signedIn(
                    demo.url("appliance.url"), demo.ready("users.0.login"), demo.ready("users.0.password"));
            var platform =
                    Api.client(demo.url("platform.url"), demo.ready("apiClient.id"), demo.ready("apiClient.password"));
            var include = appliance.get("/blocklist/v1").at("/files/squid").stringValue();
            try (var squid =
                    Squid.start(squidFolder, Path.of(include), "phish.example", "www.phish.example", "good.example")) {
                follow(appliance, squid.accessLog());
                var browser = HttpClient.newBuilder()
                        .proxy(ProxySelector.of(new InetSocketAddress("127.0.0.1", squid.port())))
                        .version(HttpClient.Version.HTTP_1_1)
                        .build();
                var bad = URI.create(
                        "http://www.phish.example:" + origin.getAddress().getPort() + "/login?x=1");
                var good =
                        URI.create("http://good.example:" + origin.getAddress().getPort() + "/");

                assertThat(quickestToBeFound(appliance, browser, bad)).isLessThan(Duration.ofSeconds(2));

                trigger(platform, "Block this domain");
                Await.until(Duration.ofSeconds(20), "Squid to refuse the name", () -> visit(browser, bad) == 403);
                assertThat(visit(browser, good)).isEqualTo(200);
                Await.until(
                        Duration.ofSeconds(5),
                        "the refusal to be found",
                        () -> !rows(appliance, "decision=block").isEmpty());

                trigger(platform, "Unblock this domain");
                Await.until(Duration.ofSeconds(20), "Squid to let the name pass", () -> visit(browser, bad) == 200);
            }
        } finally {
            origin.stop(0);
        }
    }

    /// Of five visits the shortest time until one is found: a busy machine delays some, not all.
    private static Duration quickestToBeFound(Api appliance, HttpClient browser, URI address) throws Exception {
        var quickest = Duration.ofMinutes(1);
        for (var visits = 1; visits <= 5; visits++) {
            assertThat(visit(browser, address)).isEqualTo(200);
            var expected = visits;
            var sent = System.nanoTime();
            Await.until(
                    Duration.ofSeconds(20),
                    "visit " + visits + " to be found",
                    () -> rows(appliance, "decision=allow").size() == expected);
            var took = Duration.ofNanos(System.nanoTime() - sent);
            if (took.compareTo(quickest) < 0) quickest = took;
        }
        return quickest;
    }

    private static void follow(Api appliance, Path log) throws Exception {
        appliance.patch(
                "/settings/v1/pending",
                "{\"sources\":[{\"name\":\"squid\",\"path\":\"" + log
                        + "\",\"format\":\"auto\",\"zone\":\"UTC\",\"uriWhitespace\":\"strip\",\"paused\":false}]}");
        appliance.post(200, "/settings/v1/commit", "{\"comment\":\"follow Squid\"}");
    }

    private static int visit(HttpClient browser, URI address) throws Exception {
        var request =
                HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(10)).build();
        return browser.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private static JsonNode rows(Api appliance, String filter) throws Exception {
        return appliance
                .get("/wsa/api/v2.0/web-tracking/proxy-services?startDate="
                        + Instant.now().minus(Duration.ofHours(1)) + "&endDate="
                        + Instant.now().plus(Duration.ofMinutes(1))
                        + "&website=phish.example&limit=50&" + filter)
                .get("data");
    }

    private static void trigger(Api platform, String title) throws Exception {
        var answer = platform.post(
                200, "/iroh/iroh-response/respond/observables", "[{\"type\":\"domain\",\"value\":\"phish.example\"}]");
        for (var action : answer.get("data")) {
            if (!action.get("title").stringValue().equals(title)) continue;
            var done = platform.send(
                    "POST",
                    "/iroh/iroh-response/respond/trigger/"
                            + action.get("module_instance_id").stringValue() + "/"
                            + encode(action.get("id").stringValue(), UTF_8).replace("+", "%20")
                            + "?observable_type=domain&observable_value=phish.example",
                    "");
            assertThat(done.body()).contains("\"success\"");
            return;
        }
        throw new AssertionError("'" + title + "' is not offered: " + answer);
    }
}
