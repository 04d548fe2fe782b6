package argiope.platform.identity;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Keeps organisations and accounts. Safe for many threads; each method is one unit of work and durable when it
/// returns.
public interface Accounts {
    /// Makes the first organisation with its admin, only while there is none.
    ///
    /// @return whether it was made
    boolean found(Organisation organisation, Account admin);

    /// Oldest first.
    List<Organisation> organisations();

    Optional<Organisation> organisation(String id);

    void update(Organisation organisation);

    /// @return false, and nothing changed, when an account of any organisation has this login already
    boolean create(Account account);

    Optional<Account> byId(String id);

    /// Whose login is equal without regard to case.
    Optional<Account> byLogin(String login);

    /// All of an organisation, oldest first.
    List<Account> all(String orgId);

    /// Replaces name, role, enabled, password hash and time of change of the account with this id.
    ///
    /// @return what came of it; when not `DONE`, nothing changed
    Changed update(Account account);

    void signedIn(String id, Instant at);

    enum Changed {
        DONE,
        UNKNOWN,
        /// It would have left the organisation without an enabled admin.
        LAST_ADMIN
    }
}
