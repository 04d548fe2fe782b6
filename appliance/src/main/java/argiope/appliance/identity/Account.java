package argiope.appliance.identity;

import argiope.core.access.Role;
import java.time.Instant;
import java.util.Optional;

/// Somebody who may sign in.
///
/// @param login lower case, unique
/// @param name for people, may be empty
/// @param passwordHash as the hasher wrote it
/// @param lastSignInOrNever [Instant#EPOCH] for never
public record Account(
        String id,
        String login,
        String name,
        Role role,
        boolean enabled,
        String passwordHash,
        Instant createdAt,
        Instant lastSignInOrNever) {
    public Optional<Instant> lastSignIn() {
        return lastSignInOrNever.equals(Instant.EPOCH) ? Optional.empty() : Optional.of(lastSignInOrNever);
    }

    boolean isActiveAdmin() {
        return enabled && role == Role.ADMIN;
    }

    /// Without the hash: an account may end up in a log.
    @Override
    public String toString() {
        return "Account[" + id + ", " + login + ", " + role.wire() + (enabled ? "]" : ", disabled]");
    }
}
