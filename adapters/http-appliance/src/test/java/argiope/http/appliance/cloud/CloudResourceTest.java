package argiope.http.appliance.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import argiope.appliance.cloud.Backoff;
import argiope.appliance.cloud.Cloud;
import argiope.appliance.cloud.CloudFault;
import argiope.appliance.cloud.CloudState;
import argiope.appliance.cloud.DeviceIdentity;
import argiope.appliance.cloud.ExchangeClient;
import argiope.appliance.cloud.RegistrationToken;
import argiope.appliance.device.DeviceOperations;
import argiope.appliance.settings.ApplianceSettings;
import argiope.appliance.settings.Settings;
import argiope.core.access.Caller;
import argiope.core.access.Role;
import argiope.http.HttpServer;
import argiope.http.Json;
import argiope.http.Routes;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The routes of cloud services, with a platform that answers as the test says.
class CloudResourceTest {
    private static final String TOKEN = "lab-00000-00000-00000-00000-000000-0000000000000000";
    private static final ApplianceSettings.Server LAB =
            new ApplianceSettings.Server("lab", "http://localhost:8440", "https://localhost:8442");
    private static final Map<String, Caller> CALLERS = Map.of(
            "admin", new Caller("a", "root", "local", Role.ADMIN, Set.of(), ""),
            "analyst", new Caller("b", "ana", "local", Role.ANALYST, Set.of(), ""));

    private volatile Optional<CloudFault> enrolling = Optional.empty();
    private volatile Optional<CloudFault> leaving = Optional.empty();

    private final ExchangeClient platform = new ExchangeClient() {
        @Override
        public Optional<DeviceIdentity> identity() {
            return Optional.empty();
        }

        @Override
        public DeviceIdentity enrol(ApplianceSettings.Server server, RegistrationToken token) throws CloudFault {
            if (enrolling.isPresent()) throw enrolling.get();
            return new DeviceIdentity("device-1", "gw1", server, Instant.parse("2026-03-01T12:00:00Z"));
        }

        @Override
        public void link(ApplianceSettings.Server server, DeviceOperations operations, Listener listener)
                throws InterruptedException {
            listener.linked();
            new CountDownLatch(1).await();
        }

        @Override
        public void deregister(ApplianceSettings.Server server) throws CloudFault {
            if (leaving.isPresent()) throw leaving.get();
        }

        @Override
        public void forget() {}
    };

    private final Settings settings = new Settings() {
        @Override
        public ApplianceSettings committed() {
            var initial = ApplianceSettings.initial("gw1");
            return new ApplianceSettings(
                    initial.reporting(),
                    new ApplianceSettings.Cloud(true, "lab", List.of(LAB)),
                    List.of(),
                    initial.system());
        }

        @Override
        public void onCommit(Consumer<ApplianceSettings> listener) {}

        @Override
        public boolean cloudPending() {
            return false;
        }
    };

    private final Cloud cloud =
            new Cloud(settings, platform, (_, body, _) -> body, Backoff.standard(() -> 1.0), Clock.systemUTC());
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpServer server;

    @BeforeEach
    void start() {
        var routes = new Routes();
        new CloudResource(cloud).addTo(routes);
        server = HttpServer.start(
                "127.0.0.1", 0, routes, request -> request.header("Who").map(CALLERS::get), Optional.empty());
        cloud.start();
        var end = System.nanoTime() + 20_000_000_000L;
        while (cloud.status().state() != CloudState.NOT_REGISTERED && System.nanoTime() < end)
            LockSupport.parkNanos(1_000_000);
    }

    @AfterEach
    void stop() {
        cloud.close();
        server.close();
        client.close();
    }

    private record Answer(int status, JsonNode json) {
        String text(String name) {
            return json.path(name).asString("");
        }
    }

    private Answer call(String who, String method, String path, String body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .header("Who", who)
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        var response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        return new Answer(response.statusCode(), Json.read(response.body()));
    }

    private Answer register() throws Exception {
        return call("admin", "POST", "/cloud/v1/register", "{\"token\":\"" + TOKEN + "\"}");
    }

    @Test
    void showsRegistersAndDeregisters() throws Exception {
        var before = call("analyst", "GET", "/cloud/v1", "");
        assertThat(before.json().toString())
                .isEqualTo("{\"state\":\"not-registered\",\"enabled\":true,\"server\":\"lab\",\"servers\":"
                        + "[{\"name\":\"lab\",\"portal\":\"http://localhost:8440\"}],\"observableIndexing\":false}");

        var registered = register();
        assertThat(registered.status()).isEqualTo(200);
        assertThat(registered.text("state")).isEqualTo("registered");
        assertThat(registered.json().path("device").toString())
                .isEqualTo("{\"id\":\"device-1\",\"name\":\"gw1\",\"registeredAt\":\"2026-03-01T12:00:00.000Z\"}");

        var again = register();
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.text("code")).isEqualTo("already-registered");

        leaving = Optional.of(new CloudFault("connect", "refused"));
        var unreachable = call("admin", "POST", "/cloud/v1/deregister", "{}");
        assertThat(unreachable.status()).isEqualTo(409);
        assertThat(unreachable.text("code")).isEqualTo("platform-unreachable");
        assertThat(call("admin", "POST", "/cloud/v1/deregister", "{\"force\":true}")
                        .text("state"))
                .isEqualTo("not-registered");
    }

    @Test
    void aFailureNamesItsCodeAndStaysOnThePage() throws Exception {
        enrolling = Optional.of(new CloudFault("token-expired", "The token expired."));

        var failed = register();

        assertThat(failed.status()).isEqualTo(422);
        assertThat(failed.text("code")).isEqualTo("token-expired");
        assertThat(failed.text("detail")).isEqualTo("The token expired.");
        assertThat(call("admin", "GET", "/cloud/v1", "")
                        .json()
                        .path("error")
                        .path("code")
                        .asString(""))
                .isEqualTo("token-expired");
        assertThat(call("admin", "POST", "/cloud/v1/register", "{\"token\":\"x\"}")
                        .text("code"))
                .isEqualTo("token-malformed");
    }

    @Test
    void onlyAdminsChangeTheRegistration() throws Exception {
        for (var action : List.of("register", "deregister", "cancel", "retry"))
            assertThat(call("analyst", "POST", "/cloud/v1/" + action, "{\"token\":\"" + TOKEN + "\"}")
                            .status())
                    .as(action)
                    .isEqualTo(403);
    }
}
