package argiope.core.access;

import java.util.Optional;
import java.util.Set;

/// Who asks, and what their sign-in or token lets them ask. `orgId` is the group that entities belong to;
/// `clientId` is empty for a person signed in by password.
public record Caller(String userId, String login, String orgId, Role role, Set<String> scopes, String clientId) {
    public Caller {
        scopes = Set.copyOf(scopes);
    }

    public Optional<String> client() {
        return clientId.isEmpty() ? Optional.empty() : Optional.of(clientId);
    }

    public boolean isAdmin() {
        return role == Role.ADMIN;
    }

    /// Whether one of the caller's scopes covers this one; see [Scopes#covers].
    public boolean may(String scope) {
        return scopes.stream().anyMatch(granted -> Scopes.covers(granted, scope));
    }
}
