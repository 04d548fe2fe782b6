package argiope.devicelink;

import argiope.appliance.cloud.CloudFault;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// HTTPS to the devices' port of one platform, whose authority is pinned; with the device's certificate once there is
/// one. Tells apart why something failed: name, connection, time, TLS, pin, clocks, or what the platform says.
final class PlatformConnection implements AutoCloseable {
    static final Duration CONNECT = Duration.ofSeconds(10);
    static final Duration ANSWER = Duration.ofSeconds(20);
    private static final Duration SKEW = Duration.ofMinutes(5);
    private static final int MAX_ANSWER = 256 * 1024;
    private static final JsonMapper MAPPER = new JsonMapper();

    private final URI base;
    private final PlatformTrust trust;
    private final Clock clock;
    private final HttpClient client;

    PlatformConnection(String enrolment, PlatformTrust trust, Optional<KeptIdentity> identity, Clock clock)
            throws CloudFault {
        this.base = base(enrolment);
        this.trust = trust;
        this.clock = clock;
        try {
            var tls = SSLContext.getInstance("TLS");
            tls.init(keys(identity), new TrustManager[] {trust}, null);
            client = HttpClient.newBuilder()
                    .sslContext(tls)
                    .connectTimeout(CONNECT)
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();
        } catch (GeneralSecurityException | IOException e) {
            throw new CloudFault("tls", "TLS cannot be set up here: " + e.getMessage(), e);
        }
    }

    private static URI base(String enrolment) throws CloudFault {
        try {
            var uri = URI.create(enrolment);
            if ("https".equals(uri.getScheme()) && uri.getHost() != null) return uri;
        } catch (IllegalArgumentException _) {
            // said below
        }
        throw new CloudFault(
                "connect",
                "The server's enrolment address '" + enrolment + "' is no https address. Correct the setting.");
    }

    private static KeyManager[] keys(Optional<KeptIdentity> identity) throws GeneralSecurityException, IOException {
        if (identity.isEmpty()) return new KeyManager[0];
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("device", identity.get().key(), new char[0], new java.security.cert.Certificate[] {
            identity.get().certificate(), identity.get().authority()
        });
        var factory = KeyManagerFactory.getInstance("PKIX");
        factory.init(store, new char[0]);
        return factory.getKeyManagers();
    }

    HttpClient client() {
        return client;
    }

    URI address(String scheme, String path) {
        return URI.create(scheme + "://" + base.getRawAuthority() + path);
    }

    /// Sends a request; an answer that is a refusal is the fault that it names.
    HttpResponse<byte[]> send(HttpRequest.Builder request) throws CloudFault, InterruptedException {
        resolve();
        try {
            var response = client.send(
                    request.timeout(ANSWER).build(),
                    _ -> HttpResponse.BodySubscribers.limiting(HttpResponse.BodySubscribers.ofByteArray(), MAX_ANSWER));
            checkClocks(response);
            if (response.statusCode() / 100 != 2) throw refused(response.statusCode(), response.body());
            return response;
        } catch (IOException e) {
            throw fault(e);
        }
    }

    void resolve() throws CloudFault {
        try {
            InetAddress.getAllByName(base.getHost());
        } catch (UnknownHostException e) {
            throw unresolved(e);
        }
    }

    private CloudFault unresolved(Throwable cause) {
        return new CloudFault(
                "name-resolution",
                "The name " + base.getHost() + " cannot be resolved (resolver: " + resolver() + ").",
                cause);
    }

    private static String resolver() {
        try (var lines = Files.lines(Path.of("/etc/resolv.conf"))) {
            var servers = lines.filter(line -> line.startsWith("nameserver "))
                    .map(line -> line.substring(11).strip())
                    .limit(3)
                    .collect(Collectors.joining(", "));
            return servers.isEmpty() ? "the system's" : servers;
        } catch (IOException | RuntimeException _) {
            return "the system's";
        }
    }

    private void checkClocks(HttpResponse<?> response) throws CloudFault {
        var header = response.headers().firstValue("Date");
        if (header.isEmpty()) return;
        try {
            var theirs = ZonedDateTime.parse(header.get(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            var ours = clock.instant();
            if (Duration.between(theirs, ours).abs().compareTo(SKEW) > 0)
                throw new CloudFault(
                        "clock-skew",
                        "The clocks differ by more than 5 minutes: here it is " + ours.truncatedTo(ChronoUnit.SECONDS)
                                + ", at the platform " + theirs
                                + ". Set the clocks right.");
        } catch (DateTimeException _) {
            // No time that can be read says nothing about clocks.
        }
    }

    private String place() {
        return base.getHost() + ":" + (base.getPort() < 0 ? 443 : base.getPort());
    }

    /// What a refusal in the platform's own words means.
    CloudFault refused(int status, byte[] body) {
        var code = "";
        var message = "";
        try {
            JsonNode json = MAPPER.readTree(body);
            code = text(json, "code");
            message = text(json, "message");
        } catch (JacksonException _) {
            // Not ours, or a fault on the way.
        }
        return refused(status, code, message);
    }

    CloudFault refused(int status, String code, String message) {
        return switch (code) {
            case "token-malformed", "token-unknown", "token-expired", "token-used", "wrong-region", "integration-off" ->
                new CloudFault(code, message.isEmpty() ? word(code) : message);
            case CloudFault.DEVICE_UNKNOWN ->
                new CloudFault(code, "The platform no longer knows this device. Register it again.");
            case CloudFault.SUPERSEDED ->
                new CloudFault(
                        code, "The platform has registered this device somewhere else since. Register it again.");
            default ->
                new CloudFault(
                        "platform-error",
                        "The platform at " + place() + " answered with status " + status
                                + (message.isEmpty() ? "." : ": " + message));
        };
    }

    private static String word(String code) {
        return code.equals("integration-off")
                ? "The services exchange is switched off for the device's organisation."
                : "The platform refused: " + code + ".";
    }

    private static String text(JsonNode json, String name) {
        var value = json.get(name);
        if (value == null || !value.isString()) return "";
        var text = value.stringValue().replaceAll("\\p{Cntrl}", " ");
        return text.length() <= 500 ? text : text.substring(0, 500);
    }

    /// Why a connection failed, by its phase.
    CloudFault fault(Throwable fault) {
        var mismatch = trust.mismatchedIssuer();
        if (mismatch.isPresent())
            return new CloudFault(
                    "pin-mismatch",
                    "The platform at " + place() + " is not the one the token names: its certificate was issued by '"
                            + mismatch.get() + "'. Nothing secret was sent.",
                    fault);
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case UnresolvedAddressException e -> {
                    return unresolved(e);
                }
                case CertificateNotYetValidException e -> {
                    return ofClocks(e.getMessage(), fault);
                }
                case CertificateExpiredException e -> {
                    return ofClocks(e.getMessage(), fault);
                }
                case HttpConnectTimeoutException _ -> {
                    return new CloudFault(
                            "timeout",
                            "No connection to " + place() + " within " + CONNECT.toSeconds()
                                    + " s (phase TCP or TLS). A firewall may drop the packets.",
                            fault);
                }
                case HttpTimeoutException _ -> {
                    return new CloudFault(
                            "timeout",
                            "No answer from " + place() + " within " + ANSWER.toSeconds() + " s (phase HTTP).",
                            fault);
                }
                case SSLException e -> {
                    return new CloudFault(
                            "tls", "TLS with " + place() + " failed: " + String.valueOf(e.getMessage()), fault);
                }
                case ConnectException _ -> {
                    return new CloudFault(
                            "connect", "No connection to " + place() + " (phase TCP): it is refused.", fault);
                }
                default -> {}
            }
        }
        return new CloudFault("connect", "The connection to " + place() + " broke: " + fault.getMessage(), fault);
    }

    private CloudFault ofClocks(@Nullable String detail, Throwable fault) {
        Instant ours = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return new CloudFault(
                "clock-skew",
                "The platform's certificate is not valid now: here it is " + ours + "; " + detail
                        + ". Set the clocks right.",
                fault);
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
