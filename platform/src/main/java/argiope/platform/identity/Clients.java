package argiope.platform.identity;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Keeps API clients. Safe for many threads; each method is one unit of work and durable when it returns.
public interface Clients {
    void create(ApiClient client);

    Optional<ApiClient> byId(String id);

    /// All of an organisation, oldest first.
    List<ApiClient> all(String orgId);

    /// @return whether there was one
    boolean delete(String id);

    void used(String id, Instant at);
}
