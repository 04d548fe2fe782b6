package argiope.appliance.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import argiope.appliance.cloud.CloudMachine.Event;
import argiope.appliance.cloud.CloudMachine.Step;
import argiope.appliance.settings.ApplianceSettings;
import argiope.core.access.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Conversations with the machine: what it hears, and what it then wants done.
class CloudMachineTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final ApplianceSettings.Server LAB =
            new ApplianceSettings.Server("lab", "http://localhost:8440", "https://localhost:8442");
    private static final ApplianceSettings.Server MOVED =
            new ApplianceSettings.Server("lab", "http://localhost:9440", "https://localhost:9442");
    private static final DeviceIdentity IDENTITY = new DeviceIdentity("device-1", "gw1", LAB, NOON);
    private static final RegistrationToken TOKEN = new RegistrationToken("lab", "lab-secret", new byte[10]);
    private static final CloudFault DOWN = new CloudFault("connect", "refused");

    private final CloudMachine machine =
            new CloudMachine(new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5), () -> 1.0));

    private List<Step> hears(Event event) {
        return machine.hears(event, NOON);
    }

    private static Event.Committed committed(boolean enabled, ApplianceSettings.Server... servers) {
        return new Event.Committed(new ApplianceSettings.Cloud(enabled, "lab", List.of(servers)));
    }

    /// Enabled, and the identity kept from earlier read.
    private int started(Optional<DeviceIdentity> identity) {
        var recall = (Step.Recall) hears(committed(true, LAB)).getFirst();
        var then = hears(new Event.Recalled(recall.attempt(), identity, Optional.empty()));
        return then.isEmpty() ? recall.attempt() : ((Step.OpenLink) then.getFirst()).attempt();
    }

    private CloudState shown() {
        return machine.status(false, true).state();
    }

    @Test
    void isOffUntilCommittedAndSaysWhenACommitIsPending() {
        assertThat(shown()).isEqualTo(CloudState.DISABLED);
        assertThat(machine.status(true, true).state()).isEqualTo(CloudState.PENDING_COMMIT);

        assertThat(hears(committed(true, LAB))).hasOnlyElementsOfType(Step.Recall.class);
        assertThat(shown()).isEqualTo(CloudState.STARTING);
    }

    @Test
    void withoutAnIdentityItWaitsForAToken() {
        started(Optional.empty());
        assertThat(shown()).isEqualTo(CloudState.NOT_REGISTERED);

        var steps = hears(new Event.Register(TOKEN));

        assertThat(shown()).isEqualTo(CloudState.REGISTERING);
        var enrol = (Step.Enrol) steps.getFirst();
        assertThat(enrol.server()).isEqualTo(LAB);
        var then = hears(new Event.Enrolled(enrol.attempt(), IDENTITY));
        assertThat(shown()).isEqualTo(CloudState.REGISTERED);
        assertThat(then).singleElement().isInstanceOf(Step.OpenLink.class);
    }

    @Test
    void aFailedEnrolmentLeavesTheReasonAndTheWayOpen() {
        started(Optional.empty());
        var enrol = (Step.Enrol) hears(new Event.Register(TOKEN)).getFirst();
        assertThat(hears(new Event.EnrolFailed(enrol.attempt(), new CloudFault("token-expired", "too late"))))
                .isEmpty();

        assertThat(shown()).isEqualTo(CloudState.NOT_REGISTERED);
        assertThat(machine.status(false, true).error())
                .hasValueSatisfying(e -> assertThat(e.code()).isEqualTo("token-expired"));
        hears(new Event.Register(TOKEN));
        assertThat(machine.status(false, true).error()).isEmpty();
    }

    @Test
    void aCancelledEnrolmentThatGoesThroughAllTheSameIsForgotten() {
        started(Optional.empty());
        var enrol = (Step.Enrol) hears(new Event.Register(TOKEN)).getFirst();
        assertThat(hears(new Event.Cancel())).containsExactly(new Step.Stop());
        assertThat(shown()).isEqualTo(CloudState.NOT_REGISTERED);

        assertThat(hears(new Event.Enrolled(enrol.attempt(), IDENTITY))).containsExactly(new Step.Forget());
        assertThat(shown()).isEqualTo(CloudState.NOT_REGISTERED);
    }

    @Test
    void whatMayNotBeDoneIsRefusedWithItsCode() {
        refused(new Event.Register(TOKEN), "not-enabled");
        refused(new Event.Deregister(false), "not-registered");
        hears(committed(true, LAB));
        refused(new Event.Register(TOKEN), "not-enabled");
        hears(committed(false, LAB));
        var attempt = started(Optional.of(IDENTITY));
        hears(new Event.Linked(attempt));
        refused(new Event.Register(TOKEN), "already-registered");
        hears(new Event.LinkEnded(attempt, DOWN));
        refused(new Event.Register(TOKEN), "already-registered");
    }

    private void refused(Event event, String code) {
        assertThatThrownBy(() -> hears(event))
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo(code));
    }

    @Test
    void aTokenForAnotherServerGoesNowhere() {
        started(Optional.empty());
        refused(new Event.Register(new RegistrationToken("eu", "eu-secret", new byte[10])), "wrong-region");
        assertThat(shown()).isEqualTo(CloudState.NOT_REGISTERED);
    }

    @Test
    void waitsLongerAfterEachFailureUpToFiveMinutesAndStartsAnewOnceLinked() {
        var attempt = started(Optional.of(IDENTITY));
        assertThat(shown()).isEqualTo(CloudState.STARTING);
        var waits = new java.util.ArrayList<Long>();
        for (var i = 0; i < 11; i++) {
            var wait = (Step.Wait) hears(new Event.LinkEnded(attempt, DOWN)).getFirst();
            assertThat(shown()).isEqualTo(CloudState.UNREACHABLE);
            assertThat(machine.status(false, true).nextRetry()).hasValue(NOON.plus(wait.time()));
            waits.add(wait.time().toSeconds());
            attempt = ((Step.OpenLink) hears(new Event.Due(wait.attempt())).getFirst()).attempt();
        }
        assertThat(waits).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 300L, 300L);

        hears(new Event.Linked(attempt));
        assertThat(shown()).isEqualTo(CloudState.REGISTERED);
        assertThat(machine.status(false, true).error()).isEmpty();
        assertThat(((Step.Wait) hears(new Event.LinkEnded(attempt, DOWN)).getFirst()).time())
                .isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aPersonNeedNotWait() {
        var attempt = started(Optional.of(IDENTITY));
        var wait = (Step.Wait) hears(new Event.LinkEnded(attempt, DOWN)).getFirst();

        assertThat(hears(new Event.Retry()))
                .satisfiesExactly(
                        step -> assertThat(step).isEqualTo(new Step.Stop()),
                        step -> assertThat(step).isInstanceOf(Step.OpenLink.class));
        assertThat(hears(new Event.Due(wait.attempt())))
                .as("the wait that was given up")
                .isEmpty();
    }

    @Test
    void aDeviceThePlatformNoLongerKnowsStopsTryingAndMayRegister() {
        var attempt = started(Optional.of(IDENTITY));
        assertThat(hears(new Event.LinkEnded(attempt, new CloudFault(CloudFault.DEVICE_UNKNOWN, "gone"))))
                .isEmpty();
        assertThat(shown()).isEqualTo(CloudState.DEREGISTERED_REMOTELY);
        assertThat(hears(new Event.Retry())).isEmpty();

        var enrol = (Step.Enrol) hears(new Event.Register(TOKEN)).getFirst();
        hears(new Event.EnrolFailed(enrol.attempt(), DOWN));
        assertThat(shown()).isEqualTo(CloudState.DEREGISTERED_REMOTELY);
    }

    @Test
    void deregisteringTellsThePlatformFirst() {
        var attempt = started(Optional.of(IDENTITY));
        hears(new Event.Linked(attempt));

        var steps = hears(new Event.Deregister(false));

        var goodbye = (Step.SayGoodbye) steps.getLast();
        assertThat(steps.getFirst()).isEqualTo(new Step.Stop());
        assertThat(hears(new Event.SaidGoodbye(goodbye.attempt()))).contains(new Step.Forget());
        assertThat(shown()).isEqualTo(CloudState.NOT_REGISTERED);
        assertThat(machine.status(false, true).device()).isEmpty();
    }

    @Test
    void deregisteringWithoutThePlatformKeepsTheIdentityUnlessForced() {
        var attempt = started(Optional.of(IDENTITY));
        hears(new Event.Linked(attempt));
        var goodbye = (Step.SayGoodbye) hears(new Event.Deregister(false)).getLast();
        assertThat(hears(new Event.GoodbyeFailed(goodbye.attempt(), DOWN))).hasOnlyElementsOfType(Step.Wait.class);
        assertThat(shown()).isEqualTo(CloudState.UNREACHABLE);
        assertThat(machine.status(false, true).device()).hasValue(IDENTITY);
        assertThat(hears(new Event.Linked(attempt)))
                .as("news of the link that was given up")
                .isEmpty();

        var forced = (Step.SayGoodbye) hears(new Event.Deregister(true)).getLast();
        assertThat(hears(new Event.GoodbyeFailed(forced.attempt(), DOWN))).contains(new Step.Forget());
        assertThat(shown()).isEqualTo(CloudState.NOT_REGISTERED);
    }

    @Test
    void aServerWithANewAddressIsFollowed() {
        var attempt = started(Optional.of(IDENTITY));
        hears(new Event.Linked(attempt));
        assertThat(hears(committed(true, LAB))).as("nothing has changed").isEmpty();

        var steps = hears(committed(true, MOVED));

        assertThat(steps.getFirst()).isEqualTo(new Step.Stop());
        assertThat(((Step.OpenLink) steps.getLast()).server()).isEqualTo(MOVED);
    }

    @Test
    void switchedOffItClosesTheLinkAndKeepsTheIdentity() {
        var attempt = started(Optional.of(IDENTITY));
        hears(new Event.Linked(attempt));
        assertThat(hears(committed(false, LAB))).containsExactly(new Step.Stop());
        assertThat(shown()).isEqualTo(CloudState.DISABLED);
        assertThat(hears(new Event.LinkEnded(attempt, DOWN)))
                .as("news of the link that was closed")
                .isEmpty();
        assertThat(shown()).isEqualTo(CloudState.DISABLED);
    }
}
