package argiope.platform.respond;

import argiope.core.access.Caller;
import argiope.core.access.Refusal;
import argiope.core.access.Role;
import argiope.platform.module.Answer;
import argiope.platform.module.FanOut;
import argiope.platform.module.ModuleDirectory;
import argiope.platform.module.ThreatModule;
import argiope.platform.module.ThreatModule.Outcome;
import argiope.platform.respond.LedgerEntry.State;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds out what became of actions whose answer was lost, by asking their modules with the key: at the start,
/// when told (a device has come back), and every few seconds while there are any. Never sends an action: one
/// that was planned and not sent when we died is closed as failed.
public final class Settler implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Settler.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Actions actions;
    private final ModuleDirectory modules;
    private final FanOut fanOut;
    private final Ledger ledger;
    private final Clock clock;
    private final Semaphore wanted = new Semaphore(0);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;

    private Settler(
            Actions actions, ModuleDirectory modules, FanOut fanOut, Ledger ledger, Clock clock, Duration pause) {
        this.actions = actions;
        this.modules = modules;
        this.fanOut = fanOut;
        this.ledger = ledger;
        this.clock = clock;
        this.thread = Thread.ofPlatform().daemon().name("settler").unstarted(() -> run(pause));
    }

    /// @param pause between two rounds, such as ten seconds
    public static Settler start(
            Actions actions, ModuleDirectory modules, FanOut fanOut, Ledger ledger, Clock clock, Duration pause) {
        var settler = new Settler(actions, modules, fanOut, ledger, clock, pause);
        settler.thread.start();
        return settler;
    }

    /// A module may know more now: looks at once.
    public void look() {
        wanted.release();
    }

    @Override
    public void close() {
        stopped.countDown();
        thread.interrupt();
        try {
            if (!thread.join(Duration.ofSeconds(15))) LOG.warn("the settler did not stop in time");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(Duration pause) {
        try {
            while (stopped.getCount() > 0) {
                try {
                    settle();
                } catch (RuntimeException e) {
                    LOG.warn("settling failed, and is tried again", e);
                }
                var unused = wanted.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS);
                wanted.drainPermits();
            }
        } catch (InterruptedException _) {
            LOG.debug("the settler ends");
        }
    }

    private void settle() throws InterruptedException {
        var asked = new ArrayList<LedgerEntry>();
        var questions = new ArrayList<FanOut.Question<Outcome>>();
        for (var entry : ledger.unsettled()) {
            if (actions.isUnderway(entry)) continue;
            if (entry.state() == State.PLANNED) {
                step(entry, State.FAILED, "It was not sent: the platform stopped before.");
                continue;
            }
            var caller = new Caller(entry.userId(), entry.login(), entry.orgId(), Role.ANALYST, Set.of("response"), "");
            try {
                var open = modules.open(caller, entry.moduleInstanceId());
                if (open.module() instanceof ThreatModule.Responds module) {
                    asked.add(entry);
                    questions.add(new FanOut.Question<>(
                            open.instance().id(), PATIENCE, () -> module.settle(caller, entry.key())));
                }
            } catch (Refusal e) {
                LOG.debug("the module of {} cannot be asked: {}", entry.id(), e.getMessage());
            }
        }
        if (questions.isEmpty()) return;
        List<Answer<Outcome>> answers = fanOut.ask(questions);
        for (var i = 0; i < asked.size(); i++) {
            // Late, failed, unknown: nothing is known yet, so the entry stays as it is.
            if (answers.get(i) instanceof Answer.Found<Outcome>(var outcome)) {
                switch (outcome) {
                    case Outcome.Done(var detail) -> step(asked.get(i), State.CONFIRMED, detail);
                    case Outcome.Failed(var reason) -> step(asked.get(i), State.FAILED, reason);
                    case Outcome.Unknown _ -> {}
                }
            }
        }
    }

    private void step(LedgerEntry entry, State to, String detail) {
        if (ledger.step(entry.id(), entry.state(), to, clock.instant(), Actions.shortened(detail)))
            LOG.info("action {} is settled: {}", entry.id(), to.wire());
    }
}
