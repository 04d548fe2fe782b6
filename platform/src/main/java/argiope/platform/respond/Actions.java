package argiope.platform.respond;

import argiope.core.access.Caller;
import argiope.core.access.Refusal;
import argiope.core.observable.Observable;
import argiope.platform.module.Answer;
import argiope.platform.module.AnswerBounds;
import argiope.platform.module.FanOut;
import argiope.platform.module.ModuleDirectory;
import argiope.platform.module.ModuleInstance;
import argiope.platform.module.OpenModule;
import argiope.platform.module.ThreatModule;
import argiope.platform.module.ThreatModule.Action;
import argiope.platform.module.ThreatModule.Outcome;
import argiope.platform.respond.LedgerEntry.State;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Offers the actions of the caller's modules, and carries one out: once for each key, however often and from
/// however many places it is asked. Each step is in the [Ledger] before the next is taken, so that what was
/// sent is known even if we die; what was planned and not sent is never sent later.
public final class Actions {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    /// One module's actions.
    public record Offer(ModuleInstance instance, Answer<List<Action>> answer) {}

    /// What a trigger came to.
    ///
    /// @param entry as the ledger has it now; absent for a dry run
    /// @param done whether the action is known to be carried out, or for a dry run, could be
    /// @param detail why not, or what is to be known besides
    public record Triggered(ModuleInstance instance, Optional<LedgerEntry> entry, boolean done, String detail) {}

    /// What is to be done.
    ///
    /// @param key idempotency key, empty for a new effect
    public record Order(
            String moduleInstanceId,
            String actionId,
            Observable observable,
            Map<String, String> parameters,
            Optional<String> key,
            boolean dryRun) {
        public Order {
            parameters = Map.copyOf(parameters);
        }
    }

    private final ModuleDirectory modules;
    private final FanOut fanOut;
    private final Ledger ledger;
    private final Clock clock;
    /// The keys, with their organisation, whose actions this process is carrying out now.
    private final Map<String, CountDownLatch> underway = new ConcurrentHashMap<>();

    public Actions(ModuleDirectory modules, FanOut fanOut, Ledger ledger, Clock clock) {
        this.modules = modules;
        this.fanOut = fanOut;
        this.ledger = ledger;
        this.clock = clock;
    }

    /// What can be done about these, by those modules that understand them. Changes nothing.
    public List<Offer> offers(Caller caller, List<Observable> observables) throws InterruptedException {
        var asked = new ArrayList<OpenModule>();
        var questions = new ArrayList<FanOut.Question<List<Action>>>();
        for (var open : modules.open(caller)) {
            var understood = open.understood(observables.stream().distinct().toList());
            if (understood.isEmpty() || !(open.module() instanceof ThreatModule.Responds module)) continue;
            asked.add(open);
            questions.add(offer(caller, open, module, understood));
        }
        var answers = fanOut.ask(questions);
        var offers = new ArrayList<Offer>();
        for (var i = 0; i < asked.size(); i++) offers.add(new Offer(asked.get(i).instance(), answers.get(i)));
        return List.copyOf(offers);
    }

    private static FanOut.Question<List<Action>> offer(
            Caller caller, OpenModule open, ThreatModule.Responds module, List<Observable> observables) {
        return new FanOut.Question<>(
                open.instance().id(),
                patience(module),
                () -> AnswerBounds.actions(module.actions(caller, observables)));
    }

    private static Duration patience(ThreatModule module) {
        try {
            var own = module.patience();
            return own.isPositive() && own.compareTo(LONGEST_WAIT) < 0 ? own : LONGEST_WAIT;
        } catch (RuntimeException | StackOverflowError _) {
            return LONGEST_WAIT;
        }
    }

    /// @throws Refusal.NotFound `module_instance_not_found`, `action_not_found`
    /// @throws Refusal.Unprocessable `key-reused` when the key belongs to another action
    public Triggered trigger(Caller caller, Order order) throws InterruptedException {
        var open = modules.open(caller, order.moduleInstanceId());
        if (!(open.module() instanceof ThreatModule.Responds module))
            throw new Refusal.NotFound("action_not_found", "This module offers no actions.");
        var key = order.key().orElseGet(() -> UUID.randomUUID().toString());
        if (order.dryRun()) return tried(caller, open, module, order);
        var name = underway(caller.orgId(), key);
        while (true) {
            var mine = new CountDownLatch(1);
            var other = underway.putIfAbsent(name, mine);
            if (other != null) {
                // The first with this key may still be declined; then the next one tries.
                if (!other.await(LONGEST_WAIT.toMillis() * 3, TimeUnit.MILLISECONDS))
                    throw new Refusal.Unavailable(
                            "still-underway", "The first request with this key is still being carried out.");
                var first = ledger.byKey(caller.orgId(), key);
                if (first.isPresent()) return again(open.instance(), first.get(), order);
                continue;
            }
            try {
                var first = ledger.byKey(caller.orgId(), key);
                if (first.isPresent()) return again(open.instance(), first.get(), order);
                var kept = ledger.plan(planned(caller, open, order, key, title(caller, open, module, order)));
                if (!kept.isNew()) return again(open.instance(), kept.entry(), order);
                return answer(open.instance(), carriedOut(caller, open, module, kept.entry()));
            } finally {
                underway.remove(name);
                mine.countDown();
            }
        }
    }

    private static String underway(String orgId, String key) {
        return orgId + " " + key;
    }

    private LedgerEntry planned(Caller caller, OpenModule open, Order order, String key, String title) {
        return new LedgerEntry(
                UUID.randomUUID().toString(),
                caller.orgId(),
                key,
                order.actionId(),
                title,
                open.instance().name(),
                open.instance().id(),
                order.observable(),
                order.parameters(),
                caller.userId(),
                caller.login(),
                List.of(new LedgerEntry.Step(State.PLANNED, clock.instant(), "")));
    }

    /// The title of the action as offered. A module that cannot say now is still triggered: it knows best.
    private String title(Caller caller, OpenModule open, ThreatModule.Responds module, Order order)
            throws InterruptedException {
        var offered = offered(caller, open, module, order);
        return offered instanceof Answer.Found<Optional<Action>>(var action)
                ? action.map(Action::title)
                        .orElseThrow(() -> new Refusal.NotFound(
                                "action_not_found", "The module does not offer this action on this observable."))
                : order.actionId();
    }

    private Answer<Optional<Action>> offered(Caller caller, OpenModule open, ThreatModule.Responds module, Order order)
            throws InterruptedException {
        if (open.understood(List.of(order.observable())).isEmpty()) return new Answer.Found<>(Optional.empty());
        var question = new FanOut.Question<>(
                open.instance().id(),
                patience(module),
                () -> AnswerBounds.actions(module.actions(caller, List.of(order.observable()))).stream()
                        .filter(action -> action.id().equals(order.actionId()))
                        .findFirst());
        return fanOut.ask(List.of(question)).getFirst();
    }

    private Triggered tried(Caller caller, OpenModule open, ThreatModule.Responds module, Order order)
            throws InterruptedException {
        return switch (offered(caller, open, module, order)) {
            case Answer.Found<Optional<Action>>(var action) -> {
                if (action.isEmpty())
                    throw new Refusal.NotFound(
                            "action_not_found", "The module does not offer this action on this observable.");
                yield new Triggered(open.instance(), Optional.empty(), true, "Nothing was done: a dry run.");
            }
            case Answer.Late<Optional<Action>> _ ->
                new Triggered(open.instance(), Optional.empty(), false, "The module does not answer.");
            case Answer.Failed<Optional<Action>>(var error) ->
                new Triggered(open.instance(), Optional.empty(), false, error.message());
        };
    }

    private LedgerEntry carriedOut(Caller caller, OpenModule open, ThreatModule.Responds module, LedgerEntry entry)
            throws InterruptedException {
        // Whoever moves it on from here is the only one who sends it.
        if (!ledger.step(entry.id(), State.PLANNED, State.SENT, clock.instant(), "")) return current(entry);
        var question = new FanOut.Question<Outcome>(
                open.instance().id(),
                patience(module),
                () -> module.trigger(caller, entry.actionId(), entry.observable(), entry.parameters(), entry.key()));
        var answer = fanOut.ask(List.of(question)).getFirst();
        switch (answer) {
            case Answer.Found<Outcome>(Outcome.Done(var detail)) -> step(entry, State.CONFIRMED, detail);
            case Answer.Found<Outcome>(Outcome.Failed(var reason)) -> step(entry, State.FAILED, reason);
            case Answer.Found<Outcome>(Outcome.Unknown(var reason)) -> step(entry, State.SENT, reason);
            case Answer.Late<Outcome> _ ->
                step(
                        entry,
                        State.SENT,
                        "The module did not answer in time; it is asked again later what became of it.");
            case Answer.Failed<Outcome>(var error) -> step(entry, State.SENT, error.message());
        }
        return current(entry);
    }

    private void step(LedgerEntry entry, State to, String detail) {
        // False only if the settler was faster, and then it knows more.
        var unused = ledger.step(entry.id(), State.SENT, to, clock.instant(), shortened(detail));
    }

    static String shortened(String detail) {
        return detail.length() > 1_000 ? detail.substring(0, 1_000) + "…" : detail;
    }

    private LedgerEntry current(LedgerEntry entry) {
        return ledger.byId(entry.id()).orElse(entry);
    }

    /// The same key again: what came of the first.
    private Triggered again(ModuleInstance instance, LedgerEntry first, Order order) {
        if (!first.actionId().equals(order.actionId())
                || !first.moduleInstanceId().equals(order.moduleInstanceId())
                || !first.observable().equals(order.observable()))
            throw new Refusal.Unprocessable(
                    "key-reused", "This idempotency key was used for another action. Choose a new one.", Map.of());
        return answer(instance, current(first));
    }

    private static Triggered answer(ModuleInstance instance, LedgerEntry entry) {
        var detail = switch (entry.state()) {
            case CONFIRMED, FAILED -> entry.last().detail();
            case PLANNED -> "It was not sent.";
            case SENT -> {
                var reason = entry.last().detail();
                yield (reason.isEmpty() ? "" : reason + " ")
                        + "It was sent, and it is not known yet whether it was carried out.";
            }
        };
        return new Triggered(instance, Optional.of(entry), entry.state() == State.CONFIRMED, detail);
    }

    boolean isUnderway(LedgerEntry entry) {
        return underway.containsKey(underway(entry.orgId(), entry.key()));
    }

    /// The caller's organisation's actions, newest first.
    public List<LedgerEntry> ledger(Caller caller, int limit, int offset) {
        return ledger.newest(caller.orgId(), limit, offset);
    }

    public LedgerEntry entry(Caller caller, String id) {
        return ledger.byId(id)
                .filter(entry -> entry.orgId().equals(caller.orgId()))
                .orElseThrow(() -> new Refusal.NotFound("no-such-entry", "The ledger has no such entry."));
    }
}
