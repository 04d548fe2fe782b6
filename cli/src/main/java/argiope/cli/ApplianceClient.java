package argiope.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The appliance's API, as one account. Every call throws [ApiFault] when it is declined or nobody answers.
public final class ApplianceClient {
    static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(5))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final URI base;
    private final List<String> headers;

    private ApplianceClient(URI base, List<String> headers) {
        this.base = base;
        this.headers = List.copyOf(headers);
    }

    /// By the key file of the data folder of an appliance that runs on this machine.
    ///
    /// @param user login to act as; empty for the first admin
    public static ApplianceClient local(Path keyFile, Optional<String> user) {
        try {
            var file = JSON.readTree(Files.readString(keyFile));
            var headers = new ArrayList<>(
                    List.of("X-Argiope-Local-Key", file.path("key").asString()));
            user.ifPresent(login -> headers.addAll(List.of("X-Argiope-Local-User", login)));
            return new ApplianceClient(URI.create(file.path("address").asString()), headers);
        } catch (IOException | JacksonException | IllegalArgumentException e) {
            throw new ApiFault(
                    "no-key",
                    "The key file " + keyFile + " cannot be read: " + e.getMessage(),
                    JSON.createObjectNode());
        }
    }

    /// By login and password.
    public static ApplianceClient signIn(URI base, String login, String password) {
        var nobody = new ApplianceClient(base, List.of());
        var body = JSON.createObjectNode().put("login", login).put("password", password);
        var answer = nobody.exchange("POST", "/session/v1", Optional.of(body));
        var cookie = answer.headers().firstValue("Set-Cookie").orElse("");
        var session = nobody.read("POST", "/session/v1", answer);
        var end = cookie.indexOf(';');
        return new ApplianceClient(
                base,
                List.of(
                        "Cookie",
                        end < 0 ? cookie : cookie.substring(0, end),
                        "X-Argiope-CSRF",
                        session.path("csrf").asString("")));
    }

    public URI base() {
        return base;
    }

    public JsonNode get(String path) {
        return read("GET", path, exchange("GET", path, Optional.empty()));
    }

    public JsonNode send(String method, String path, ObjectNode body) {
        return read(method, path, exchange(method, path, Optional.of(body)));
    }

    public JsonNode send(String method, String path) {
        return read(method, path, exchange(method, path, Optional.empty()));
    }

    private HttpResponse<byte[]> exchange(String method, String path, Optional<ObjectNode> body) {
        var request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(PATIENCE)
                .method(
                        method,
                        body.map(json -> HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(json)))
                                .orElseGet(HttpRequest.BodyPublishers::noBody));
        if (body.isPresent()) request.header("Content-Type", "application/json");
        if (!headers.isEmpty()) request.headers(headers.toArray(String[]::new));
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new ApiFault(
                    "unreachable",
                    "The appliance at " + base + " does not answer. Is it running?",
                    JSON.createObjectNode());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiFault("interrupted", "Interrupted.", JSON.createObjectNode());
        }
    }

    private JsonNode read(String method, String path, HttpResponse<byte[]> answer) {
        JsonNode json;
        try {
            json = answer.body().length == 0 ? JSON.createObjectNode() : JSON.readTree(answer.body());
        } catch (JacksonException _) {
            throw new ApiFault(
                    "no-appliance", "What answers at " + base + " is no Argiope appliance.", JSON.createObjectNode());
        }
        if (answer.statusCode() / 100 == 2) return json;
        var message = json.path("detail").asString(json.at("/error/message").asString(""));
        throw new ApiFault(
                json.path("code").asString("status-" + answer.statusCode()),
                message.isEmpty() ? method + " " + path + " answered " + answer.statusCode() + "." : message,
                json);
    }
}
