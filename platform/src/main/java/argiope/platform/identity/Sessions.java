package argiope.platform.identity;

import java.time.Instant;
import java.util.Optional;

/// Keeps sessions, over restarts too. Safe for many threads; each method is one unit of work.
public interface Sessions {
    void create(Session session);

    /// Also one that has expired: the caller looks at the time.
    Optional<Session> byHash(String hash);

    void delete(String hash);

    /// All of a person.
    void deleteOf(String userId);

    /// Those that expired before this moment.
    void deleteExpired(Instant before);
}
