package argiope.memory.appliance;

import argiope.appliance.identity.Account;
import argiope.appliance.identity.Accounts;
import argiope.appliance.identity.Session;
import argiope.core.access.Refusal;
import argiope.core.access.Role;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Accounts and sessions in memory.
public final class MemoryAccounts implements Accounts {
    private final Map<String, Account> accounts = new HashMap<>();
    private final Map<String, Session> sessions = new HashMap<>();

    @Override
    public synchronized List<Account> all() {
        return accounts.values().stream()
                .sorted(Comparator.comparing(Account::login))
                .toList();
    }

    @Override
    public synchronized Optional<Account> byId(String id) {
        return Optional.ofNullable(accounts.get(id));
    }

    @Override
    public synchronized Optional<Account> byLogin(String login) {
        return accounts.values().stream().filter(a -> a.login().equals(login)).findFirst();
    }

    @Override
    public synchronized void add(Account account) {
        if (byLogin(account.login()).isPresent())
            throw new Refusal.Conflict("login-taken", "There is a user '" + account.login() + "' already.", Map.of());
        accounts.put(account.id(), account);
    }

    @Override
    public synchronized Account change(String id, UnaryOperator<Account> change) {
        var before = accounts.get(id);
        if (before == null) throw new Refusal.NotFound("no-such-user", "There is no such user.");
        var after = change.apply(before);
        var othersLeft =
                accounts.values().stream().anyMatch(a -> !a.id().equals(id) && a.enabled() && a.role() == Role.ADMIN);
        var wasAdmin = before.enabled() && before.role() == Role.ADMIN;
        var isAdmin = after.enabled() && after.role() == Role.ADMIN;
        if (wasAdmin && !isAdmin && !othersLeft)
            throw new Refusal.Conflict("last-admin", "This is the last admin. Make another one first.", Map.of());
        accounts.put(id, after);
        if (!after.enabled() || !after.passwordHash().equals(before.passwordHash()))
            sessions.values().removeIf(session -> session.accountId().equals(id));
        return after;
    }

    @Override
    public synchronized void addSession(Session session) {
        sessions.put(session.secretHash(), session);
    }

    @Override
    public synchronized Optional<Session> session(String secretHash) {
        return Optional.ofNullable(sessions.get(secretHash));
    }

    @Override
    public synchronized void extend(String secretHash, Instant expires) {
        sessions.computeIfPresent(
                secretHash, (_, s) -> new Session(s.secretHash(), s.accountId(), s.startedAt(), expires, s.sliding()));
    }

    @Override
    public synchronized void removeSession(String secretHash) {
        sessions.remove(secretHash);
    }

    @Override
    public synchronized void removeSessionsEndedBefore(Instant moment) {
        sessions.values().removeIf(session -> session.expires().isBefore(moment));
    }
}
