package argiope.platform.identity;

import argiope.core.access.Role;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// A person of an organisation.
///
/// @param login as typed when it was made; compared by [#key]
/// @param passwordHash what a [argiope.core.access.PasswordHasher] made of the password; never shown
/// @param signedInAtOrNever when they last signed in, [Instant#EPOCH] for never
public record Account(
        String id,
        String orgId,
        String login,
        String name,
        Role role,
        boolean enabled,
        String passwordHash,
        Instant createdAt,
        Instant updatedAt,
        Instant signedInAtOrNever) {

    public Optional<Instant> signedInAt() {
        return signedInAtOrNever.equals(Instant.EPOCH) ? Optional.empty() : Optional.of(signedInAtOrNever);
    }

    /// By which logins are compared: case does not count.
    public String key() {
        return key(login);
    }

    public static String key(String login) {
        return login.strip().toLowerCase(Locale.ROOT);
    }

    boolean isActiveAdmin() {
        return enabled && role == Role.ADMIN;
    }

    /// Without the hash.
    @Override
    public String toString() {
        return "Account[" + id + ", " + login + ", " + role.wire() + (enabled ? "]" : ", disabled]");
    }
}
