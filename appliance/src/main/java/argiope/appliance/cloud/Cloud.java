package argiope.appliance.cloud;

import argiope.appliance.cloud.CloudMachine.Event;
import argiope.appliance.cloud.CloudMachine.Step;
import argiope.appliance.device.DeviceOperations;
import argiope.appliance.settings.Settings;
import argiope.core.access.Refusal;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Cloud services as the page, the CLI and scripts use them: keeps the machine and does what it says, on virtual
/// threads. Safe for many threads.
public final class Cloud implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Cloud.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Settings settings;
    private final ExchangeClient client;
    private final DeviceOperations operations;
    private final Clock clock;
    private final CloudMachine machine;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Thread working;
    private CountDownLatch settled = new CountDownLatch(0);
    private boolean closed;

    /// @param operations what a platform may ask of this appliance
    public Cloud(Settings settings, ExchangeClient client, DeviceOperations operations, Backoff backoff, Clock clock) {
        this.settings = settings;
        this.client = client;
        this.operations = operations;
        this.clock = clock;
        this.machine = new CloudMachine(backoff);
    }

    /// Follows the committed settings from now on.
    public void start() {
        settings.onCommit(committed -> tell(new Event.Committed(committed.cloud())));
        tell(new Event.Committed(settings.committed().cloud()));
    }

    public CloudStatus status() {
        var pending = settings.cloudPending();
        var indexing = settings.committed().reporting().observableIndexing();
        lock.lock();
        try {
            return machine.status(pending, indexing);
        } finally {
            lock.unlock();
        }
    }

    /// Registers, and returns when it has; a failure is a [Refusal] with the code of the contract.
    public CloudStatus register(String tokenText) throws InterruptedException {
        var token = RegistrationToken.read(tokenText)
                .orElseThrow(() -> new Refusal.Unprocessable(
                        "token-malformed",
                        "This is no registration token. Copy the whole of it from the portal's page of devices.",
                        Map.of()));
        tellAndWait(new Event.Register(token));
        var status = status();
        if (status.state() == CloudState.NOT_REGISTERED || status.state() == CloudState.DEREGISTERED_REMOTELY) {
            var error = status.error();
            if (error.isPresent())
                throw new Refusal.Unprocessable(error.get().code(), error.get().message(), Map.of());
        }
        return status;
    }

    /// Gives the registration up, here and at the platform; only here, if that cannot be reached and `force` is given.
    public CloudStatus deregister(boolean force) throws InterruptedException {
        tellAndWait(new Event.Deregister(force));
        var status = status();
        if (status.device().isPresent())
            throw new Refusal.Conflict(
                    "platform-unreachable",
                    "The platform could not be told"
                            + status.error().map(e -> ": " + e.message()).orElse(".")
                            + " Force it to forget the registration on this side only.",
                    Map.of());
        return status;
    }

    /// Stops a registration that is under way.
    public CloudStatus cancel() {
        tell(new Event.Cancel());
        return status();
    }

    /// Tries an unreachable platform now.
    public CloudStatus retry() {
        tell(new Event.Retry());
        return status();
    }

    /// Closes the link and does nothing any more.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            stop();
        } finally {
            lock.unlock();
        }
    }

    private void tell(Event event) {
        lock.lock();
        try {
            if (closed) return;
            var before = machine.state();
            for (var step : machine.hears(event, clock.instant())) take(step);
            if (before != machine.state())
                LOG.info(
                        "cloud services: {} -> {}",
                        before.wire(),
                        machine.state().wire());
            if (ends(event)) settled.countDown();
        } finally {
            lock.unlock();
        }
    }

    /// Tells the machine something whose outcome comes later, and waits for that.
    private void tellAndWait(Event event) throws InterruptedException {
        CountDownLatch mine;
        lock.lock();
        try {
            if (closed) throw new Refusal.Unavailable("stopping", "The appliance is stopping.");
            var steps = machine.hears(event, clock.instant());
            mine = new CountDownLatch(steps.stream().anyMatch(Cloud::takesTime) ? 1 : 0);
            settled.countDown();
            settled = mine;
            for (var step : steps) take(step);
        } finally {
            lock.unlock();
        }
        if (!mine.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
            throw new Refusal.Unavailable("timeout", "The platform takes too long. The page shows how it ends.");
    }

    private static boolean takesTime(Step step) {
        return step instanceof Step.Enrol || step instanceof Step.SayGoodbye;
    }

    private static boolean ends(Event event) {
        return switch (event) {
            case Event.Enrolled _, Event.EnrolFailed _, Event.Cancel _, Event.SaidGoodbye _, Event.GoodbyeFailed _ ->
                true;
            case Event.Committed(var cloud) -> !cloud.enabled();
            case Event.Recalled _,
                    Event.Register _,
                    Event.Linked _,
                    Event.Heard _,
                    Event.LinkEnded _,
                    Event.Retry _,
                    Event.Due _,
                    Event.Deregister _ -> false;
        };
    }

    private interface Work {
        void run() throws InterruptedException, CloudFault;
    }

    private interface Outcome {
        Event of(CloudFault fault);
    }

    /// With the lock held: only starts or interrupts threads.
    private void take(Step step) {
        switch (step) {
            case Step.Recall(var attempt) ->
                work(
                        "recall",
                        () -> tell(new Event.Recalled(attempt, client.identity(), Optional.empty())),
                        fault -> new Event.Recalled(attempt, Optional.empty(), Optional.of(fault)));
            case Step.Enrol(var attempt, var server, var token) ->
                work(
                        "enrol",
                        () -> tell(new Event.Enrolled(attempt, client.enrol(server, token))),
                        fault -> new Event.EnrolFailed(attempt, fault));
            case Step.OpenLink(var attempt, var server) ->
                work(
                        "link",
                        () -> {
                            client.link(server, operations, listener(attempt));
                            throw new CloudFault("connect", "The link has ended.");
                        },
                        fault -> new Event.LinkEnded(attempt, fault));
            case Step.Wait(var attempt, var time) ->
                work(
                        "wait",
                        () -> {
                            Thread.sleep(time);
                            tell(new Event.Due(attempt));
                        },
                        fault -> new Event.LinkEnded(attempt, fault));
            case Step.SayGoodbye(var attempt, var server) ->
                work(
                        "goodbye",
                        () -> {
                            client.deregister(server);
                            tell(new Event.SaidGoodbye(attempt));
                        },
                        fault -> new Event.GoodbyeFailed(attempt, fault));
            case Step.Stop _ -> stop();
            case Step.Forget _ -> client.forget();
        }
    }

    private ExchangeClient.Listener listener(int attempt) {
        return new ExchangeClient.Listener() {
            @Override
            public void linked() {
                tell(new Event.Linked(attempt));
            }

            @Override
            public void heard() {
                tell(new Event.Heard(attempt));
            }
        };
    }

    private void work(String name, Work work, Outcome outcome) {
        working = Thread.ofVirtual().name("cloud-" + name).start(() -> {
            try {
                work.run();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } catch (CloudFault fault) {
                tell(outcome.of(fault));
            } catch (RuntimeException e) {
                LOG.error("cloud services: {} failed", name, e);
                tell(outcome.of(new CloudFault("platform-error", "An unexpected fault; the log has it.", e)));
            }
        });
    }

    private void stop() {
        var thread = working;
        working = null;
        if (thread != null && thread != Thread.currentThread()) thread.interrupt();
    }
}
