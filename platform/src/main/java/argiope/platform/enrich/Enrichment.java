package argiope.platform.enrich;

import argiope.core.access.Caller;
import argiope.core.observable.Observable;
import argiope.platform.module.Answer;
import argiope.platform.module.AnswerBounds;
import argiope.platform.module.FanOut;
import argiope.platform.module.Findings;
import argiope.platform.module.ModuleDirectory;
import argiope.platform.module.ModuleInstance;
import argiope.platform.module.OpenModule;
import argiope.platform.module.ThreatModule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

/// Asks all of the caller's modules that understand the observables: *deliberate* for a verdict, *observe* for
/// all that is known, *refer* for links. First a [Plan] says who is to be asked; then it is carried out.
public final class Enrichment {
    /// The longest that an answer in one piece may wait for modules.
    public static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    /// The longest that a stream of answers may wait for modules.
    public static final Duration LONGEST_STREAM = Duration.ofMinutes(2);

    private static final Set<String> VERDICTS = Set.of("verdicts");

    /// Who is asked about what, and how long it may take.
    public record Asked(OpenModule module, List<Observable> observables, Duration deadline) {
        public ModuleInstance instance() {
            return module.instance();
        }
    }

    /// Those who will be asked, in the order of the modules.
    public record Plan(Kind kind, List<Asked> asked, int observables) {}

    public enum Kind {
        DELIBERATE,
        OBSERVE,
        REFER
    }

    /// What one module answered, and after how long.
    public record Said<T>(Asked asked, Answer<T> answer, Duration took) {}

    /// Hears of each answer as it comes; if it throws, nobody is asked further.
    @FunctionalInterface
    public interface Listener<T> {
        void heard(Said<T> said) throws Exception;
    }

    private final ModuleDirectory modules;
    private final FanOut fanOut;

    public Enrichment(ModuleDirectory modules, FanOut fanOut) {
        this.modules = modules;
        this.fanOut = fanOut;
    }

    /// @param only ids of instances to ask and no others; empty for all
    public Plan plan(
            Caller caller, Kind kind, Collection<Observable> observables, Collection<String> only, Duration limit) {
        var distinct = observables.stream().distinct().toList();
        var asked = new ArrayList<Asked>();
        for (var open : modules.open(caller)) {
            if (!only.isEmpty() && !only.contains(open.instance().id())) continue;
            if (!plays(open.module(), kind)) continue;
            var understood = open.understood(distinct);
            if (!understood.isEmpty()) asked.add(new Asked(open, understood, patience(open.module(), limit)));
        }
        return new Plan(kind, List.copyOf(asked), distinct.size());
    }

    private static boolean plays(ThreatModule module, Kind kind) {
        return switch (kind) {
            case DELIBERATE -> module instanceof ThreatModule.Deliberates;
            case OBSERVE -> module instanceof ThreatModule.Observes;
            case REFER -> module instanceof ThreatModule.Refers;
        };
    }

    private static Duration patience(ThreatModule module, Duration limit) {
        try {
            var own = module.patience();
            return own.isPositive() && own.compareTo(limit) < 0 ? own : limit;
        } catch (RuntimeException | StackOverflowError _) {
            return limit;
        }
    }

    /// Carries out a plan to deliberate or to observe.
    ///
    /// @param explain whether verdicts keep the trace of how they came about
    /// @return in the order of the plan
    public List<Said<Findings>> findings(Caller caller, Plan plan, boolean explain, Listener<Findings> listener)
            throws Exception {
        var kinds = plan.kind() == Kind.DELIBERATE ? VERDICTS : AnswerBounds.KINDS;
        return ask(
                plan,
                asked -> () -> explained(AnswerBounds.findings(found(caller, asked, plan.kind()), kinds), explain),
                listener);
    }

    private static Findings found(Caller caller, Asked asked, Kind kind) throws Exception {
        if (kind == Kind.DELIBERATE && asked.module().module() instanceof ThreatModule.Deliberates module)
            return module.deliberate(caller, asked.observables());
        if (kind == Kind.OBSERVE && asked.module().module() instanceof ThreatModule.Observes module)
            return module.observe(caller, asked.observables());
        throw new IllegalArgumentException("not a plan to deliberate or to observe");
    }

    private static Findings explained(Findings findings, boolean explain) {
        // The bounds have copied the verdicts, so they are ours to change.
        if (!explain) findings.of("verdicts").forEach(verdict -> verdict.remove("trace"));
        return findings;
    }

    /// Carries out a plan to refer.
    public List<Said<List<ThreatModule.Reference>>> references(
            Caller caller, Plan plan, Listener<List<ThreatModule.Reference>> listener) throws Exception {
        return ask(
                plan,
                asked -> () -> asked.module().module() instanceof ThreatModule.Refers module
                        ? AnswerBounds.references(module.refer(caller, asked.observables()))
                        : List.of(),
                listener);
    }

    /// Whether the caller's modules work.
    ///
    /// @param only ids of instances to ask and no others; empty for all
    public List<Said<Boolean>> health(Caller caller, Collection<String> only) throws Exception {
        var asked = modules.open(caller).stream()
                .filter(open -> only.isEmpty() || only.contains(open.instance().id()))
                .map(open -> new Asked(open, List.of(), patience(open.module(), LONGEST_WAIT)))
                .toList();
        return ask(
                new Plan(Kind.OBSERVE, asked, 0),
                one -> () -> {
                    one.module().module().health(caller);
                    return true;
                },
                _ -> {});
    }

    private interface Question<T> {
        Callable<T> of(Asked asked);
    }

    private <T> List<Said<T>> ask(Plan plan, Question<T> question, Listener<T> listener) throws Exception {
        var said = new ArrayList<Said<T>>();
        var questions = plan.asked().stream()
                .map(asked -> new FanOut.Question<>(asked.instance().id(), asked.deadline(), question.of(asked)))
                .toList();
        var order = new ArrayList<Integer>();
        fanOut.ask(questions, (number, answer, took) -> {
            var one = new Said<>(plan.asked().get(number), answer, took);
            order.add(number);
            said.add(one);
            listener.heard(one);
        });
        var inOrder = new ArrayList<>(said);
        for (var i = 0; i < said.size(); i++) inOrder.set(order.get(i), said.get(i));
        return List.copyOf(inOrder);
    }
}
