package argiope.http.appliance.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import argiope.appliance.settings.ApplianceSettings;
import argiope.appliance.settings.Settings;
import argiope.appliance.widget.WidgetSessions;
import argiope.core.access.Caller;
import argiope.core.access.Role;
import argiope.core.access.SecretSeal;
import argiope.http.Access;
import argiope.http.HttpServer;
import argiope.http.Json;
import argiope.http.Request;
import argiope.http.Response;
import argiope.http.Routes;
import argiope.memory.appliance.widget.MemoryWidgetCredentials;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The widgets' back end against a platform's token endpoint and a few of its routes, over real sockets.
class WidgetResourceTest {
    private static final Map<String, Caller> CALLERS = Map.of(
            "ana", new Caller("ana", "ana", "local", Role.ANALYST, Set.of(), ""),
            "ben", new Caller("ben", "ben", "local", Role.ANALYST, Set.of(), ""));
    private static final String BOTH = "casebook enrich private-intel response inspect";

    /// Seals by turning around and naming the purpose: enough to see that nothing is kept in the clear.
    private static final SecretSeal SEAL = new SecretSeal() {
        @Override
        public String seal(String secret, String purpose) {
            return purpose + "|" + new StringBuilder(secret).reverse();
        }

        @Override
        public String open(String sealed, String purpose) {
            if (!sealed.startsWith(purpose + "|")) throw new IllegalStateException("sealed for something else");
            return new StringBuilder(sealed.substring(purpose.length() + 1))
                    .reverse()
                    .toString();
        }
    };

    private final MemoryWidgetCredentials credentials = new MemoryWidgetCredentials();
    private final AtomicInteger tokens = new AtomicInteger();
    private final CountDownLatch release = new CountDownLatch(1);
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpPortal portal = new HttpPortal(Duration.ofMillis(500), Duration.ofSeconds(10));
    private volatile String scope = BOTH;
    private volatile String accepted = "token-1";
    private volatile boolean clientExists = true;
    private volatile List<ApplianceSettings.Server> servers = List.of();
    private HttpServer platform;
    private HttpServer appliance;

    @BeforeEach
    void start() {
        platform = HttpServer.start("127.0.0.1", 0, platformRoutes(), _ -> Optional.empty(), Optional.empty());
        servers = List.of(server("lab", "http://127.0.0.1:" + platform.port()));
        var settings = new Settings() {
            @Override
            public ApplianceSettings committed() {
                var initial = ApplianceSettings.initial("gw1");
                return new ApplianceSettings(
                        initial.reporting(),
                        new ApplianceSettings.Cloud(true, "lab", servers),
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
        var routes = new Routes();
        new WidgetResource(new WidgetSessions(credentials, portal, settings, SEAL)).addTo(routes);
        appliance = HttpServer.start(
                "127.0.0.1", 0, routes, request -> request.header("Who").map(CALLERS::get), Optional.empty());
    }

    @AfterEach
    void stop() {
        release.countDown();
        appliance.close();
        platform.close();
        portal.close();
        client.close();
    }

    private static ApplianceSettings.Server server(String name, String portal) {
        return new ApplianceSettings.Server(name, portal, "https://localhost:1");
    }

    private Routes platformRoutes() {
        var good = "Basic "
                + Base64.getEncoder().encodeToString("client-1:correct:password".getBytes(StandardCharsets.UTF_8));
        return new Routes()
                .post("/iroh/oauth2/token", Access.OPEN, request -> {
                    if (!clientExists || !request.header("Authorization").equals(Optional.of(good)))
                        return Response.json(401, Json.object().put("error", "invalid_client"));
                    return Response.ok(Json.object()
                            .put("access_token", "token-" + tokens.incrementAndGet())
                            .put("token_type", "bearer")
                            .put("expires_in", 600)
                            .put("scope", scope));
                })
                .post(
                        "/iroh/iroh-inspect/inspect",
                        Access.OPEN,
                        request -> guarded(request, Response.ok(request.json())))
                .get(
                        "/ctia/casebook/{id}",
                        Access.OPEN,
                        request -> guarded(
                                request,
                                Response.json(
                                                403,
                                                Json.object()
                                                        .put("error", "missing_scope")
                                                        .put("id", request.path("id")))
                                        .header("ETag", "\"v7\"")
                                        .header("X-Secret", "not for widgets")))
                .post(
                        "/iroh/iroh-enrich/observe/observables",
                        Access.OPEN,
                        request -> guarded(request, Response.events(events -> {
                            events.send("plan", Json.object().put("n", 1));
                            release.await(20, TimeUnit.SECONDS);
                            events.send("done", Json.object().put("n", 2));
                        })))
                .get(
                        "/iroh/profile/whoami",
                        Access.OPEN,
                        _ -> Response.empty(302).header("Location", "http://127.0.0.1:1/"));
    }

    private Response guarded(Request request, Response response) {
        seen.add(request.method() + " " + request.rawPath()
                + request.rawQuery().map(q -> "?" + q).orElse("")
                + request.header("If-Match").map(v -> " " + v).orElse("")
                + request.header("Who").map(_ -> " who!").orElse(""));
        return request.header("Authorization").equals(Optional.of("Bearer " + accepted))
                ? response
                : Response.json(401, Json.object().put("error", "invalid_token"));
    }

    private record Answer(int status, String body, HttpResponse<String> raw) {
        JsonNode json() {
            return Json.read(body.getBytes(StandardCharsets.UTF_8));
        }

        String code() {
            return json().path("code").asString("");
        }
    }

    private Answer call(String who, String method, String path, String body, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + appliance.port() + path))
                .header("Who", who)
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) request.headers(headers);
        var response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body(), response);
    }

    private Answer signIn(String who, String id, String password, String server) throws Exception {
        return call(
                who,
                "POST",
                "/widgets/v1/session",
                Json.object()
                        .put("clientId", id)
                        .put("clientPassword", password)
                        .put("server", server)
                        .toString());
    }

    private void signedIn() throws Exception {
        assertThat(signIn("ana", "client-1", "correct:password", "lab").status())
                .isEqualTo(200);
    }

    @Test
    void signsAnAccountInAndNeverTellsThePassword() throws Exception {
        var before = call("ana", "GET", "/widgets/v1/session", "").json();
        assertThat(before.path("signedIn").booleanValue()).isFalse();
        assertThat(before.path("servers").path(0).path("name").asString("")).isEqualTo("lab");

        var answer = signIn("ana", "client-1", "correct:password", "lab");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("clientId").asString("")).isEqualTo("client-1");
        assertThat(answer.json().path("portal").asString("")).contains("127.0.0.1");
        assertThat(answer.json().path("scopes")).hasSize(5);
        assertThat(answer.body()).doesNotContain("password").doesNotContain("token-");
        assertThat(credentials.find("ana").orElseThrow().sealedPassword()).doesNotContain("correct:password");
        assertThat(call("ben", "GET", "/widgets/v1/session", "")
                        .json()
                        .path("signedIn")
                        .booleanValue())
                .isFalse();

        assertThat(call("ana", "DELETE", "/widgets/v1/session", "").status()).isEqualTo(204);
        assertThat(credentials.find("ana")).isEmpty();
    }

    @Test
    void theFourReasonsAreToldApart() throws Exception {
        var wrong = signIn("ana", "client-1", "guess", "lab");
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.code()).isEqualTo("wrong-credentials");

        scope = "casebook inspect enrich:read";
        var missing = signIn("ana", "client-1", "correct:password", "lab");
        assertThat(missing.status()).isEqualTo(403);
        assertThat(missing.code()).isEqualTo("missing-scope");
        assertThat(missing.json().path("missingScopes").valueStream().map(n -> n.asString("")))
                .containsExactly("private-intel");

        scope = BOTH;
        var region = signIn("ana", "client-1", "correct:password", "eu");
        assertThat(region.status()).isEqualTo(409);
        assertThat(region.code()).isEqualTo("wrong-region");

        int free;
        try (var socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        servers = List.of(server("lab", "http://127.0.0.1:" + free));
        var down = signIn("ana", "client-1", "correct:password", "lab");
        assertThat(down.status()).isEqualTo(502);
        assertThat(down.code()).isEqualTo("portal-down");
        assertThat(credentials.find("ana")).isEmpty();
    }

    @Test
    void aPortalThatHangsOrIsNoneIsDown() throws Exception {
        try (var silent = new ServerSocket(0)) {
            servers = List.of(server("lab", "http://127.0.0.1:" + silent.getLocalPort()));
            assertThat(signIn("ana", "client-1", "correct:password", "lab").code())
                    .isEqualTo("portal-down");
        }
        servers = List.of(server("lab", "http://127.0.0.1:" + appliance.port()));
        assertThat(signIn("ana", "client-1", "correct:password", "lab").code()).isEqualTo("portal-down");
    }

    @Test
    void enoughForOneWidgetIsEnough() throws Exception {
        scope = "enrich response";
        signedIn();
        scope = "casebook private-intel inspect:read";
        signedIn();
    }

    @Test
    void passesListedCallsOnWithTheirHeadersAndStatus() throws Exception {
        signedIn();
        var id = URLEncoder.encode("http://localhost:8440/ctia/casebook/c-1", StandardCharsets.UTF_8);

        var answer =
                call("ana", "GET", "/widgets/v1/platform/ctia/casebook/" + id + "?a=%2F", "", "If-Match", "\"v6\"");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.json().path("id").asString("")).isEqualTo("http://localhost:8440/ctia/casebook/c-1");
        assertThat(answer.raw().headers().firstValue("ETag")).hasValue("\"v7\"");
        assertThat(answer.raw().headers().firstValue("X-Secret")).isEmpty();
        assertThat(seen).containsExactly("GET /ctia/casebook/" + id + "?a=%2F \"v6\"");
    }

    @Test
    void whatIsNotListedIsNotPassedOn() throws Exception {
        signedIn();
        for (var path : List.of(
                "iroh/oauth2/token",
                "clients/v1",
                "users/v1",
                "ctia/casebook/../../users/v1",
                "ctia/casebook/%2e%2e",
                "ctia/casebook/a/b",
                "ctia/judgement/x/expire",
                "iroh/iroh-sse/device",
                "")) {
            for (var method : List.of("GET", "POST", "PATCH", "DELETE")) {
                var answer = call("ana", method, "/widgets/v1/platform/" + path, "");
                assertThat(answer.status()).as("%s %s", method, path).isIn(400, 404);
            }
        }
        assertThat(seen).isEmpty();
    }

    @Test
    void aTokenThatRanOutIsRenewedOnceWithTheSameBody() throws Exception {
        signedIn();
        accepted = "token-2";

        var answer = call("ana", "POST", "/widgets/v1/platform/iroh/iroh-inspect/inspect", "{\"content\":\"x\"}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"content\":\"x\"}");
        accepted = "never";
        assertThat(call("ana", "POST", "/widgets/v1/platform/iroh/iroh-inspect/inspect", "{}")
                        .status())
                .isEqualTo(401);
        assertThat(tokens.get()).isEqualTo(3);
    }

    @Test
    void whoIsSignedOutOrWhoseClientIsGoneIsTold() throws Exception {
        var out = call("ben", "POST", "/widgets/v1/platform/iroh/iroh-inspect/inspect", "{}");
        assertThat(out.status()).isEqualTo(401);
        assertThat(out.code()).isEqualTo("widget-signed-out");

        signedIn();
        clientExists = false;
        accepted = "never";
        var gone = call("ana", "POST", "/widgets/v1/platform/iroh/iroh-inspect/inspect", "{}");
        assertThat(gone.code()).isEqualTo("widget-signed-out");
        assertThat(gone.json().path("detail").asString("")).contains("no longer");
    }

    @Test
    void aServerThatIsTakenOffTheListIsUsedNoMore() throws Exception {
        signedIn();
        servers = List.of(server("eu", "http://127.0.0.1:" + platform.port()));

        assertThat(call("ana", "POST", "/widgets/v1/platform/iroh/iroh-inspect/inspect", "{}")
                        .code())
                .isEqualTo("widget-signed-out");
        assertThat(seen).isEmpty();
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        signedIn();
        var answer = call("ana", "GET", "/widgets/v1/platform/iroh/profile/whoami", "");
        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.code()).isEqualTo("portal-down");
    }

    @Test
    void eventsArePassedOnAsTheyCome() throws Exception {
        signedIn();
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + appliance.port()
                        + "/widgets/v1/platform/iroh/iroh-enrich/observe/observables"))
                .header("Who", "ana")
                .header("Accept", "text/event-stream")
                .POST(HttpRequest.BodyPublishers.ofString("[]"))
                .build();

        var response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());

        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
        try (var lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            // The platform waits for us to have read this before it goes on.
            assertThat(lines.readLine()).isEqualTo("event: plan");
            release.countDown();
            assertThat(lines.lines()).contains("event: done");
        }
    }
}
