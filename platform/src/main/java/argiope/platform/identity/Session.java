package argiope.platform.identity;

import java.time.Instant;

/// A person's being signed in with a browser. The browser holds the secret; we keep its hash.
///
/// @param hash SHA-256 of the secret in hexadecimal
public record Session(String hash, String userId, Instant createdAt, Instant expiresAt) {}
