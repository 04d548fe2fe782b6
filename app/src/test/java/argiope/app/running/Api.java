package argiope.app.running;

import static org.assertj.core.api.Assertions.assertThat;

import argiope.http.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// A caller of an HTTP API, as a script is one: base address and one way to say who asks.
public final class Api {
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(10))
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    private final URI base;
    private final List<String> headers;

    private Api(URI base, String... headers) {
        this.base = base;
        this.headers = List.of(headers);
    }

    public static Api basic(URI base, String login, String password) {
        return new Api(base, "Authorization", "Basic " + encode(login + ":" + password));
    }

    public static Api bearer(URI base, String token) {
        return new Api(base, "Authorization", "Bearer " + token);
    }

    public static Api anonymous(URI base) {
        return new Api(base);
    }

    /// Signs in as a page does: the cookie, and the session's word for writes.
    public static Api signedIn(URI base, String login, String password) throws IOException, InterruptedException {
        var body = Json.object().put("login", login).put("password", password).toString();
        var answer = anonymous(base).send("POST", "/session/v1", body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        var cookie = answer.headers().firstValue("Set-Cookie").orElseThrow();
        return new Api(
                base,
                "Cookie",
                cookie.substring(0, cookie.indexOf(';')),
                "X-Argiope-CSRF",
                json(answer).get("csrf").stringValue());
    }

    /// Asks for a token as the published client does.
    public static Api client(URI base, String id, String password) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(base.resolve("/iroh/oauth2/token"))
                .header("Authorization", "Basic " + encode(id + ":" + password))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials"))
                .build();
        var answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return bearer(base, json(answer).get("access_token").stringValue());
    }

    private static String encode(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return Json.read(answer.body().getBytes(StandardCharsets.UTF_8));
    }

    public HttpResponse<String> send(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(Duration.ofSeconds(60))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (!this.headers.isEmpty()) request.headers(this.headers.toArray(String[]::new));
        if (!body.isEmpty()) request.header("Content-Type", "application/json");
        if (headers.length > 0) request.headers(headers);
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    public JsonNode get(String path) throws IOException, InterruptedException {
        return expect(200, send("GET", path, ""));
    }

    public String text(String path) throws IOException, InterruptedException {
        var answer = send("GET", path, "");
        assertThat(answer.statusCode()).as(path + ": " + answer.body()).isEqualTo(200);
        return answer.body();
    }

    public JsonNode post(int status, String path, String body, String... headers)
            throws IOException, InterruptedException {
        return expect(status, send("POST", path, body, headers));
    }

    public JsonNode patch(String path, String body) throws IOException, InterruptedException {
        return expect(200, send("PATCH", path, body));
    }

    private static JsonNode expect(int status, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.uri() + ": " + answer.body()).isEqualTo(status);
        return json(answer);
    }
}
