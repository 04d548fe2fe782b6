package argiope.app.demo;

import argiope.http.Json;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A person signed in to one product, who makes the calls that their clicks would make.
final class Clicks {
    private final HttpClient client = HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI base;
    private String csrf = "";

    private Clicks(URI base) {
        this.base = base;
    }

    static Clicks signIn(URI base, String login, String password) throws InterruptedException {
        var clicks = new Clicks(base);
        var session = clicks.send(
                "POST", "/session/v1", Json.object().put("login", login).put("password", password));
        clicks.csrf = session.get("csrf").stringValue();
        return clicks;
    }

    JsonNode get(String path) throws InterruptedException {
        return call("GET", path, HttpRequest.BodyPublishers.noBody());
    }

    JsonNode send(String method, String path, JsonNode body) throws InterruptedException {
        return call(method, path, HttpRequest.BodyPublishers.ofString(Json.MAPPER.writeValueAsString(body)));
    }

    private JsonNode call(String method, String path, HttpRequest.BodyPublisher body) throws InterruptedException {
        var request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json")
                .method(method, body);
        if (!csrf.isEmpty()) request.header("X-Argiope-CSRF", csrf);
        try {
            var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2)
                throw new IllegalStateException(
                        method + " " + path + " answered " + answer.statusCode() + ": " + answer.body());
            return answer.body().isEmpty()
                    ? Json.object()
                    : Json.read(answer.body().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(method + " " + base.resolve(path) + " failed", e);
        }
    }

    static ObjectNode json(String text) {
        return (ObjectNode) Json.read(text.getBytes(StandardCharsets.UTF_8));
    }
}
