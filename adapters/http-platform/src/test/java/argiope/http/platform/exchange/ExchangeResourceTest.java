package argiope.http.platform.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import argiope.core.access.Caller;
import argiope.core.access.Role;
import argiope.http.HttpServer;
import argiope.http.Json;
import argiope.http.Routes;
import argiope.memory.platform.exchange.MemoryDevices;
import argiope.platform.exchange.DeviceAuthority;
import argiope.platform.exchange.DeviceLinks;
import argiope.platform.exchange.Exchange;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ExchangeResourceTest {
    private static final Map<String, Caller> CALLERS = Map.of(
            "admin", new Caller("u1", "root", "org-1", Role.ADMIN, Set.of("sse"), ""),
            "reader", new Caller("u2", "rita", "org-1", Role.READ_ONLY, Set.of("sse:read"), ""),
            "other", new Caller("u3", "eve", "org-2", Role.ADMIN, Set.of("sse"), ""),
            "none", new Caller("u4", "ned", "org-1", Role.ANALYST, Set.of("inspect"), ""));

    /// Links of devices that a test has connected; each answers with what it was asked.
    private static final class Wired implements DeviceLinks {
        final List<String> connected = new ArrayList<>();
        final List<String> asked = new ArrayList<>();

        @Override
        public boolean connected(String deviceId) {
            return connected.contains(deviceId);
        }

        @Override
        public JsonNode ask(String deviceId, String op, JsonNode body, Duration deadline)
                throws NotConnected, DeviceFailed {
            if (!connected(deviceId)) throw new NotConnected("The device is not connected.");
            asked.add(op);
            if (op.startsWith("refer")) throw new DeviceFailed("not listed", "It does not do that.");
            return Json.object().set("data", body);
        }

        @Override
        public void cut(String deviceId, Exchange.Reason reason) {
            connected.remove(deviceId);
        }
    }

    private static final DeviceAuthority NO_AUTHORITY = new DeviceAuthority() {
        @Override
        public byte[] pin() {
            return new byte[10];
        }

        @Override
        public Requested read(byte[] request) {
            throw new IllegalStateException("nobody enrols here");
        }

        @Override
        public Issued issue(String deviceId, Requested request) {
            throw new IllegalStateException("nobody enrols here");
        }
    };

    private final Wired links = new Wired();
    private final MemoryDevices devices = new MemoryDevices();
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpServer server;

    @BeforeEach
    void start() {
        var exchange = new Exchange(devices, links, NO_AUTHORITY, "lab", Clock.systemUTC(), new SecureRandom());
        var routes = new Routes();
        new ExchangeResource(
                        exchange,
                        (type, claims, life) ->
                                type + "|" + claims.get("org_id") + "|" + claims.get("region") + "|" + life,
                        () -> "https://localhost:8442",
                        Clock.systemUTC())
                .addTo(routes);
        server = HttpServer.start(
                "127.0.0.1",
                0,
                routes,
                request -> request.header("Authorization").map(CALLERS::get),
                Optional.empty());
    }

    @AfterEach
    void stop() {
        server.close();
        client.close();
    }

    private record Answer(int status, JsonNode body, HttpResponse<byte[]> raw) {
        String text(String name) {
            return body.path(name).asString("");
        }
    }

    private Answer call(String who, String method, String path, String body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .header("Authorization", who)
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body))
                .build();
        var response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        var json = response.body().length == 0 ? Json.object() : Json.read(response.body());
        return new Answer(response.statusCode(), json, response);
    }

    private String announced() throws Exception {
        call("admin", "PUT", "/exchange/v1/integration", "{\"enabled\":true}");
        var answer = call("admin", "POST", "/iroh/iroh-sse/device", "{\"name\":\"gw1\",\"description\":\"cellar\"}");
        assertThat(answer.status()).isEqualTo(201);
        return answer.text("id");
    }

    @Test
    void untilTheIntegrationIsOnEveryDeviceCallSaysSo() throws Exception {
        for (var call : List.of(
                List.of("GET", "/iroh/iroh-sse/device", ""),
                List.of("POST", "/iroh/iroh-sse/device", "{\"name\":\"gw1\"}"),
                List.of("POST", "/iroh/iroh-sse/device/x/token", ""))) {
            var answer = call("admin", call.get(0), call.get(1), call.get(2));
            assertThat(answer.status()).as("%s", call).isEqualTo(409);
            assertThat(answer.text("error")).isEqualTo("integration-off");
            assertThat(answer.text("error_description")).contains("switched off");
        }
        var before = call("reader", "GET", "/exchange/v1/integration", "");
        assertThat(before.body().toString())
                .isEqualTo("{\"enabled\":false,\"region\":\"lab\",\"enrolment\":\"https://localhost:8442\"}");
    }

    @Test
    void onlyAdminsSwitchTheIntegration() throws Exception {
        assertThat(call("reader", "PUT", "/exchange/v1/integration", "{\"enabled\":true}")
                        .status())
                .isEqualTo(403);
        assertThat(call("admin", "PUT", "/exchange/v1/integration", "{\"enabled\":\"yes\"}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aDeviceIsAnnouncedReadChangedAndDeleted() throws Exception {
        var id = announced();

        var read = call("reader", "GET", "/iroh/iroh-sse/device/" + id, "");
        assertThat(read.status()).isEqualTo(200);
        assertThat(read.text("name")).isEqualTo("gw1");
        assertThat(read.text("description")).isEqualTo("cellar");
        assertThat(read.text("type")).isEqualTo("web-appliance");
        assertThat(read.text("status")).isEqualTo("new");
        assertThat(read.body().has("last_seen")).isFalse();
        assertThat(call("admin", "GET", "/iroh/iroh-sse/device", "").body()).hasSize(1);

        var changed = call("admin", "PATCH", "/iroh/iroh-sse/device/" + id, "{\"name\":\"gw2\"}");
        assertThat(changed.text("name")).isEqualTo("gw2");
        assertThat(changed.text("description")).isEqualTo("cellar");

        assertThat(call("admin", "DELETE", "/iroh/iroh-sse/device/" + id, "").status())
                .isEqualTo(204);
        var gone = call("admin", "GET", "/iroh/iroh-sse/device/" + id, "");
        assertThat(gone.status()).isEqualTo(404);
        assertThat(gone.text("error")).isEqualTo("device_not_found");
    }

    @Test
    void scopesAndOrganisationsAreKeptApart() throws Exception {
        var id = announced();

        assertThat(call("none", "GET", "/iroh/iroh-sse/device", "").status()).isEqualTo(403);
        assertThat(call("nobody", "GET", "/iroh/iroh-sse/device", "").status()).isEqualTo(401);
        assertThat(call("reader", "DELETE", "/iroh/iroh-sse/device/" + id, "").status())
                .isEqualTo(403);
        assertThat(call("reader", "POST", "/iroh/iroh-sse/device/" + id + "/token", "")
                        .status())
                .isEqualTo(403);
        call("other", "PUT", "/exchange/v1/integration", "{\"enabled\":true}");
        for (var method : List.of("GET", "DELETE"))
            assertThat(call("other", method, "/iroh/iroh-sse/device/" + id, "").status())
                    .isEqualTo(404);
        assertThat(call("other", "POST", "/iroh/iroh-sse/device/" + id + "/token", "")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void aTokenHasItsPublishedShapeAndALifetimeWithinBounds() throws Exception {
        var id = announced();
        var token = call("admin", "POST", "/iroh/iroh-sse/device/" + id + "/token", "");
        assertThat(token.text("token"))
                .matches("lab(-[0-9A-HJKMNP-TV-Z]{5}){4}-[0-9A-HJKMNP-TV-Z]{6}-[0-9A-HJKMNP-TV-Z]{16}");
        assertThat(token.text("expires_at")).endsWith("Z");
        assertThat(token.raw().headers().firstValue("Cache-Control")).hasValue("no-store");

        for (var minutes : List.of("14", "10081", "1.5", "\"60\""))
            assertThat(call(
                                    "admin",
                                    "POST",
                                    "/iroh/iroh-sse/device/" + id + "/token",
                                    "{\"lifetime_minutes\":" + minutes + "}")
                            .status())
                    .as(minutes)
                    .isEqualTo(400);
    }

    @Test
    void aQuestionIsPassedOnToAConnectedDeviceOnly() throws Exception {
        var id = announced();
        var path = "/iroh/iroh-sse/device/" + id + "/api-proxy";
        var question = "{\"method\":\"POST\",\"path\":\"/observe/observables\","
                + "\"body\":[{\"type\":\"domain\",\"value\":\"evil.example\"}],\"timeout_ms\":5000}";

        var away = call("admin", "POST", path, question);
        assertThat(away.status()).isEqualTo(504);
        assertThat(away.text("error")).isEqualTo("device-not-connected");

        links.connected.add(id);
        var answer = call("admin", "POST", path, question);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("status").intValue()).isEqualTo(200);
        assertThat(answer.body().path("body").path("data").path(0).path("value").asString(""))
                .isEqualTo("evil.example");

        var failed = call("admin", "POST", path, "{\"path\":\"/refer/observables\",\"body\":\"[]\"}");
        assertThat(failed.body()
                        .path("body")
                        .path("errors")
                        .path(0)
                        .path("code")
                        .asString(""))
                .isEqualTo("not listed");
    }

    @Test
    void whatChangesSomethingIsNeverPassedOn() throws Exception {
        var id = announced();
        links.connected.add(id);
        for (var op :
                List.of("/respond/trigger", "respond/observables", "/tracking/search", "/version", "", "/../health"))
            assertThat(call(
                                    "admin",
                                    "POST",
                                    "/iroh/iroh-sse/device/" + id + "/api-proxy",
                                    "{\"path\":\"" + op + "\",\"body\":{}}")
                            .status())
                    .as(op)
                    .isEqualTo(403);
        assertThat(links.asked).isEmpty();
    }

    @Test
    void theTenantTokenNamesOrganisationAndRegionForTenMinutes() throws Exception {
        var answer = call("reader", "GET", "/iroh/iroh-sse/tenant/token", "");
        assertThat(answer.text("token")).isEqualTo("exchange-tenant+jwt|org-1|lab|PT10M");
        assertThat(answer.raw().headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(new String(answer.raw().body(), StandardCharsets.UTF_8)).contains("expires_at");
    }
}
