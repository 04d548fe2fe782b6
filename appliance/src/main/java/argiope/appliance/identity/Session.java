package argiope.appliance.identity;

import java.time.Instant;

/// That an account is signed in. The secret that proves it is kept as its hash only.
///
/// @param secretHash SHA-256 of the secret, hexadecimal
/// @param expires the session ends then at the latest; using a browser's session moves it on
/// @param sliding whether use moves `expires` on
public record Session(String secretHash, String accountId, Instant startedAt, Instant expires, boolean sliding) {}
