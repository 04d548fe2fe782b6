package argiope.platform.respond;

import argiope.platform.respond.LedgerEntry.State;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Keeps every action with its steps. Safe for many threads; each method is one unit of work, and what it
/// changed is durable when it returns.
public interface Ledger {
    /// What is kept under the key after [#plan]: the new entry, or the one that was there.
    record Planned(LedgerEntry entry, boolean isNew) {}

    /// Keeps a planned action unless its organisation has one with this key already.
    Planned plan(LedgerEntry entry);

    /// Adds a step, only if the entry is in state `from`.
    ///
    /// @return whether it was added
    boolean step(String id, State from, State to, Instant at, String detail);

    Optional<LedgerEntry> byId(String id);

    Optional<LedgerEntry> byKey(String orgId, String key);

    /// Newest first.
    List<LedgerEntry> newest(String orgId, int limit, int offset);

    /// All that are planned or sent, of all organisations, oldest first, at most 1,000.
    List<LedgerEntry> unsettled();
}
