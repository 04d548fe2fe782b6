package argiope.devicelink;

import argiope.appliance.cloud.CloudFault;
import argiope.appliance.cloud.DeviceIdentity;
import argiope.appliance.cloud.ExchangeClient;
import argiope.appliance.cloud.RegistrationToken;
import argiope.appliance.device.DeviceOperations;
import argiope.appliance.settings.ApplianceSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// [ExchangeClient] over HTTPS and a WebSocket, with the identity in a folder.
public final class ExchangeLink implements ExchangeClient {
    public static final Duration PING_INTERVAL = Duration.ofSeconds(30);
    private static final Logger LOG = LoggerFactory.getLogger(ExchangeLink.class);
    private static final int PIN_BYTES = 10;

    private final Path folder;
    private final String version;
    private final Duration interval;
    private final Clock clock;
    /// The key of an enrolment whose answer did not come, for the next attempt with the same token.
    private @Nullable Attempt open;

    private record Attempt(String token, KeyPair key) {}

    /// @param folder where the identity is kept, mode 600
    /// @param version of the program, told to the platform
    public ExchangeLink(Path folder, String version, Clock clock) {
        this(folder, version, PING_INTERVAL, clock);
    }

    /// @param interval between two pings; a platform that is silent for three of them is taken for gone
    public ExchangeLink(Path folder, String version, Duration interval, Clock clock) {
        this.folder = folder;
        this.version = version;
        this.interval = interval;
        this.clock = clock;
    }

    @Override
    public Optional<DeviceIdentity> identity() throws CloudFault {
        return kept().map(KeptIdentity::device);
    }

    private Optional<KeptIdentity> kept() throws CloudFault {
        try {
            return KeptIdentity.read(folder);
        } catch (IOException | GeneralSecurityException e) {
            throw new CloudFault(
                    "identity-damaged",
                    "This appliance's identity in " + folder + " cannot be read: " + e.getMessage()
                            + ". Register it again.",
                    e);
        }
    }

    @Override
    public DeviceIdentity enrol(ApplianceSettings.Server server, RegistrationToken token)
            throws CloudFault, InterruptedException {
        var trust = new PlatformTrust(token.pin());
        try (var connection = new PlatformConnection(server.enrolment(), trust, Optional.empty(), clock)) {
            // Shows who the platform is, and its clock, before the token is sent.
            connection.send(HttpRequest.newBuilder(connection.address("https", "/.well-known/est/cacerts")));
            var key = keyFor(token);
            var basic = Base64.getEncoder().encodeToString(("device:" + token.text()).getBytes(StandardCharsets.UTF_8));
            var response =
                    connection.send(HttpRequest.newBuilder(connection.address("https", "/.well-known/est/simpleenroll"))
                            .header("Authorization", "Basic " + basic)
                            .header("Content-Type", "application/pkcs10")
                            .header("Content-Transfer-Encoding", "base64")
                            .POST(HttpRequest.BodyPublishers.ofString(request(key))));
            var authority = trust.authority().orElseThrow(() -> new CloudFault("tls", "No authority was shown."));
            var certificate = certificate(response, key);
            var identity = new KeptIdentity(
                    new DeviceIdentity(
                            commonName(certificate),
                            response.headers()
                                    .firstValue("X-Argiope-Device-Name")
                                    .map(name -> URLDecoder.decode(name, StandardCharsets.UTF_8))
                                    .orElse(""),
                            server,
                            clock.instant()),
                    key.getPrivate(),
                    certificate,
                    authority);
            identity.write(folder);
            open = null;
            return identity.device();
        } catch (IOException e) {
            throw new CloudFault(
                    "platform-error", "The identity cannot be kept in " + folder + ": " + e.getMessage(), e);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new CloudFault("platform-error", "The certificate cannot be asked for: " + e.getMessage(), e);
        }
    }

    private KeyPair keyFor(RegistrationToken token) throws GeneralSecurityException {
        var earlier = open;
        if (earlier != null && earlier.token().equals(token.text())) return earlier.key();
        var key = newKey();
        open = new Attempt(token.text(), key);
        return key;
    }

    private static KeyPair newKey() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static String request(KeyPair key) throws OperatorCreationException, IOException {
        var request = new JcaPKCS10CertificationRequestBuilder(new X500Principal("CN=device"), key.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate()));
        return Base64.getMimeEncoder().encodeToString(request.getEncoded());
    }

    /// The certificate for our key among those that came.
    private static X509Certificate certificate(HttpResponse<byte[]> response, KeyPair key) throws CloudFault {
        try {
            var packed = new CMSSignedData(Base64.getMimeDecoder().decode(response.body()));
            var converter = new JcaX509CertificateConverter();
            for (X509CertificateHolder holder : packed.getCertificates().getMatches(null)) {
                var certificate = converter.getCertificate(holder);
                if (Arrays.equals(
                        certificate.getPublicKey().getEncoded(), key.getPublic().getEncoded())) return certificate;
            }
        } catch (CMSException | GeneralSecurityException | RuntimeException e) {
            throw new CloudFault("platform-error", "The platform's answer holds no certificate.", e);
        }
        throw new CloudFault("platform-error", "The platform's answer holds no certificate for this appliance's key.");
    }

    private static String commonName(X509Certificate certificate) throws CloudFault {
        var name = certificate.getSubjectX500Principal().getName();
        if (name.startsWith("CN=") && name.indexOf(',') < 0) return name.substring(3);
        throw new CloudFault("platform-error", "The certificate names no device.");
    }

    private KeptIdentity registered() throws CloudFault {
        return kept().orElseThrow(() -> new CloudFault("not-registered", "This appliance is not registered."));
    }

    private PlatformConnection connection(ApplianceSettings.Server server, KeptIdentity identity) throws CloudFault {
        try {
            var trust = new PlatformTrust(PlatformTrust.pin(identity.authority(), PIN_BYTES));
            return new PlatformConnection(server.enrolment(), trust, Optional.of(identity), clock);
        } catch (GeneralSecurityException e) {
            throw new CloudFault("tls", "TLS cannot be set up here: " + e.getMessage(), e);
        }
    }

    @Override
    public void link(ApplianceSettings.Server server, DeviceOperations operations, Listener listener)
            throws CloudFault, InterruptedException {
        renewWhenDue(server);
        var session = new LinkSession(operations, listener, interval);
        try (var connection = connection(server, registered())) {
            connection.resolve();
            var socket = open(connection, session);
            session.serve(socket, () -> renewInPassing(server));
        }
    }

    private WebSocket open(PlatformConnection connection, LinkSession session) throws CloudFault, InterruptedException {
        var opening = connection
                .client()
                .newWebSocketBuilder()
                .connectTimeout(PlatformConnection.CONNECT)
                .header("X-Argiope-Version", version)
                .buildAsync(connection.address("wss", "/link"), session);
        try {
            return opening.get(PlatformConnection.ANSWER.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            var cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof WebSocketHandshakeException refused) {
                var response = refused.getResponse();
                throw connection.refused(
                        response.statusCode(),
                        response.headers().firstValue("X-Argiope-Refusal").orElse(""),
                        "");
            }
            throw connection.fault(cause);
        } catch (TimeoutException _) {
            opening.cancel(true);
            throw new CloudFault("timeout", "The platform does not open the link in time (phase HTTP).");
        } catch (InterruptedException e) {
            opening.cancel(true);
            throw e;
        }
    }

    /// A certificate is renewed when a third of its life is left.
    private boolean due(KeptIdentity identity) {
        var start = identity.certificate().getNotBefore().toInstant();
        var end = identity.certificate().getNotAfter().toInstant();
        return clock.instant()
                .isAfter(start.plus(Duration.between(start, end).multipliedBy(2).dividedBy(3)));
    }

    private void renewWhenDue(ApplianceSettings.Server server) throws CloudFault, InterruptedException {
        var identity = registered();
        if (!due(identity)) return;
        try (var connection = connection(server, identity)) {
            var key = newKey();
            var response = connection.send(
                    HttpRequest.newBuilder(connection.address("https", "/.well-known/est/simplereenroll"))
                            .header("Content-Type", "application/pkcs10")
                            .header("Content-Transfer-Encoding", "base64")
                            .POST(HttpRequest.BodyPublishers.ofString(request(key))));
            new KeptIdentity(identity.device(), key.getPrivate(), certificate(response, key), identity.authority())
                    .write(folder);
            LOG.info("the device's certificate was renewed");
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new CloudFault("platform-error", "The certificate cannot be renewed: " + e.getMessage(), e);
        }
    }

    private void renewInPassing(ApplianceSettings.Server server) {
        try {
            renewWhenDue(server);
        } catch (CloudFault e) {
            LOG.warn("the device's certificate is due and was not renewed: {}", e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void deregister(ApplianceSettings.Server server) throws CloudFault, InterruptedException {
        try (var connection = connection(server, registered())) {
            connection.send(HttpRequest.newBuilder(connection.address("https", "/deregister"))
                    .POST(HttpRequest.BodyPublishers.noBody()));
        }
    }

    @Override
    public void forget() {
        try {
            KeptIdentity.erase(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("the identity in " + folder + " cannot be erased", e);
        }
    }
}
