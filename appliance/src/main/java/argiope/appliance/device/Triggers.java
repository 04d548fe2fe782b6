package argiope.appliance.device;

import argiope.core.observable.Observable;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Remembers the actions that a platform has triggered, by their key, so that none is carried out twice. Durable when a
/// call returns. Safe for many threads.
public interface Triggers {
    /// How long a key is remembered.
    Duration MEMORY = Duration.ofDays(90);

    /// Keeps a new key; or answers what is there of it and keeps nothing. Forgets keys older than [#MEMORY].
    Optional<Kept> begin(Kept fresh);

    /// Says how the action with this key ended.
    void end(String key, State state, String detail);

    Optional<Kept> find(String key);

    enum State {
        /// Begun; after a crash nobody knows how far it came.
        BEGUN,
        DONE,
        FAILED,
        /// Never to be carried out: the platform asked about it before it came.
        VOID
    }

    /// @param actionId empty when [State#VOID]
    record Kept(String key, String actionId, Observable observable, State state, String detail, Instant at) {}
}
