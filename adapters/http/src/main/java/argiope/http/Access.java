package argiope.http;

/// Who may call a route. There is no route without one.
public sealed interface Access {
    /// Anybody. For sign-in, health, key sets and lists whose address is the secret.
    record Open() implements Access {}

    /// Anybody signed in.
    record SignedIn() implements Access {}

    /// Whoever's scopes cover this one.
    record Scoped(String scope) implements Access {}

    /// Accounts with the role admin, themselves: no API client of theirs.
    record Admins() implements Access {}

    /// Accounts with the role admin or analyst, themselves: no API client of theirs.
    record Writers() implements Access {}

    Access OPEN = new Open();
    Access SIGNED_IN = new SignedIn();
    Access ADMINS = new Admins();
    Access WRITERS = new Writers();

    static Access scope(String scope) {
        return new Scoped(scope);
    }
}
