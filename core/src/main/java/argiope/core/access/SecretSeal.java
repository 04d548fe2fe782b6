package argiope.core.access;

/// Seals secrets for a store, so that its file alone does not give them away. A sealed text is bound to what it is for:
/// copied elsewhere it does not open. Safe for many threads.
public interface SecretSeal {
    /// @param purpose names the one place where the sealed text is kept, such as `module/42/password`
    String seal(String secret, String purpose);

    /// Throws [IllegalStateException] for text that was changed, or sealed for another purpose or with another key.
    String open(String sealed, String purpose);
}
