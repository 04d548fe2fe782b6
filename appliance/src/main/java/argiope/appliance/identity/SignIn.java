package argiope.appliance.identity;

import argiope.core.access.Caller;
import argiope.core.access.PasswordHasher;
import argiope.core.access.Refusal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Lets people in by login and password, and knows them again by a session's secret. An unknown login takes
/// as long as a wrong password; wrong passwords in a row are slowed down.
public final class SignIn {
    /// The one group that the appliance's accounts belong to.
    public static final String ORGANISATION = "appliance";

    /// A browser's session ends after so long without use.
    public static final Duration IDLE = Duration.ofHours(12);
    /// A token of the API ends so long after its login.
    public static final Duration API_TOKEN = Duration.ofMinutes(30);

    private static final Duration REMEMBER = Duration.ofMinutes(5);
    private static final int MAX_REMEMBERED = 1_000;
    private static final Duration TOUCH = Duration.ofMinutes(1);

    /// @param secret proves the session; shown to nobody but who signed in
    /// @param csrf to be sent along with every write, derived from the secret
    public record SignedIn(Account account, String secret, String csrf, Instant expires) {
        @Override
        public String toString() {
            return "SignedIn[" + account + "]";
        }
    }

    private record Remembered(String accountId, String passwordHash, Instant until) {}

    private final Accounts accounts;
    private final PasswordHasher hasher;
    private final Supplier<String> secrets;
    private final Clock clock;
    private final SignInDelays delays;
    private final String nobody;
    private final byte[] memoryKey = new byte[32];
    private final SequencedMap<String, Remembered> remembered = new LinkedHashMap<>();

    /// @param secrets makes secrets that nobody can guess
    public SignIn(Accounts accounts, PasswordHasher hasher, Supplier<String> secrets, Clock clock) {
        this.accounts = accounts;
        this.hasher = hasher;
        this.secrets = secrets;
        this.clock = clock;
        this.delays = new SignInDelays(clock);
        this.nobody = hasher.hash(secrets.get());
        new SecureRandom().nextBytes(memoryKey);
        accounts.removeSessionsEndedBefore(clock.instant());
    }

    /// Starts a browser's session. Throws [Refusal.NotAuthenticated] `wrong-credentials` and
    /// [Refusal.TooMany] `slow-down`.
    public SignedIn start(String login, String password, String address) {
        return session(check(login, password, address), IDLE, true);
    }

    /// Starts a session of the API, which ends after [#API_TOKEN] whatever happens.
    public SignedIn startForApi(String login, String password, String address) {
        return session(check(login, password, address), API_TOKEN, false);
    }

    /// Who these credentials are, without a session. That they were right is remembered for five minutes,
    /// so that a script that sends them with every call does not pay for the slow hash each time.
    public Caller basic(String login, String password, String address) {
        var fingerprint = hmac(memoryKey, normal(login) + "\n" + password);
        var now = clock.instant();
        Remembered known;
        synchronized (remembered) {
            known = remembered.get(fingerprint);
        }
        if (known != null && now.isBefore(known.until())) {
            var account = accounts.byId(known.accountId());
            if (account.isPresent()
                    && account.get().enabled()
                    && account.get().passwordHash().equals(known.passwordHash())) return caller(account.get());
        }
        var account = check(login, password, address);
        synchronized (remembered) {
            remembered.put(fingerprint, new Remembered(account.id(), account.passwordHash(), now.plus(REMEMBER)));
            while (remembered.size() > MAX_REMEMBERED) remembered.pollFirstEntry();
        }
        return caller(account);
    }

    /// The session that this secret proves; empty if it is unknown, over, or its account disabled.
    public Optional<SignedIn> find(String secret) {
        if (secret.isEmpty() || secret.length() > 200) return Optional.empty();
        var hash = sha256(secret);
        var now = clock.instant();
        var session = accounts.session(hash);
        if (session.isEmpty()) return Optional.empty();
        if (!now.isBefore(session.get().expires())) {
            accounts.removeSession(hash);
            return Optional.empty();
        }
        var account = accounts.byId(session.get().accountId()).filter(Account::enabled);
        if (account.isEmpty()) return Optional.empty();
        var expires = session.get().expires();
        if (session.get().sliding() && expires.isBefore(now.plus(IDLE).minus(TOUCH))) {
            expires = millis(now.plus(IDLE));
            accounts.extend(hash, expires);
        }
        return Optional.of(new SignedIn(account.get(), secret, csrf(secret), expires));
    }

    public void end(String secret) {
        accounts.removeSession(sha256(secret));
    }

    /// The account that a command on the machine acts as: the one named, else the first admin.
    public Caller local(Optional<String> login) {
        var found = login.isPresent()
                ? accounts.byLogin(normal(login.get()))
                : accounts.all().stream()
                        .filter(Account::isActiveAdmin)
                        .min(java.util.Comparator.comparing(Account::createdAt));
        return found.filter(Account::enabled)
                .map(SignIn::caller)
                .orElseThrow(() -> new Refusal.NotAuthenticated(
                        "no-such-user", "There is no enabled user of that login on this appliance."));
    }

    public static Caller caller(Account account) {
        return new Caller(account.id(), account.login(), ORGANISATION, account.role(), Set.of(), "");
    }

    private Account check(String login, String password, String address) {
        var wanted = normal(login);
        delays.check(wanted, address);
        var account = accounts.byLogin(wanted);
        // The same work whether there is such an account or not.
        var right = password.length() <= Users.MAX_PASSWORD
                & hasher.matches(
                        password.substring(0, Math.min(password.length(), Users.MAX_PASSWORD)),
                        account.map(Account::passwordHash).orElse(nobody));
        if (!right || account.isEmpty() || !account.get().enabled()) {
            delays.failed(wanted, address);
            throw new Refusal.NotAuthenticated("wrong-credentials", "Login or password is wrong.");
        }
        // Again: guesses that ran side by side have been counted meanwhile.
        delays.check(wanted, address);
        delays.succeeded(wanted, address);
        return account.get();
    }

    private SignedIn session(Account account, Duration length, boolean sliding) {
        var now = millis(clock.instant());
        var secret = secrets.get();
        var expires = now.plus(length);
        var seen = accounts.change(
                account.id(),
                known -> new Account(
                        known.id(),
                        known.login(),
                        known.name(),
                        known.role(),
                        known.enabled(),
                        known.passwordHash(),
                        known.createdAt(),
                        now));
        accounts.addSession(new Session(sha256(secret), account.id(), now, expires, sliding));
        return new SignedIn(seen, secret, csrf(secret), expires);
    }

    private static Instant millis(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS);
    }

    private static String normal(String login) {
        var text = login.strip().toLowerCase(Locale.ROOT);
        return text.substring(0, Math.min(text.length(), 100));
    }

    private static String csrf(String secret) {
        return hmac(secret.getBytes(StandardCharsets.UTF_8), "csrf");
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String hmac(byte[] key, String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
