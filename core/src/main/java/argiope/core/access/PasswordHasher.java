package argiope.core.access;

/// Turns passwords into something that may be stored. Slow on purpose; safe for many threads.
public interface PasswordHasher {
    /// A new salted hash, with its method and cost in its text.
    String hash(String password);

    /// Whether this password made that hash. False for text that is no hash.
    boolean matches(String password, String hash);
}
