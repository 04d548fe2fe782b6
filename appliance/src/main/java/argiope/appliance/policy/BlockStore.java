package argiope.appliance.policy;

import argiope.core.observable.Observable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Keeps the block list over restarts: its entries, the keys of the actions that were carried out, the
/// generation and the secret of the addresses. Values are normal already; equality is by type and value.
/// Safe for many threads. Every method throws [argiope.core.access.Refusal.Unavailable] when the storage
/// cannot be reached, and changes nothing then.
public interface BlockStore {
    /// All, by time of making, then id.
    List<BlockEntry> entries();

    Optional<BlockEntry> find(Observable observable);

    /// Adds the entry and raises the generation. If there is one of that type and value, that stays and is
    /// answered, with its place in `added`. A key (unless empty) is remembered with the entry it led to, in
    /// the same unit of work.
    Added add(BlockEntry entry);

    /// @param isNew false if the entry was there before
    record Added(BlockEntry entry, boolean isNew) {}

    /// Takes an entry away and raises the generation; empty, and nothing has changed, if there is none of
    /// that id. A key is remembered as in [#add].
    Optional<BlockEntry> remove(String id, String key, Instant at);

    /// What the action of this key led to, if it was carried out before: its entry, there still or not.
    Optional<BlockEntry> done(String key);

    /// Removes those that ended at `moment` or before; raises the generation if there were any. How many.
    int removeEnded(Instant moment);

    /// Forgets the keys of actions before `moment`.
    void forgetKeysBefore(Instant moment);

    /// Counts the changes.
    long generation();

    /// The secret of the published addresses; empty before the first.
    Optional<String> secret();

    void secret(String secret);
}
