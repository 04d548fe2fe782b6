package argiope.appliance.settings;

import java.util.List;
import java.util.Optional;

/// Keeps the history of the settings and what is pending, over restarts. Safe for many threads. Every
/// method throws [argiope.core.access.Refusal.Unavailable] when the storage cannot be reached, and changes
/// nothing then.
public interface SettingsStore {
    Optional<Commit> last();

    /// The newest first, at most `limit`.
    List<Commit> newest(int limit);

    /// Those after `number`, oldest first.
    List<Commit> after(long number);

    /// Adds a commit and forgets what its author had pending, both or neither. False, and nothing has
    /// changed, if there is a commit of that number already.
    boolean add(Commit commit);

    Optional<Pending> pending(String accountId);

    /// Of all accounts.
    List<Pending> allPending();

    /// Replaces what the account has pending; an empty list forgets it.
    void save(Pending pending);
}
