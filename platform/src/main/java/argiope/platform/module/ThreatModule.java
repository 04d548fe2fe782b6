package argiope.platform.module;

import argiope.core.access.Caller;
import argiope.core.observable.Observable;
import argiope.core.observable.ObservableType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A configured source of intelligence or means of response, in the roles it can play.
///
/// Calls block on a virtual thread of their own, which is interrupted at the deadline. They take many
/// observables at once, never one it does not understand. Nothing known is an empty [Findings]; a part that
/// failed is a warning in it; an exception means "could not find out", a [ModuleFault] says so in words of the
/// module's own. Safe for many threads.
public interface ThreatModule {
    /// What it can say something about.
    Set<ObservableType> understands();

    /// Whether it works, for people: throws with the reason if not.
    void health(Caller caller) throws Exception;

    /// How long it may take; the one who asks may allow less.
    default Duration patience() {
        return Duration.ofSeconds(15);
    }

    /// Says what is thought of observables, quickly: `verdicts` only. A verdict may carry its `trace`, the
    /// steps that led to it; it is passed on only to those who ask for an explanation.
    interface Deliberates extends ThreatModule {
        Findings deliberate(Caller caller, List<Observable> observables) throws Exception;
    }

    /// Says all that is known: verdicts, judgements, sightings, indicators, relationships.
    interface Observes extends ThreatModule {
        Findings observe(Caller caller, List<Observable> observables) throws Exception;
    }

    /// Gives links to look further.
    interface Refers extends ThreatModule {
        List<Reference> refer(Caller caller, List<Observable> observables) throws Exception;
    }

    /// Offers actions on observables and carries one out.
    interface Responds extends ThreatModule {
        List<Action> actions(Caller caller, List<Observable> observables) throws Exception;

        /// Carries the action out once for this key: the same key again has no second effect and answers the
        /// same.
        Outcome trigger(
                Caller caller, String actionId, Observable observable, Map<String, String> parameters, String key)
                throws Exception;

        /// What became of the trigger with this key, asked after its answer was lost.
        Outcome settle(Caller caller, String key) throws Exception;
    }

    /// A link. `categories` as published, such as `Search`.
    record Reference(String id, String title, String description, String url, List<String> categories) {}

    /// Something that can be done about an observable. `id` is the same from call to call.
    record Action(String id, String title, String description, List<String> categories, Observable observable) {}

    sealed interface Outcome {
        record Done(String detail) implements Outcome {}

        record Failed(String reason) implements Outcome {}

        /// Sent, and nobody knows whether it was carried out.
        record Unknown(String reason) implements Outcome {}
    }
}
