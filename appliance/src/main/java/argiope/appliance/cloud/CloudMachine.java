package argiope.appliance.cloud;

import argiope.appliance.settings.ApplianceSettings;
import argiope.core.access.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The registration's states and what leads from one to the next: hears events, answers with things to do. No sockets,
/// clocks or threads; used by one thread at a time. An attempt has a number, so that news of one that was given up is
/// not taken for news of the next.
final class CloudMachine {
    sealed interface Event {
        /// The committed settings, at the start and after each commit.
        record Committed(ApplianceSettings.Cloud cloud) implements Event {}

        /// What was kept from earlier, after [Step.Recall].
        record Recalled(int attempt, Optional<DeviceIdentity> identity, Optional<CloudFault> fault) implements Event {}

        record Register(RegistrationToken token) implements Event {}

        record Enrolled(int attempt, DeviceIdentity identity) implements Event {}

        record EnrolFailed(int attempt, CloudFault fault) implements Event {}

        record Cancel() implements Event {}

        record Linked(int attempt) implements Event {}

        record Heard(int attempt) implements Event {}

        record LinkEnded(int attempt, CloudFault fault) implements Event {}

        /// A person does not want to wait.
        record Retry() implements Event {}

        /// The wait is over.
        record Due(int attempt) implements Event {}

        record Deregister(boolean force) implements Event {}

        record SaidGoodbye(int attempt) implements Event {}

        record GoodbyeFailed(int attempt, CloudFault fault) implements Event {}
    }

    sealed interface Step {
        /// Read the identity that was kept.
        record Recall(int attempt) implements Step {}

        record Enrol(int attempt, ApplianceSettings.Server server, RegistrationToken token) implements Step {}

        record OpenLink(int attempt, ApplianceSettings.Server server) implements Step {}

        /// Stop the enrolment, the link or the wait that runs.
        record Stop() implements Step {}

        record Wait(int attempt, Duration time) implements Step {}

        record SayGoodbye(int attempt, ApplianceSettings.Server server) implements Step {}

        record Forget() implements Step {}
    }

    private final Backoff backoff;
    private CloudState state = CloudState.DISABLED;
    private ApplianceSettings.Cloud settings = new ApplianceSettings.Cloud(false, "", List.of());
    private @Nullable DeviceIdentity identity;
    private ApplianceSettings.@Nullable Server linkedTo;
    private CloudStatus.@Nullable Problem problem;
    private Instant lastContact = Instant.MIN;
    private Instant nextRetry = Instant.MIN;
    private int attempt;
    private int failures;
    private boolean leaving;
    private boolean forced;

    CloudMachine(Backoff backoff) {
        this.backoff = backoff;
    }

    CloudState state() {
        return state;
    }

    CloudStatus status(boolean pendingCommit, boolean observableIndexing) {
        return new CloudStatus(
                state == CloudState.DISABLED && pendingCommit ? CloudState.PENDING_COMMIT : state,
                settings.enabled(),
                settings.server(),
                settings.servers(),
                observableIndexing,
                identity,
                lastContact,
                problem,
                nextRetry);
    }

    /// What to do now, in order. Throws a [Refusal], with the code of the contract, for what a person may not do in
    /// this state.
    List<Step> hears(Event event, Instant now) {
        return switch (event) {
            case Event.Committed(var cloud) -> committed(cloud);
            case Event.Recalled recalled -> current(recalled.attempt()) ? recalled(recalled, now) : List.of();
            case Event.Register(var token) -> register(token);
            case Event.Enrolled(var which, var enrolled) -> current(which) ? enrolled(enrolled, now) : unwanted();
            case Event.EnrolFailed(var which, var fault) -> current(which) ? enrolFailed(fault, now) : List.of();
            case Event.Cancel _ -> cancel();
            case Event.Linked(var which) -> current(which) ? linked(now) : List.of();
            case Event.Heard(var which) -> current(which) ? heard(now) : List.of();
            case Event.LinkEnded(var which, var fault) -> current(which) ? linkEnded(fault, now) : List.of();
            case Event.Retry _ -> retry();
            case Event.Due(var which) -> current(which) ? openLink() : List.of();
            case Event.Deregister(var force) -> deregister(force);
            case Event.SaidGoodbye(var which) -> current(which) ? gone() : List.of();
            case Event.GoodbyeFailed(var which, var fault) -> current(which) ? goodbyeFailed(fault, now) : List.of();
        };
    }

    private boolean current(int which) {
        return which == attempt;
    }

    private List<Step> committed(ApplianceSettings.Cloud cloud) {
        var wasEnabled = settings.enabled();
        settings = cloud;
        if (!cloud.enabled()) {
            if (!wasEnabled) return List.of();
            attempt++;
            state = CloudState.DISABLED;
            calm();
            return List.of(new Step.Stop());
        }
        if (!wasEnabled) {
            state = CloudState.STARTING;
            calm();
            return List.of(new Step.Recall(++attempt));
        }
        if ((state == CloudState.REGISTERED || state == CloudState.UNREACHABLE)
                && !leaving
                && !server().equals(linkedTo)) {
            failures = 0;
            var steps = new ArrayList<Step>();
            steps.add(new Step.Stop());
            steps.addAll(openLink());
            return steps;
        }
        return List.of();
    }

    private void calm() {
        problem = null;
        nextRetry = Instant.MIN;
        failures = 0;
        leaving = false;
    }

    private List<Step> recalled(Event.Recalled recalled, Instant now) {
        recalled.fault().ifPresent(fault -> note(fault, now));
        identity = recalled.identity().orElse(null);
        if (identity != null) return openLink();
        state = CloudState.NOT_REGISTERED;
        return List.of();
    }

    private List<Step> register(RegistrationToken token) {
        switch (state) {
            case DISABLED, PENDING_COMMIT, STARTING ->
                throw new Refusal.Conflict(
                        "not-enabled",
                        state == CloudState.STARTING
                                ? "Cloud services are still starting. Try again in a moment."
                                : "Cloud services are off. Enable them, submit and commit first.",
                        Map.of());
            case REGISTERING ->
                throw new Refusal.Conflict("already-registered", "A registration is under way.", Map.of());
            case REGISTERED, UNREACHABLE ->
                throw new Refusal.Conflict(
                        "already-registered", "This appliance is registered. Deregister it first.", Map.of());
            case NOT_REGISTERED, DEREGISTERED_REMOTELY -> {}
        }
        var server = settings.chosen()
                .orElseThrow(() -> new Refusal.Unprocessable(
                        "no-server", "No threat response server is chosen. Choose one and commit.", Map.of()));
        if (!server.name().equals(token.region()))
            throw new Refusal.Unprocessable(
                    "wrong-region",
                    "The token is for the region '" + token.region() + "', but the chosen server is '" + server.name()
                            + "'.",
                    Map.of("tokenRegion", token.region(), "server", server.name()));
        state = CloudState.REGISTERING;
        calm();
        return List.of(new Step.Enrol(++attempt, server, token));
    }

    private List<Step> enrolled(DeviceIdentity enrolled, Instant now) {
        identity = enrolled;
        lastContact = now;
        state = CloudState.REGISTERED;
        return openLink();
    }

    /// The enrolment was given up and went through all the same.
    private List<Step> unwanted() {
        return identity == null ? List.of(new Step.Forget()) : List.of();
    }

    private List<Step> enrolFailed(CloudFault fault, Instant now) {
        state = identity == null ? CloudState.NOT_REGISTERED : CloudState.DEREGISTERED_REMOTELY;
        note(fault, now);
        return List.of();
    }

    private List<Step> cancel() {
        if (state != CloudState.REGISTERING) return List.of();
        attempt++;
        state = identity == null ? CloudState.NOT_REGISTERED : CloudState.DEREGISTERED_REMOTELY;
        return List.of(new Step.Stop());
    }

    private ApplianceSettings.Server server() {
        var registeredAt = Objects.requireNonNull(identity).server();
        return settings.servers().stream()
                .filter(s -> s.name().equals(registeredAt.name()))
                .findFirst()
                .orElse(registeredAt);
    }

    private List<Step> openLink() {
        nextRetry = Instant.MIN;
        var server = server();
        linkedTo = server;
        return List.of(new Step.OpenLink(++attempt, server));
    }

    private List<Step> linked(Instant now) {
        state = CloudState.REGISTERED;
        lastContact = now;
        calm();
        return List.of();
    }

    private List<Step> heard(Instant now) {
        lastContact = now;
        return List.of();
    }

    private List<Step> linkEnded(CloudFault fault, Instant now) {
        note(fault, now);
        if (fault.code().equals(CloudFault.DEVICE_UNKNOWN) || fault.code().equals(CloudFault.SUPERSEDED)) {
            state = CloudState.DEREGISTERED_REMOTELY;
            return List.of();
        }
        state = CloudState.UNREACHABLE;
        var wait = backoff.after(++failures);
        nextRetry = now.plus(wait);
        return List.of(new Step.Wait(++attempt, wait));
    }

    private List<Step> retry() {
        if (state != CloudState.UNREACHABLE || leaving) return List.of();
        var steps = new ArrayList<Step>();
        steps.add(new Step.Stop());
        steps.addAll(openLink());
        return steps;
    }

    private List<Step> deregister(boolean force) {
        switch (state) {
            case DISABLED, PENDING_COMMIT, STARTING, NOT_REGISTERED, REGISTERING ->
                throw new Refusal.Conflict("not-registered", "This appliance is not registered.", Map.of());
            case DEREGISTERED_REMOTELY -> {
                return gone();
            }
            case REGISTERED, UNREACHABLE -> {}
        }
        if (leaving) throw new Refusal.Conflict("not-registered", "A deregistration is under way.", Map.of());
        leaving = true;
        forced = force;
        nextRetry = Instant.MIN;
        return List.of(new Step.Stop(), new Step.SayGoodbye(++attempt, server()));
    }

    private List<Step> goodbyeFailed(CloudFault fault, Instant now) {
        // What the platform has forgotten already is what we wanted.
        if (forced
                || fault.code().equals(CloudFault.DEVICE_UNKNOWN)
                || fault.code().equals(CloudFault.SUPERSEDED)) return gone();
        leaving = false;
        return linkEnded(fault, now);
    }

    private List<Step> gone() {
        attempt++;
        identity = null;
        lastContact = Instant.MIN;
        state = CloudState.NOT_REGISTERED;
        calm();
        return List.of(new Step.Stop(), new Step.Forget());
    }

    private void note(CloudFault fault, Instant now) {
        problem = new CloudStatus.Problem(fault.code(), fault.getMessage(), now);
    }
}
