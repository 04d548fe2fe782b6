package argiope.appliance.identity;

import argiope.core.access.Caller;
import argiope.core.access.PasswordHasher;
import argiope.core.access.Refusal;
import argiope.core.access.Role;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// What admins do with accounts. One enabled admin is always left.
public final class Users {
    /// The program itself, at a start or for a command on the machine.
    public static final Caller MACHINE =
            new Caller("machine", "machine", SignIn.ORGANISATION, Role.ADMIN, Set.of(), "");

    static final int MIN_PASSWORD = 8;
    static final int MAX_PASSWORD = 200;
    private static final int MAX_ACCOUNTS = 10_000;
    private static final int MAX_NAME = 100;
    private static final Pattern LOGIN = Pattern.compile("[a-z0-9][a-z0-9._@-]{0,63}");

    /// @param password what was made up, empty if the admin chose one: to be shown this once
    public record Created(Account account, String password) {
        @Override
        public String toString() {
            return "Created[" + account + "]";
        }
    }

    /// What to change; an empty part stays.
    public record Change(
            Optional<String> name, Optional<Role> role, Optional<Boolean> enabled, Optional<String> password) {}

    private final Accounts accounts;
    private final PasswordHasher hasher;
    private final Supplier<String> ids;
    private final Supplier<String> passwords;
    private final Clock clock;

    /// @param ids makes ids that nobody can guess
    /// @param passwords makes passwords that people can type
    public Users(
            Accounts accounts, PasswordHasher hasher, Supplier<String> ids, Supplier<String> passwords, Clock clock) {
        this.accounts = accounts;
        this.hasher = hasher;
        this.ids = ids;
        this.passwords = passwords;
        this.clock = clock;
    }

    public List<Account> all(Caller caller) {
        admin(caller);
        return accounts.all();
    }

    /// Makes an account, with a password of its own if none is given.
    public Created create(Caller caller, String login, String name, Role role, Optional<String> password) {
        admin(caller);
        var wanted = login.strip().toLowerCase(Locale.ROOT);
        if (!LOGIN.matcher(wanted).matches())
            throw new Refusal.Invalid(
                    "bad-login",
                    "A login has 1 to 64 lower-case letters, digits, dots, dashes, underscores or @, and starts with"
                            + " a letter or digit.");
        name(name);
        password.ifPresent(Users::password);
        if (accounts.all().size() >= MAX_ACCOUNTS)
            throw new Refusal.Conflict(
                    "too-many-users", "There are " + MAX_ACCOUNTS + " users already.", java.util.Map.of());
        var secret = password.orElseGet(passwords);
        var account =
                new Account(ids.get(), wanted, name.strip(), role, true, hasher.hash(secret), now(), Instant.EPOCH);
        accounts.add(account);
        return new Created(account, password.isPresent() ? "" : secret);
    }

    public Account change(Caller caller, String id, Change change) {
        admin(caller);
        change.name().ifPresent(Users::name);
        change.password().ifPresent(Users::password);
        var hash = change.password().map(hasher::hash);
        return accounts.change(
                id,
                account -> new Account(
                        account.id(),
                        account.login(),
                        change.name().map(String::strip).orElse(account.name()),
                        change.role().orElse(account.role()),
                        change.enabled().orElse(account.enabled()),
                        hash.orElse(account.passwordHash()),
                        account.createdAt(),
                        account.lastSignInOrNever()));
    }

    /// At the first start: makes the admin, whose password is to be shown once. Nothing if there is an
    /// account.
    public Optional<Created> ensureAdmin() {
        if (!accounts.all().isEmpty()) return Optional.empty();
        return Optional.of(create(MACHINE, "admin", "Administrator", Role.ADMIN, Optional.empty()));
    }

    /// Gives the first admin a new password, and enables the account: the way back in for who owns the
    /// machine.
    public Created resetAdmin() {
        var admin = accounts.all().stream()
                .filter(account -> account.role() == Role.ADMIN)
                .min(java.util.Comparator.comparing(Account::createdAt))
                .orElseThrow(() -> new Refusal.NotFound("no-such-user", "There is no account with the role admin."));
        var secret = passwords.get();
        var changed = change(
                MACHINE,
                admin.id(),
                new Change(Optional.empty(), Optional.empty(), Optional.of(true), Optional.of(secret)));
        return new Created(changed, secret);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static void admin(Caller caller) {
        if (!caller.isAdmin())
            throw new Refusal.NotAllowed("admins-only", "Only an account with the role admin may do this.");
    }

    private static void name(String name) {
        if (name.length() > MAX_NAME || name.chars().anyMatch(Character::isISOControl))
            throw new Refusal.Invalid(
                    "bad-name", "A name has at most " + MAX_NAME + " characters and no control characters.");
    }

    private static void password(String password) {
        if (password.length() < MIN_PASSWORD || password.length() > MAX_PASSWORD)
            throw new Refusal.Invalid(
                    "bad-password", "A password has " + MIN_PASSWORD + " to " + MAX_PASSWORD + " characters.");
    }
}
