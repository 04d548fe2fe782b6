package argiope.platform.identity;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// Credentials of a program, which acts for its owner.
///
/// @param id `client-<uuid>`
/// @param passwordHash SHA-256 of the password in hexadecimal; the password itself is 256 random bits
/// @param usedAtOrNever when it last got a token, [Instant#EPOCH] for never
public record ApiClient(
        String id,
        String orgId,
        String ownerId,
        String name,
        Set<String> scopes,
        String passwordHash,
        Instant createdAt,
        Instant usedAtOrNever) {
    public ApiClient {
        scopes = Set.copyOf(scopes);
    }

    public Optional<Instant> usedAt() {
        return usedAtOrNever.equals(Instant.EPOCH) ? Optional.empty() : Optional.of(usedAtOrNever);
    }

    /// Without the hash.
    @Override
    public String toString() {
        return "ApiClient[" + id + ", " + name + "]";
    }
}
