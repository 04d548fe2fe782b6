package argiope.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import argiope.core.access.Caller;
import argiope.core.access.Role;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpServerTest {
    private static final Caller ANA = new Caller("user-1", "ana", "org-1", Role.READ_ONLY, Set.of("inspect:read"), "");
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpServer server;

    @BeforeEach
    void start() {
        var routes = new Routes()
                .get(
                        "/ctia/{type}/{value}/verdict",
                        Access.OPEN,
                        r -> Response.ok(
                                Json.object().put("value", r.path("value")).put("type", r.path("type"))))
                .get("/iroh/inspect", Access.scope("inspect:read"), _ -> Response.text(200, "ok"))
                .get("/iroh/response", Access.scope("response"), _ -> Response.text(200, "ok"))
                .get("/users/v1", Access.ADMINS, _ -> Response.text(200, "ok"))
                .get("/boom", Access.OPEN, _ -> {
                    throw new IllegalStateException("secret inner detail");
                })
                .post("/echo", Access.OPEN, r -> Response.ok(r.json()))
                .get(
                        "/events",
                        Access.OPEN,
                        _ -> Response.events(events -> {
                            events.send("one", Json.object().put("n", 1));
                            events.send("two", Json.object().put("n", 2));
                        }));
        server = HttpServer.start(
                "127.0.0.1",
                0,
                routes,
                request -> request.header("Authorization").map(_ -> ANA),
                Optional.empty());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        var builder = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
        if (headers.length > 0) builder.headers(headers);
        return client.send(builder.build(), HttpResponse.BodyHandlers.ofString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.com/a/b?x=1&y=2#z",
                "C:\\Windows\\x",
                "a;b",
                "100%",
                "a%2Fb",
                "two\nlines",
                "..",
                "a//b",
                "2001:db8::1",
                "ü.example"
            })
    void observablesTravelInPathsAndArriveDecodedOnce(String value) throws Exception {
        var encoded = URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");

        var answer = get("/ctia/url/" + encoded + "/verdict");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Json.read(answer.body().getBytes(StandardCharsets.UTF_8))
                        .get("value")
                        .stringValue())
                .isEqualTo(value);
    }

    @Test
    void nobodyIsUnauthorizedAndAMissingScopeIsForbidden() throws Exception {
        assertThat(get("/iroh/inspect").statusCode()).isEqualTo(401);
        assertThat(get("/iroh/inspect", "Authorization", "x").statusCode()).isEqualTo(200);
        var forbidden = get("/iroh/response", "Authorization", "x");
        assertThat(forbidden.statusCode()).isEqualTo(403);
        assertThat(forbidden.body()).contains("missing-scopes").contains("trace_id");
    }

    @Test
    void onlyAdminsPassARouteForAdmins() throws Exception {
        assertThat(get("/users/v1", "Authorization", "x").statusCode()).isEqualTo(403);
    }

    @Test
    void aSurpriseShowsATraceAndNothingElse() throws Exception {
        var answer = get("/boom");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("traceId").doesNotContain("secret inner detail");
    }

    @Test
    void anUnknownPathIsAJsonAnswer() throws Exception {
        assertThat(get("/ctia/nothing").statusCode()).isEqualTo(404);
        assertThat(Json.read(get("/ctia/nothing").body().getBytes(StandardCharsets.UTF_8))
                        .isObject())
                .isTrue();
        assertThat(get("/nothing").headers().firstValue("Content-Type")).contains("application/problem+json");
    }

    @Test
    void brokenJsonIsNamedWithItsPlace() throws Exception {
        var answer = client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/echo"))
                        .POST(HttpRequest.BodyPublishers.ofString("{\"a\":\n oops}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("line 2");
    }

    @Test
    void eventsStreamInOrder() throws Exception {
        assertThat(get("/events").body()).isEqualTo("event: one\ndata: {\"n\":1}\n\nevent: two\ndata: {\"n\":2}\n\n");
    }

    @Test
    void aBusyPortIsNamed() {
        assertThatThrownBy(() -> HttpServer.start(
                        "127.0.0.1", server.port(), new Routes(), _ -> Optional.empty(), Optional.empty()))
                .hasMessageContaining("127.0.0.1:" + server.port())
                .hasMessageContaining("Another program may hold the port");
    }
}
