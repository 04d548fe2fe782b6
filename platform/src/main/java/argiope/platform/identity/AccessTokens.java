package argiope.platform.identity;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// Makes and reads access tokens. Safe for many threads.
public interface AccessTokens {
    /// What a token says: who (`userId`), through which program, for which organisation, what it may, until
    /// when.
    record Grant(String userId, String clientId, String orgId, Set<String> scopes, Instant expiresAt) {
        public Grant {
            scopes = Set.copyOf(scopes);
        }
    }

    String issue(Grant grant);

    /// Empty unless we signed it as an access token for ourselves and it has not expired (no skew).
    Optional<Grant> read(String token);
}
