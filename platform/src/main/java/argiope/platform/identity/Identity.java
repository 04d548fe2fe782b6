package argiope.platform.identity;

import argiope.core.access.Caller;
import argiope.core.access.PasswordHasher;
import argiope.core.access.Refusal;
import argiope.core.access.Role;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// People: their organisation, accounts and sessions. What an account may do is looked up at each request, from
/// memory for at most half a second, so that a change counts at once here and within a second anywhere.
///
/// A wrong password, an unknown login and a disabled account are told apart neither by the answer nor by its
/// time.
public final class Identity {
    static final Duration REMEMBERED = Duration.ofMillis(500);
    private static final Duration SESSION_LIFE = Duration.ofHours(12);
    private static final int SHORTEST_PASSWORD = 8;
    private static final int LONGEST_PASSWORD = 1024;

    /// A session that was opened or found: whose, and the word that its writes must bring.
    public record SignedIn(Account account, String csrf) {
        public Caller caller() {
            return new Caller(
                    account.id(), account.login(), account.orgId(), account.role(), ScopeTable.of(account.role()), "");
        }
    }

    /// A session just opened, with the secret for the browser's cookie.
    public record Opened(SignedIn session, String secret, Duration life) {}

    /// An account that was made, with its password if we made that up: it is shown this once.
    public record Made(Account account, Optional<String> password) {}

    /// What an account is to become; what is absent stays.
    public record Change(
            Optional<String> name, Optional<Role> role, Optional<Boolean> enabled, Optional<String> password) {}

    private final Accounts accounts;
    private final Sessions sessions;
    private final PasswordHasher passwords;
    private final Clock clock;
    private final String nobodysHash;
    private final SlowDown perPersonAndPlace;
    private final SlowDown perPerson;
    /// How many passwords may be hashed at once: each takes a core and much memory.
    private final Semaphore hashing = new Semaphore(2);

    private final Cache<String, Optional<Account>> knownAccounts = remembering();
    private final Cache<String, Optional<Session>> knownSessions = remembering();

    public Identity(Accounts accounts, Sessions sessions, PasswordHasher passwords, Clock clock) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.passwords = passwords;
        this.clock = clock;
        this.nobodysHash = passwords.hash(Secrets.strong());
        this.perPersonAndPlace = new SlowDown(clock, 6, Duration.ofMinutes(5));
        this.perPerson = new SlowDown(clock, 20, Duration.ofMinutes(1));
    }

    static <T> Cache<String, T> remembering() {
        return Caffeine.newBuilder()
                .maximumSize(10_000)
                .expireAfterWrite(REMEMBERED)
                .build();
    }

    /// Makes the organisation and its admin if there is none yet; the password is made up and shown this once.
    public Optional<Made> firstStart(String organisationName, String login) {
        if (!accounts.organisations().isEmpty()) return Optional.empty();
        var now = clock.instant();
        var organisation = new Organisation(UUID.randomUUID().toString(), organisationName, true, now, now);
        var password = Secrets.readable();
        var admin = account(organisation.id(), login, login, Role.ADMIN, password);
        return accounts.found(organisation, admin)
                ? Optional.of(new Made(admin, Optional.of(password)))
                : Optional.empty();
    }

    /// The person at the machine itself, as an admin of the first organisation.
    public Caller operator() {
        var organisation = accounts.organisations().stream()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no organisation yet: start the platform once"));
        return new Caller("operator", "operator", organisation.id(), Role.ADMIN, ScopeTable.of(Role.ADMIN), "");
    }

    /// @param place where the attempt comes from, such as the peer's address
    /// @throws Refusal.NotAuthenticated `wrong-credentials`
    /// @throws Refusal.TooMany `slow-down`
    public Opened signIn(String login, String password, String place) {
        var key = Account.key(login);
        if (key.length() > 200 || password.length() > LONGEST_PASSWORD) throw wrong();
        perPersonAndPlace.attempt(key + " " + place);
        perPerson.attempt(key);
        var account = accounts.byLogin(key);
        var matches = matches(password, account.map(Account::passwordHash).orElse(nobodysHash));
        if (account.isEmpty() || !matches || !account.get().enabled()) throw wrong();
        perPersonAndPlace.succeeded(key + " " + place);
        perPerson.succeeded(key);
        var now = clock.instant();
        sessions.deleteExpired(now);
        var secret = Secrets.strong();
        sessions.create(new Session(Secrets.hash(secret), account.get().id(), now, now.plus(SESSION_LIFE)));
        accounts.signedIn(account.get().id(), now);
        knownAccounts.invalidate(account.get().id());
        return new Opened(new SignedIn(account.get(), csrf(secret)), secret, SESSION_LIFE);
    }

    private static Refusal wrong() {
        return new Refusal.NotAuthenticated("wrong-credentials", "The login or the password is wrong.");
    }

    private boolean matches(String password, String hash) {
        return hashing(() -> passwords.matches(password, hash));
    }

    private <T> T hashing(java.util.function.Supplier<T> work) {
        try {
            if (!hashing.tryAcquire(10, TimeUnit.SECONDS))
                throw new Refusal.TooMany("slow-down", "Too many are signing in just now. Try again in a moment.", 5);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal.Unavailable("stopping", "The platform is stopping.");
        }
        try {
            return work.get();
        } finally {
            hashing.release();
        }
    }

    /// The session with this secret, unless it is over or its owner disabled.
    public Optional<SignedIn> session(String secret) {
        if (secret.length() > 200) return Optional.empty();
        var hash = Secrets.hash(secret);
        return known(knownSessions, hash, sessions::byHash)
                .filter(session -> clock.instant().isBefore(session.expiresAt()))
                .flatMap(session -> active(session.userId()))
                .map(account -> new SignedIn(account, csrf(secret)));
    }

    public void signOut(String secret) {
        var hash = Secrets.hash(secret);
        sessions.delete(hash);
        knownSessions.invalidate(hash);
    }

    private static String csrf(String secret) {
        return Secrets.hash("csrf " + secret);
    }

    /// Whether a write brought the right word.
    public static boolean csrfMatches(SignedIn session, String word) {
        return Secrets.same(session.csrf(), word);
    }

    /// The account as it is now, if it is enabled.
    Optional<Account> active(String userId) {
        return known(knownAccounts, userId, accounts::byId).filter(Account::enabled);
    }

    static <T> Optional<T> known(
            Cache<String, Optional<T>> cache, String key, java.util.function.Function<String, Optional<T>> load) {
        var found = cache.get(key, load);
        return found == null ? Optional.empty() : found;
    }

    public Organisation organisation(Caller caller) {
        return accounts.organisation(caller.orgId())
                .orElseThrow(() -> new Refusal.NotFound("organisation_not_found", "There is no such organisation."));
    }

    public Organisation rename(Caller caller, String name) {
        if (!caller.isAdmin())
            throw new Refusal.NotAllowed("admins-only", "Only an admin may rename the organisation.");
        if (name.isBlank() || name.length() > 200)
            throw new Refusal.Invalid("bad-name", "The name must have 1 to 200 characters.");
        var old = organisation(caller);
        var renamed = new Organisation(old.id(), name.strip(), old.enabled(), old.createdAt(), clock.instant());
        accounts.update(renamed);
        return renamed;
    }

    /// All of the caller's organisation, oldest first.
    public List<Account> accounts(Caller caller) {
        return accounts.all(caller.orgId());
    }

    /// One of the caller's organisation.
    public Account account(Caller caller, String id) {
        return accounts.byId(id)
                .filter(account -> account.orgId().equals(caller.orgId()))
                .orElseThrow(() -> new Refusal.NotFound("user_not_found", "There is no such user."));
    }

    /// @param password empty to have one made up
    public Made create(Caller caller, String login, String name, Role role, Optional<String> password) {
        admins(caller);
        checkLogin(login);
        checkName(name);
        password.ifPresent(Identity::checkPassword);
        var made = password.isEmpty() ? Optional.of(Secrets.readable()) : Optional.<String>empty();
        var account = account(caller.orgId(), login.strip(), name.strip(), role, password.orElseGet(made::orElseThrow));
        if (!accounts.create(account))
            throw new Refusal.Conflict("login-taken", "There is an account with this login already.", Map.of());
        return new Made(account, made);
    }

    private Account account(String orgId, String login, String name, Role role, String password) {
        var now = clock.instant();
        return new Account(
                UUID.randomUUID().toString(),
                orgId,
                login,
                name,
                role,
                true,
                hashing(() -> passwords.hash(password)),
                now,
                now,
                Instant.EPOCH);
    }

    /// A new password, or being disabled, also ends the person's sessions.
    ///
    /// @throws Refusal.Conflict `last-admin`
    public Account change(Caller caller, String id, Change change) {
        admins(caller);
        change.name().ifPresent(Identity::checkName);
        change.password().ifPresent(Identity::checkPassword);
        var old = account(caller, id);
        var changed = new Account(
                old.id(),
                old.orgId(),
                old.login(),
                change.name().map(String::strip).orElse(old.name()),
                change.role().orElse(old.role()),
                change.enabled().orElse(old.enabled()),
                change.password()
                        .map(password -> hashing(() -> passwords.hash(password)))
                        .orElse(old.passwordHash()),
                old.createdAt(),
                clock.instant(),
                old.signedInAtOrNever());
        switch (accounts.update(changed)) {
            case DONE -> {}
            case UNKNOWN -> throw new Refusal.NotFound("user_not_found", "There is no such user.");
            case LAST_ADMIN ->
                throw new Refusal.Conflict(
                        "last-admin", "This is the last enabled admin. Make another account an admin first.", Map.of());
        }
        if (change.password().isPresent() || !changed.enabled()) {
            sessions.deleteOf(id);
            knownSessions.invalidateAll();
        }
        knownAccounts.invalidate(id);
        return changed;
    }

    /// Gives the oldest admin a new password and enables the account: for whoever has the machine.
    public Made resetAdmin() {
        var operator = operator();
        var admin = accounts(operator).stream()
                .filter(account -> account.role() == Role.ADMIN)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the organisation has no admin"));
        var password = Secrets.readable();
        var changed = change(
                operator,
                admin.id(),
                new Change(Optional.empty(), Optional.empty(), Optional.of(true), Optional.of(password)));
        return new Made(changed, Optional.of(password));
    }

    private static void admins(Caller caller) {
        if (!caller.isAdmin()) throw new Refusal.NotAllowed("admins-only", "Only an admin may change accounts.");
    }

    private static void checkLogin(String login) {
        if (login.isBlank()
                || login.length() > 100
                || login.chars().anyMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c) || c == ':'))
            throw new Refusal.Invalid(
                    "bad-login", "A login has 1 to 100 characters, without spaces, colons or control characters.");
    }

    private static void checkName(String name) {
        if (name.length() > 200 || name.chars().anyMatch(Character::isISOControl))
            throw new Refusal.Invalid("bad-name", "A name has at most 200 characters and no control characters.");
    }

    private static void checkPassword(String password) {
        if (password.length() < SHORTEST_PASSWORD || password.length() > LONGEST_PASSWORD)
            throw new Refusal.Invalid(
                    "bad-password", "A password has " + SHORTEST_PASSWORD + " to " + LONGEST_PASSWORD + " characters.");
    }
}
