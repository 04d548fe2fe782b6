package argiope.devicelink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import argiope.appliance.cloud.CloudState;
import argiope.appliance.device.DeviceOperations;
import argiope.core.access.Refusal;
import argiope.platform.exchange.Exchange;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;

/// Registering and deregistering, over real sockets and certificates, with what can go wrong.
class RegistrationTest {
    private static final DeviceOperations ECHO =
            (op, body, _) -> JsonNodeFactory.instance.objectNode().put("op", op).set("body", body);

    @TempDir
    Path folder;

    private final MovableClock platformClock = new MovableClock();
    private final MovableClock applianceClock = new MovableClock();
    private TestPlatform platform;
    private TestAppliance appliance;

    @BeforeEach
    void start() throws Exception {
        platform = new TestPlatform(folder.resolve("platform"), "lab", Duration.ofSeconds(5), platformClock);
        appliance = new TestAppliance(folder.resolve("appliance"), ECHO, applianceClock, Duration.ofSeconds(5))
                .use(platform);
    }

    @AfterEach
    void stop() {
        appliance.close();
        platform.close();
    }

    private void refused(String token, String code) {
        assertThatThrownBy(() -> appliance.cloud.register(token))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
        assertThat(appliance.state()).isEqualTo(CloudState.NOT_REGISTERED);
        assertThat(appliance.cloud.status().device()).isEmpty();
    }

    @Test
    void registersLinksDeregistersAndRegistersAgain() throws Exception {
        var id = platform.announce("gw1 — Küche");
        assertThat(platform.status(id)).isEqualTo(Exchange.Status.NEW);

        var status = appliance.cloud.register(platform.token(id));

        assertThat(platform.tokensSeen).hasValue(1);
        assertThat(status.state()).isEqualTo(CloudState.REGISTERED);
        assertThat(status.device()).hasValueSatisfying(device -> {
            assertThat(device.deviceId()).isEqualTo(id);
            assertThat(device.name()).isEqualTo("gw1 — Küche");
        });
        Until.so("connected", () -> platform.status(id) == Exchange.Status.CONNECTED);
        var device = platform.exchange.device(TestPlatform.ADMIN, id).device();
        assertThat(device.version()).isEqualTo("9.9");
        assertThat(device.ip()).isEqualTo("127.0.0.1");
        assertThat(device.registeredAt()).isPresent();
        assertThat(device.lastSeen()).isPresent();
        var answer = platform.links.ask(id, "health", JsonNodeFactory.instance.arrayNode(), Duration.ofSeconds(10));
        assertThat(answer.path("op").stringValue()).isEqualTo("health");

        assertThat(appliance.cloud.deregister(false).state()).isEqualTo(CloudState.NOT_REGISTERED);
        Until.so("gone from the platform", () -> platform.status(id) == Exchange.Status.NEW);
        assertThat(platform.links.connected(id)).isFalse();

        appliance.cloud.register(platform.token(id));
        Until.so("connected again", () -> platform.status(id) == Exchange.Status.CONNECTED);
    }

    @Test
    void theIdentityOutlivesARestartAndOnlyTheOwnerMayReadIt() throws Exception {
        var id = platform.announce("gw1");
        appliance.cloud.register(platform.token(id));
        Until.so("connected", () -> platform.status(id) == Exchange.Status.CONNECTED);
        var file = folder.resolve("appliance/device-identity.json");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(folder.resolve("platform/device-ca.key"))))
                .isEqualTo("rw-------");
        appliance.close();
        Until.so("disconnected", () -> platform.status(id) == Exchange.Status.DISCONNECTED);

        appliance = TestAppliance.in(folder.resolve("appliance"), ECHO).use(platform);

        Until.so("connected", () -> platform.status(id) == Exchange.Status.CONNECTED);
        appliance.await(CloudState.REGISTERED);
    }

    @Test
    void aTokenRegistersOneDevice() throws Exception {
        var token = platform.token(platform.announce("gw1"));
        appliance.cloud.register(token);

        try (var second = TestAppliance.in(folder.resolve("second"), ECHO).use(platform)) {
            assertThatThrownBy(() -> second.cloud.register(token))
                    .isInstanceOfSatisfying(
                            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo("token-used"));
            assertThat(second.cloud.status().error()).isPresent();
        }
    }

    @Test
    void aTokenThatWasReissuedIsUnknown() {
        var id = platform.announce("gw1");
        var first = platform.token(id);
        platform.token(id);

        refused(first, "token-unknown");
    }

    @Test
    void anExpiredTokenIsToldApart() {
        var token = platform.token(platform.announce("gw1"));
        platformClock.move(Exchange.DEFAULT_LIFETIME);

        refused(token, "token-expired");
    }

    @Test
    void aTokenOfAnotherRegionNeverLeavesTheAppliance() {
        var token = platform.token(platform.announce("gw1"));

        refused("eu" + token.substring(token.indexOf('-')), "wrong-region");
        assertThat(appliance.cloud.status().error()).isEmpty();
    }

    @Test
    void aPlatformOfAnotherRegionSaysSo() throws Exception {
        var token = platform.token(platform.announce("gw1"));
        appliance.use("eu", platform.enrolment());

        refused("eu" + token.substring(token.indexOf('-')), "wrong-region");
    }

    @Test
    void nonsenseIsNoToken() {
        refused("", "token-malformed");
        refused("lab-hello", "token-malformed");
        refused("<b>lab</b>", "token-malformed");
        refused("x".repeat(10_000), "token-malformed");
    }

    @Test
    void whileTheIntegrationIsOffATokenIsRefusedAndNotUsedUp() throws Exception {
        var token = platform.token(platform.announce("gw1"));
        platform.exchange.integration(TestPlatform.ADMIN, false);
        refused(token, "integration-off");

        platform.exchange.integration(TestPlatform.ADMIN, true);
        assertThat(appliance.cloud.register(token).state()).isEqualTo(CloudState.REGISTERED);
    }

    @Test
    void aPlatformWithAnotherAuthorityNeverSeesTheToken() throws Exception {
        var token = platform.token(platform.announce("gw1"));
        try (var impostor = TestPlatform.in(folder.resolve("impostor"))) {
            appliance.use("lab", impostor.enrolment());

            assertThatThrownBy(() -> appliance.cloud.register(token)).isInstanceOfSatisfying(Refusal.class, refusal -> {
                assertThat(refusal.code()).isEqualTo("pin-mismatch");
                assertThat(refusal.getMessage()).contains("Argiope device authority");
            });
            assertThat(impostor.tokensSeen).hasValue(0);
        }
    }

    @Test
    void aListenerThatSpeaksNoTlsIsATlsFault() throws Exception {
        var token = platform.token(platform.announce("gw1"));
        try (var plain = new ServerSocket(0, 5, java.net.InetAddress.getLoopbackAddress())) {
            var received = new AtomicReference<>("");
            Thread.ofVirtual().start(() -> {
                try (var socket = plain.accept()) {
                    var bytes = new byte[4096];
                    var length = socket.getInputStream().read(bytes);
                    received.set(new String(bytes, 0, Math.max(0, length), StandardCharsets.ISO_8859_1));
                    socket.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                } catch (java.io.IOException _) {
                    // The client has left.
                }
            });
            appliance.use("lab", "https://localhost:" + plain.getLocalPort());

            refused(token, "tls");
            assertThat(received.get()).doesNotContain(token).doesNotContain("Authorization");
        }
    }

    @Test
    void aPortWhereNobodyListensAndANameThatIsNoneAreToldApart() throws Exception {
        var token = platform.token(platform.announce("gw1"));
        int free;
        try (var socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        appliance.use("lab", "https://localhost:" + free);
        refused(token, "connect");
        assertThat(appliance.cloud.status().error().orElseThrow().message()).contains("localhost:" + free);

        appliance.use("lab", "https://no-such-host.invalid");
        refused(token, "name-resolution");
        assertThat(appliance.cloud.status().error().orElseThrow().message()).contains("no-such-host.invalid");
    }

    @Test
    void clocksThatDifferByMoreThanFiveMinutesAreNamed() {
        var token = platform.token(platform.announce("gw1"));
        applianceClock.move(Duration.ofMinutes(6));

        refused(token, "clock-skew");
        assertThat(platform.tokensSeen).hasValue(0);
    }

    @Test
    void registeringIsOnlyForWhoIsEnabledAndNotRegistered() throws Exception {
        var token = platform.token(platform.announce("gw1"));
        appliance.cloud.register(token);
        assertThatThrownBy(() -> appliance.cloud.register(token))
                .isInstanceOfSatisfying(
                        Refusal.Conflict.class, r -> assertThat(r.code()).isEqualTo("already-registered"));

        try (var off = TestAppliance.in(folder.resolve("off"), ECHO)) {
            assertThat(off.state()).isEqualTo(CloudState.DISABLED);
            off.settings.pending = true;
            assertThat(off.state()).isEqualTo(CloudState.PENDING_COMMIT);
            assertThatThrownBy(() -> off.cloud.register(token))
                    .isInstanceOfSatisfying(
                            Refusal.Conflict.class, r -> assertThat(r.code()).isEqualTo("not-enabled"));
            assertThatThrownBy(() -> off.cloud.deregister(false))
                    .isInstanceOfSatisfying(
                            Refusal.Conflict.class, r -> assertThat(r.code()).isEqualTo("not-registered"));
        }
    }

    @Test
    void aDeletedDeviceLearnsItAndRegistersAnew() throws Exception {
        var id = platform.announce("gw1");
        appliance.cloud.register(platform.token(id));
        Until.so("connected", () -> platform.status(id) == Exchange.Status.CONNECTED);

        platform.exchange.delete(TestPlatform.ADMIN, id);
        appliance.await(CloudState.DEREGISTERED_REMOTELY);
        assertThat(appliance.cloud.status().error().orElseThrow().message()).contains("no longer knows");

        // Also after a restart, when it asks again.
        appliance.close();
        appliance = TestAppliance.in(folder.resolve("appliance"), ECHO).use(platform);
        appliance.await(CloudState.DEREGISTERED_REMOTELY);

        var other = platform.announce("gw1 again");
        assertThat(appliance.cloud.register(platform.token(other)).state()).isEqualTo(CloudState.REGISTERED);
        Until.so("connected", () -> platform.status(other) == Exchange.Status.CONNECTED);
    }

    @Test
    void aDeviceThatLostItsFolderRegistersAnewAndTheOldCertificateIsGoodNoMore() throws Exception {
        var id = platform.announce("gw1");
        appliance.cloud.register(platform.token(id));
        Until.so("connected", () -> platform.status(id) == Exchange.Status.CONNECTED);
        var oldIdentity = Files.readAllBytes(folder.resolve("appliance/device-identity.json"));
        appliance.close();
        Files.delete(folder.resolve("appliance/device-identity.json"));

        appliance = TestAppliance.in(folder.resolve("appliance"), ECHO).use(platform);
        assertThat(appliance.state()).isEqualTo(CloudState.NOT_REGISTERED);
        appliance.cloud.register(platform.token(id));
        Until.so("connected", () -> platform.status(id) == Exchange.Status.CONNECTED);

        Files.createDirectories(folder.resolve("found"));
        Files.write(folder.resolve("found/device-identity.json"), oldIdentity);
        try (var found = TestAppliance.in(folder.resolve("found"), ECHO).use(platform)) {
            found.await(CloudState.DEREGISTERED_REMOTELY);
            assertThat(found.cloud.status().error().orElseThrow().code()).isEqualTo("certificate-superseded");
        }
        assertThat(platform.status(id)).isEqualTo(Exchange.Status.CONNECTED);
    }

    @Test
    void aDamagedIdentityIsSaidAndDoesNotStopARegistration() throws Exception {
        appliance.close();
        Files.createDirectories(folder.resolve("appliance"));
        Files.writeString(folder.resolve("appliance/device-identity.json"), "{\"deviceId\":7}");

        appliance = TestAppliance.in(folder.resolve("appliance"), ECHO).use(platform);
        assertThat(appliance.state()).isEqualTo(CloudState.NOT_REGISTERED);
        assertThat(appliance.cloud.status().error().orElseThrow().message()).contains("cannot be read");

        assertThat(appliance
                        .cloud
                        .register(platform.token(platform.announce("gw1")))
                        .state())
                .isEqualTo(CloudState.REGISTERED);
    }

    @Test
    void deregisteringWithoutThePlatformNeedsForce() throws Exception {
        var id = platform.announce("gw1");
        appliance.cloud.register(platform.token(id));
        Until.so("connected", () -> platform.status(id) == Exchange.Status.CONNECTED);
        platform.close();

        assertThatThrownBy(() -> appliance.cloud.deregister(false))
                .isInstanceOfSatisfying(
                        Refusal.Conflict.class, r -> assertThat(r.code()).isEqualTo("platform-unreachable"));
        assertThat(appliance.cloud.status().device()).isPresent();

        assertThat(appliance.cloud.deregister(true).state()).isEqualTo(CloudState.NOT_REGISTERED);
        assertThat(folder.resolve("appliance/device-identity.json")).doesNotExist();
    }

    @Test
    void theLinkComesBackWithThePlatformAndAtANewAddress() throws Exception {
        var id = platform.announce("gw1");
        appliance.cloud.register(platform.token(id));
        Until.so("connected", () -> platform.status(id) == Exchange.Status.CONNECTED);

        platform.close();
        appliance.await(CloudState.UNREACHABLE);
        Until.so(
                "an attempt that found nobody",
                () -> appliance
                        .cloud
                        .status()
                        .error()
                        .filter(e -> e.message().contains("is refused"))
                        .isPresent());
        platform.start();
        Until.so("connected", () -> platform.status(id) == Exchange.Status.CONNECTED);
        appliance.await(CloudState.REGISTERED);
        assertThat(appliance.cloud.status().error()).isEmpty();
    }

    @Test
    void switchingTheIntegrationOffCutsTheLinkAndOnBringsItBack() throws Exception {
        var id = platform.announce("gw1");
        appliance.cloud.register(platform.token(id));
        Until.so("connected", () -> platform.status(id) == Exchange.Status.CONNECTED);

        platform.exchange.integration(TestPlatform.ADMIN, false);
        Until.so(
                "refused",
                () -> appliance
                        .cloud
                        .status()
                        .error()
                        .filter(e -> e.code().equals("integration-off"))
                        .isPresent());
        assertThat(platform.links.connected(id)).isFalse();
        assertThatThrownBy(() -> platform.exchange.devices(TestPlatform.ADMIN)).isInstanceOf(Refusal.Conflict.class);

        platform.exchange.integration(TestPlatform.ADMIN, true);
        Until.so("connected", () -> platform.status(id) == Exchange.Status.CONNECTED);
    }

    @Test
    void switchingCloudServicesOffClosesTheLinkAndKeepsTheRegistration() throws Exception {
        var id = platform.announce("gw1");
        appliance.cloud.register(platform.token(id));
        Until.so("connected", () -> platform.status(id) == Exchange.Status.CONNECTED);

        appliance.settings.commit(false, "lab");
        Until.so("disconnected", () -> platform.status(id) == Exchange.Status.DISCONNECTED);
        assertThat(appliance.state()).isEqualTo(CloudState.DISABLED);

        appliance.use(platform);
        Until.so("connected", () -> platform.status(id) == Exchange.Status.CONNECTED);
    }

    @Test
    void aCertificateIsRenewedBeforeItEnds() throws Exception {
        var id = platform.announce("gw1");
        appliance.cloud.register(platform.token(id));
        Until.so("connected", () -> platform.status(id) == Exchange.Status.CONNECTED);
        var before = platform.devices.find(id).orElseThrow().serial();
        appliance.close();
        Until.so("disconnected", () -> platform.status(id) == Exchange.Status.DISCONNECTED);

        // Only the appliance's idea of the time moves, so the clocks are checked to differ: within the link they are
        // not.
        var later = new MovableClock();
        later.move(Duration.ofDays(61));
        var link = new ExchangeLink(folder.resolve("appliance"), "9.9", Duration.ofSeconds(5), later);
        assertThatThrownBy(() -> link.link(link.identity().orElseThrow().server(), ECHO, new Quiet()))
                .hasMessageContaining("clocks");
        var renewed = platform.devices.find(id).orElseThrow();
        assertThat(renewed.serial()).isNotEqualTo(before);
        assertThat(renewed.previousSerial()).isEqualTo(before);

        // The answer was thrown away: the one before is still good.
        appliance = TestAppliance.in(folder.resolve("appliance"), ECHO).use(platform);
        Until.so("connected", () -> platform.status(id) == Exchange.Status.CONNECTED);
    }

    @Test
    void anotherOrganisationsDeviceDoesNotExist() {
        var id = platform.announce("gw1");
        platform.exchange.integration(TestPlatform.STRANGER, true);

        assertThat(platform.exchange.devices(TestPlatform.STRANGER)).isEmpty();
        assertThatThrownBy(() -> platform.exchange.device(TestPlatform.STRANGER, id))
                .isInstanceOf(Refusal.NotFound.class);
        assertThatThrownBy(() -> platform.exchange.token(TestPlatform.STRANGER, id, Exchange.DEFAULT_LIFETIME))
                .isInstanceOf(Refusal.NotFound.class);
        assertThatThrownBy(() -> platform.exchange.delete(TestPlatform.STRANGER, id))
                .isInstanceOf(Refusal.NotFound.class);
        assertThat(platform.exchange.usable("org-2", id)).isFalse();
        assertThat(platform.exchange.usable("org-1", id)).isTrue();
    }

    private static final class Quiet implements argiope.appliance.cloud.ExchangeClient.Listener {
        @Override
        public void linked() {}

        @Override
        public void heard() {}
    }
}
