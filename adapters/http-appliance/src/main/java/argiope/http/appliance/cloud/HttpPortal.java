package argiope.http.appliance.cloud;

import argiope.appliance.settings.ApplianceSettings;
import argiope.appliance.widget.Portal;
import argiope.core.access.Refusal;
import argiope.http.Json;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// [Portal] over HTTP. Follows no redirects: credentials go to the address that is set up and nowhere else.
public final class HttpPortal implements Portal, AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration TOKEN = Duration.ofSeconds(15);
    /// Until an answer begins; a stream may then go on.
    private static final Duration ANSWER = Duration.ofSeconds(45);

    private static final int MAX_TOKEN_ANSWER = 64 * 1024;
    private static final long MAX_ANSWER = 50L * 1024 * 1024;

    private final HttpClient client;
    private final Duration tokenTime;
    private final Duration answerTime;

    public HttpPortal() {
        this(TOKEN, ANSWER);
    }

    HttpPortal(Duration tokenTime, Duration answerTime) {
        this.tokenTime = tokenTime;
        this.answerTime = answerTime;
        client = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    @Override
    public Token token(ApplianceSettings.Server server, String clientId, String password)
            throws WrongCredentials, PortalDown, InterruptedException {
        var basic = Base64.getEncoder().encodeToString((clientId + ":" + password).getBytes(StandardCharsets.UTF_8));
        var request = HttpRequest.newBuilder(address(server, "/iroh/oauth2/token"))
                .timeout(tokenTime)
                .header("Authorization", "Basic " + basic)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials"))
                .build();
        HttpResponse<byte[]> response;
        try {
            response = client.send(
                    request,
                    _ -> HttpResponse.BodySubscribers.limiting(
                            HttpResponse.BodySubscribers.ofByteArray(), MAX_TOKEN_ANSWER));
        } catch (IOException e) {
            throw down(server, e);
        }
        if (response.statusCode() == 401
                || (response.statusCode() == 400 && error(response.body()).equals("invalid_client")))
            throw new WrongCredentials();
        var json = response.statusCode() == 200 ? json(response.body()) : Optional.<JsonNode>empty();
        var token = json.map(j -> j.path("access_token").asString("")).orElse("");
        if (token.isEmpty())
            throw new PortalDown("What answers at " + server.portal() + " is no platform: it gave no token (status "
                    + response.statusCode() + ").");
        var scopes = json.map(j -> j.path("scope").asString("")).orElse("");
        return new Token(token, scopes(scopes));
    }

    private static Set<String> scopes(String text) {
        return Arrays.stream(text.split(" ")).filter(s -> !s.isBlank()).collect(Collectors.toUnmodifiableSet());
    }

    private static String error(byte[] body) {
        return json(body).map(j -> j.path("error").asString("")).orElse("");
    }

    private static Optional<JsonNode> json(byte[] body) {
        try {
            return Optional.of(Json.MAPPER.readTree(body));
        } catch (JacksonException _) {
            return Optional.empty();
        }
    }

    @Override
    public Answer send(ApplianceSettings.Server server, String accessToken, Call call)
            throws PortalDown, InterruptedException {
        var request = HttpRequest.newBuilder(address(server, call.path()))
                .timeout(answerTime)
                .header("Authorization", "Bearer " + accessToken)
                .method(
                        call.method(),
                        call.body().length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(call.body()));
        try {
            call.headers().forEach(request::header);
        } catch (IllegalArgumentException _) {
            throw new Refusal.Invalid("bad-header", "A header has a value that cannot be passed on.");
        }
        try {
            var response = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            if (response.statusCode() / 100 == 3 && response.statusCode() != 304) {
                response.body().close();
                throw new PortalDown("What answers at " + server.portal() + " sends us elsewhere, and we do not go.");
            }
            return new Answer(
                    response.statusCode(), response.headers().map(), new Limited(response.body(), MAX_ANSWER));
        } catch (IOException e) {
            throw down(server, e);
        }
    }

    private static URI address(ApplianceSettings.Server server, String path) throws PortalDown {
        var base = server.portal().endsWith("/")
                ? server.portal().substring(0, server.portal().length() - 1)
                : server.portal();
        try {
            return URI.create(base + path);
        } catch (IllegalArgumentException _) {
            throw new PortalDown("The address '" + server.portal() + "' cannot be used. Correct the setting.");
        }
    }

    private static PortalDown down(ApplianceSettings.Server server, IOException fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case UnresolvedAddressException _ -> {
                    return new PortalDown("The name in " + server.portal() + " cannot be resolved.");
                }
                case HttpTimeoutException _ -> {
                    return new PortalDown("The platform at " + server.portal() + " does not answer in time.");
                }
                case SSLException e -> {
                    return new PortalDown("TLS with " + server.portal() + " failed: " + e.getMessage());
                }
                case ConnectException _ -> {
                    return new PortalDown("The platform at " + server.portal() + " cannot be reached.");
                }
                default -> {}
            }
        }
        return new PortalDown("The connection to the platform at " + server.portal() + " broke.");
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    /// Ends an answer that does not end by itself.
    private static final class Limited extends FilterInputStream {
        private long left;

        Limited(InputStream in, long left) {
            super(in);
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            var value = super.read();
            if (value >= 0) took(1);
            return value;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            var count = super.read(bytes, from, length);
            if (count > 0) took(count);
            return count;
        }

        private void took(int count) throws IOException {
            left -= count;
            if (left < 0) throw new IOException("the platform's answer is too large");
        }
    }
}
