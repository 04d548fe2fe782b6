package argiope.devicelink;

import static argiope.contracts.tracking.Visit.batch;
import static argiope.contracts.tracking.Visit.visit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import argiope.appliance.device.ApplianceOperations;
import argiope.appliance.device.DeviceOperations;
import argiope.appliance.policy.ChangeCommand;
import argiope.appliance.policy.PublishedBlockList;
import argiope.appliance.tracking.Checkpoint;
import argiope.core.observable.Observable;
import argiope.core.observable.ObservableType;
import argiope.memory.appliance.MemoryBlockStore;
import argiope.memory.appliance.device.MemoryTriggers;
import argiope.memory.tracking.MemoryTrackingStore;
import argiope.modules.appliance.ApplianceKind;
import argiope.platform.module.ModuleFault;
import argiope.platform.module.ModuleInstance;
import argiope.platform.module.ThreatModule;
import argiope.platform.module.ThreatModule.Outcome;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The platform's module asks a real appliance over the real link: what was seen, what can be done, and doing it once.
class ApplianceModuleTest {
    private static final Observable EVIL = new Observable(ObservableType.DOMAIN, "evil.example");

    @TempDir
    Path folder;

    private final MemoryTrackingStore tracking = new MemoryTrackingStore();
    private final MemoryTriggers triggers = new MemoryTriggers();
    private final AtomicInteger ids = new AtomicInteger();
    private final CountDownLatch effective = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private volatile boolean slow;
    private PublishedBlockList blocks;
    private TestPlatform platform;
    private TestAppliance appliance;
    private DeviceOperations operations;
    private String id;
    private ThreatModule module;

    @BeforeEach
    void start() throws Exception {
        blocks = new PublishedBlockList(
                new MemoryBlockStore(),
                folder.resolve("lists"),
                new ChangeCommand(List.of(), Duration.ofMillis(10), Clock.systemUTC()),
                () -> "id-" + ids.incrementAndGet(),
                () -> "secret-" + ids.incrementAndGet(),
                Clock.systemUTC());
        var real = new ApplianceOperations(
                tracking,
                blocks,
                triggers,
                new TestSettings(),
                "serial-1",
                "9.9",
                () -> "http://gw1.example:8441",
                Clock.systemUTC());
        operations = (op, body, deadline) -> {
            var answer = real.answer(op, body, deadline);
            if (slow && op.equals("respond/trigger")) {
                effective.countDown();
                release.await(60, TimeUnit.SECONDS);
            }
            return answer;
        };
        platform = TestPlatform.in(folder.resolve("platform"));
        appliance = TestAppliance.in(folder.resolve("appliance"), operations).use(platform);
        id = platform.announce("gw1");
        appliance.cloud.register(platform.token(id));
        Until.so("connected", () -> platform.links.connected(id));
        module = module("org-1");
    }

    @AfterEach
    void stop() {
        release.countDown();
        appliance.close();
        platform.close();
        blocks.close();
        tracking.close();
    }

    private ThreatModule module(String orgId) {
        return new ApplianceKind(platform.exchange, platform.links)
                .open(new ModuleInstance(
                        "module-1",
                        orgId,
                        ApplianceKind.TYPE_ID,
                        "gw1",
                        true,
                        "org",
                        Map.of(ApplianceKind.DEVICE, id),
                        "user-1",
                        Instant.EPOCH));
    }

    private Outcome trigger(String action, String key) throws Exception {
        return ((ThreatModule.Responds) module).trigger(TestPlatform.ADMIN, action, EVIL, Map.of(), key);
    }

    private Outcome settle(String key) throws Exception {
        return ((ThreatModule.Responds) module).settle(TestPlatform.ADMIN, key);
    }

    private boolean blocked() {
        return blocks.find(EVIL).isPresent();
    }

    private void goAway() throws Exception {
        appliance.close();
        Until.so("disconnected", () -> !platform.links.connected(id));
    }

    private void comeBack() throws Exception {
        appliance = TestAppliance.in(folder.resolve("appliance"), operations).use(platform);
        Until.so("connected", () -> platform.links.connected(id));
    }

    @Test
    void asksWhatWasSeenAndWhereToLook() throws Exception {
        tracking.append(
                batch(visit("www.evil.example", "09:00").client("192.0.2.15").user("", "anna")));
        tracking.commit(Checkpoint.none());

        var found = ((ThreatModule.Observes) module).observe(TestPlatform.ADMIN, List.of(EVIL));
        var links = ((ThreatModule.Refers) module).refer(TestPlatform.ADMIN, List.of(EVIL));

        assertThat(found.warnings()).isEmpty();
        assertThat(found.of("sightings"))
                .singleElement()
                .satisfies(sighting -> assertThat(sighting.path("targets")
                                .path(0)
                                .path("observables")
                                .toString())
                        .contains("192.0.2.15", "anna"));
        assertThat(links).singleElement().satisfies(link -> {
            assertThat(link.title()).isEqualTo("Search for this domain");
            assertThat(link.url()).isEqualTo("http://gw1.example:8441/#/tracking/web?domain=evil.example");
        });
        module.health(TestPlatform.ADMIN);
    }

    @Test
    void blocksOnceForAKeyAndOffersTheWayBack() throws Exception {
        var responds = (ThreatModule.Responds) module;
        assertThat(responds.actions(TestPlatform.ADMIN, List.of(EVIL)))
                .singleElement()
                .satisfies(action -> {
                    assertThat(action.title()).isEqualTo("Block this domain");
                    assertThat(action.observable()).isEqualTo(EVIL);
                });

        assertThat(trigger("block-domain", "k1")).isInstanceOf(Outcome.Done.class);
        assertThat(blocked()).isTrue();
        assertThat(responds.actions(TestPlatform.ADMIN, List.of(EVIL))
                        .getFirst()
                        .title())
                .isEqualTo("Unblock this domain");
        assertThat(trigger("unblock-domain", "k2")).isInstanceOf(Outcome.Done.class);
        assertThat(trigger("block-domain", "k1")).isInstanceOf(Outcome.Done.class);
        assertThat(blocked()).isFalse();
    }

    @Test
    void withTheDeviceAwayATriggerFailsAtOnceAndNothingFiresLater() throws Exception {
        goAway();
        assertThat(trigger("block-domain", "k1")).isInstanceOf(Outcome.Failed.class);
        assertThat(settle("k1")).isInstanceOf(Outcome.Unknown.class);
        assertThatThrownBy(() -> module.health(TestPlatform.ADMIN))
                .isInstanceOfSatisfying(
                        ModuleFault.class,
                        fault -> assertThat(fault.error().code()).isEqualTo("device not connected"));

        comeBack();

        module.health(TestPlatform.ADMIN);
        assertThat(blocked()).isFalse();
    }

    @Test
    void aLostAnswerIsSettledWhenTheDeviceIsBackAndWhatNeverCameIsVoid() throws Exception {
        slow = true;
        var outcomes = new LinkedBlockingQueue<Outcome>();
        Thread.ofVirtual().start(() -> {
            try {
                outcomes.add(trigger("block-domain", "k1"));
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        assertThat(effective.await(20, TimeUnit.SECONDS)).isTrue();
        goAway();
        assertThat(outcomes.poll(20, TimeUnit.SECONDS)).isInstanceOf(Outcome.Unknown.class);
        slow = false;

        comeBack();

        assertThat(settle("k1")).isInstanceOf(Outcome.Done.class);
        assertThat(blocks.entries()).hasSize(1);
        assertThat(settle("k2")).isInstanceOf(Outcome.Failed.class);
        assertThat(trigger("unblock-domain", "k2")).isInstanceOf(Outcome.Failed.class);
        assertThat(blocked()).isTrue();
    }

    @Test
    void anotherOrganisationsModuleCannotAskTheDevice() throws Exception {
        module = module("org-2");
        platform.exchange.integration(TestPlatform.STRANGER, true);

        assertThatThrownBy(() -> ((ThreatModule.Observes) module).observe(TestPlatform.STRANGER, List.of(EVIL)))
                .isInstanceOf(ModuleFault.class);
        assertThat(trigger("block-domain", "k1")).isInstanceOf(Outcome.Failed.class);
        assertThat(blocked()).isFalse();
    }
}
