package argiope.appliance.identity;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Keeps accounts and their sessions, over restarts. Safe for many threads. Every method throws
/// [argiope.core.access.Refusal.Unavailable] when the storage cannot be reached, and changes nothing then.
public interface Accounts {
    /// All, by login.
    List<Account> all();

    Optional<Account> byId(String id);

    Optional<Account> byLogin(String login);

    /// Throws [argiope.core.access.Refusal.Conflict] `login-taken` if there is one of that login.
    void add(Account account);

    /// Changes one account; its id and login stay. Throws [argiope.core.access.Refusal.NotFound]
    /// `no-such-user`, and [argiope.core.access.Refusal.Conflict] `last-admin` if no enabled admin would be
    /// left. An account that is disabled then, or has another password hash, loses its sessions in the same
    /// unit of work.
    Account change(String id, UnaryOperator<Account> change);

    void addSession(Session session);

    /// The session with this hash, expired or not.
    Optional<Session> session(String secretHash);

    /// Moves the end of a session on; nothing if it is gone.
    void extend(String secretHash, Instant expires);

    void removeSession(String secretHash);

    /// Removes those that ended before.
    void removeSessionsEndedBefore(Instant moment);
}
