package argiope.appliance.identity;

import argiope.core.access.PasswordHasher;

/// Hashes without any cost and counts how often it is asked, so that a test can say how much work was done.
final class CountingHasher implements PasswordHasher {
    int checks;

    @Override
    public String hash(String password) {
        return "hash of " + password;
    }

    @Override
    public boolean matches(String password, String hash) {
        checks++;
        return hash.equals(hash(password));
    }
}
