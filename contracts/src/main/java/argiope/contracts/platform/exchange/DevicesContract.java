package argiope.contracts.platform.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import argiope.platform.exchange.Device;
import argiope.platform.exchange.Devices;
import argiope.platform.exchange.Devices.Redemption;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every [Devices] promises. An implementation's test says only how to reach an empty one, the same through a
/// test.
public interface DevicesContract {
    Instant NOON = Instant.parse("2026-03-01T12:00:00.123Z");
    UnaryOperator<Device> ENROLLED = d -> with(d, "serial-1", NOON);

    Devices devices();

    static Device device(String id, String orgId, String name) {
        return new Device(id, orgId, name, "in the cellar", "", "", NOON, Instant.MIN, Instant.MIN, "", "");
    }

    static Device with(Device d, String serial, Instant registered) {
        return new Device(
                d.id(),
                d.orgId(),
                d.name(),
                d.description(),
                "0.1.0",
                "192.0.2.1",
                d.createdAt(),
                registered,
                registered,
                serial,
                d.serial());
    }

    /// A store with device `d1`, its organisation switched on, and the token `t1` good for an hour from noon.
    private Devices withToken() {
        var devices = devices();
        devices.integration("org-1", true);
        devices.add(device("d1", "org-1", "gw1"));
        devices.issue(new Devices.Token("t1", "d1", NOON.plus(Duration.ofHours(1))), NOON);
        return devices;
    }

    @Test
    default void keepsADeviceWholly() {
        var device = device("d1", "org-1", "gw1");
        devices().add(device);
        assertThat(devices().find("d1")).hasValue(device);

        var changed = devices().change("d1", ENROLLED);

        assertThat(changed).hasValue(with(device, "serial-1", NOON));
        assertThat(devices().find("d1")).isEqualTo(changed);
    }

    @Test
    default void listsAnOrganisationsOwnOldestFirst() {
        devices().add(device("b", "org-1", "second"));
        devices().add(device("c", "org-2", "theirs"));
        devices()
                .add(new Device(
                        "z", "org-1", "first", "", "", "", NOON.minusSeconds(1), Instant.MIN, Instant.MIN, "", ""));

        assertThat(devices().of("org-1")).extracting(Device::id).containsExactly("z", "b");
        assertThat(devices().of("org-3")).isEmpty();
    }

    @Test
    default void aDeletedDeviceIsGoneWithItsUnusedToken() {
        var devices = withToken();

        assertThat(devices.delete("d1")).isTrue();

        assertThat(devices.find("d1")).isEmpty();
        assertThat(devices.delete("d1")).isFalse();
        assertThat(devices.change("d1", ENROLLED)).isEmpty();
        assertThat(devices.redeem("t1", "key-1", NOON, ENROLLED)).isEqualTo(new Redemption.Unknown());
    }

    @Test
    default void aTokenEnrolsOnce() {
        var devices = withToken();

        assertThat(devices.redeem("t1", "key-1", NOON.plusSeconds(60), ENROLLED))
                .isInstanceOfSatisfying(
                        Redemption.Granted.class,
                        granted -> assertThat(granted.device().serial()).isEqualTo("serial-1"));
        assertThat(devices.find("d1").orElseThrow().serial()).isEqualTo("serial-1");
        assertThat(devices.redeem("t1", "key-2", NOON.plusSeconds(61), ENROLLED))
                .isEqualTo(new Redemption.Used());
    }

    @Test
    default void theSameKeyMayComeAgainForTenMinutes() {
        var devices = withToken();
        devices.redeem("t1", "key-1", NOON, ENROLLED);

        assertThat(devices.redeem(
                        "t1", "key-1", NOON.plus(Devices.RETRY).minusMillis(1), d -> with(d, "serial-2", NOON)))
                .isInstanceOf(Redemption.Granted.class);
        assertThat(devices.find("d1").orElseThrow().serial()).isEqualTo("serial-2");
        assertThat(devices.redeem("t1", "key-1", NOON.plus(Devices.RETRY), ENROLLED))
                .isEqualTo(new Redemption.Used());
    }

    @Test
    default void anUnknownAndAnExpiredTokenAreToldApart() {
        var devices = withToken();
        var end = NOON.plus(Duration.ofHours(1));

        assertThat(devices.redeem("t2", "key-1", NOON, ENROLLED)).isEqualTo(new Redemption.Unknown());
        assertThat(devices.redeem("t1", "key-1", end, ENROLLED)).isEqualTo(new Redemption.Expired(end));
        assertThat(devices.find("d1").orElseThrow().serial()).isEmpty();
    }

    @Test
    default void aNewTokenTakesThePlaceOfAnUnusedOne() {
        var devices = withToken();
        devices.issue(new Devices.Token("t2", "d1", NOON.plus(Duration.ofHours(1))), NOON);

        assertThat(devices.redeem("t1", "key-1", NOON, ENROLLED)).isEqualTo(new Redemption.Unknown());
        assertThat(devices.redeem("t2", "key-1", NOON, ENROLLED)).isInstanceOf(Redemption.Granted.class);
    }

    @Test
    default void aUsedTokenIsRememberedForThirtyDays() {
        var devices = withToken();
        devices.add(device("d2", "org-1", "gw2"));
        devices.redeem("t1", "key-1", NOON, ENROLLED);
        var later = NOON.plus(Devices.MEMORY);

        devices.issue(new Devices.Token("t2", "d2", later.plusSeconds(60)), later);
        assertThat(devices.redeem("t1", "key-9", later, ENROLLED)).isEqualTo(new Redemption.Used());

        devices.issue(new Devices.Token("t3", "d2", later.plusSeconds(60)), later.plusMillis(1));
        assertThat(devices.redeem("t1", "key-9", later, ENROLLED)).isEqualTo(new Redemption.Unknown());
    }

    @Test
    default void aFailedEnrolmentUsesNothingUp() {
        var devices = withToken();

        assertThatThrownBy(() -> devices.redeem("t1", "key-1", NOON, _ -> {
                    throw new IllegalStateException("cannot sign");
                }))
                .hasMessageContaining("cannot sign");

        assertThat(devices.redeem("t1", "key-2", NOON, ENROLLED)).isInstanceOf(Redemption.Granted.class);
    }

    @Test
    default void whileTheIntegrationIsOffNothingIsUsedUp() {
        var devices = withToken();
        devices.integration("org-1", false);
        assertThat(devices.integration("org-1")).isFalse();
        assertThat(devices.redeem("t1", "key-1", NOON, ENROLLED)).isEqualTo(new Redemption.IntegrationOff());

        devices.integration("org-1", true);
        devices.integration("org-1", true);
        assertThat(devices.integration("org-1")).isTrue();
        assertThat(devices.integration("org-2")).isFalse();
        assertThat(devices.redeem("t1", "key-1", NOON, ENROLLED)).isInstanceOf(Redemption.Granted.class);
    }

    @Test
    default void ofManyAtOnceOneGetsTheToken() throws Exception {
        var devices = withToken();
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            var attempts = pool.invokeAll(
                    IntStream.range(0, 20)
                            .mapToObj(
                                    i -> (Callable<Redemption>) () -> devices.redeem("t1", "key-" + i, NOON, ENROLLED))
                            .toList(),
                    30,
                    TimeUnit.SECONDS);
            var granted = 0;
            for (var attempt : attempts) if (attempt.get() instanceof Redemption.Granted) granted++;
            assertThat(granted).isEqualTo(1);
        }
    }
}
