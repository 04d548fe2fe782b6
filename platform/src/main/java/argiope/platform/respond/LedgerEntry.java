package argiope.platform.respond;

import argiope.core.observable.Observable;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An action and what became of it.
///
/// @param key the idempotency key, one for each effect in an organisation
/// @param module the instance's name when it was asked
/// @param parameters what the module was given beside the observable
/// @param steps oldest first; the last one is the state now
public record LedgerEntry(
        String id,
        String orgId,
        String key,
        String actionId,
        String title,
        String module,
        String moduleInstanceId,
        Observable observable,
        Map<String, String> parameters,
        String userId,
        String login,
        List<Step> steps) {

    /// @param detail for people, `""` if there is nothing to say
    public record Step(State state, Instant at, String detail) {}

    public enum State {
        PLANNED("planned"),
        /// Sent, and not known to be carried out.
        SENT("sent"),
        CONFIRMED("confirmed"),
        FAILED("failed");

        private final String wire;

        State(String wire) {
            this.wire = wire;
        }

        public String wire() {
            return wire;
        }

        public static Optional<State> of(String wire) {
            return Arrays.stream(values()).filter(s -> s.wire.equals(wire)).findFirst();
        }

        /// Whether nothing can follow.
        public boolean isFinal() {
            return this == CONFIRMED || this == FAILED;
        }
    }

    public LedgerEntry {
        parameters = Map.copyOf(parameters);
        steps = List.copyOf(steps);
        if (steps.isEmpty()) throw new IllegalArgumentException("an entry has at least one step");
    }

    public Step last() {
        return steps.getLast();
    }

    public State state() {
        return last().state();
    }

    public Instant at() {
        return steps.getFirst().at();
    }
}
