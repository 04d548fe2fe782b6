package argiope.memory.platform.identity;

import argiope.core.access.Role;
import argiope.platform.identity.Account;
import argiope.platform.identity.Accounts;
import argiope.platform.identity.Organisation;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

public final class MemoryAccounts implements Accounts {
    private final Map<String, Organisation> organisations = new LinkedHashMap<>();
    private final Map<String, Account> accounts = new LinkedHashMap<>();

    @Override
    public synchronized boolean found(Organisation organisation, Account admin) {
        if (!organisations.isEmpty()) return false;
        organisations.put(organisation.id(), organisation);
        accounts.put(admin.id(), admin);
        return true;
    }

    @Override
    public synchronized List<Organisation> organisations() {
        return List.copyOf(organisations.values());
    }

    @Override
    public synchronized Optional<Organisation> organisation(String id) {
        return Optional.ofNullable(organisations.get(id));
    }

    @Override
    public synchronized void update(Organisation organisation) {
        organisations.replace(organisation.id(), organisation);
    }

    @Override
    public synchronized boolean create(Account account) {
        if (byLogin(account.login()).isPresent()) return false;
        accounts.put(account.id(), account);
        return true;
    }

    @Override
    public synchronized Optional<Account> byId(String id) {
        return Optional.ofNullable(accounts.get(id));
    }

    @Override
    public synchronized Optional<Account> byLogin(String login) {
        var key = Account.key(login);
        return accounts.values().stream().filter(a -> a.key().equals(key)).findFirst();
    }

    @Override
    public synchronized List<Account> all(String orgId) {
        return accounts.values().stream().filter(a -> a.orgId().equals(orgId)).toList();
    }

    @Override
    public synchronized Changed update(Account changed) {
        var old = accounts.get(changed.id());
        if (old == null) return Changed.UNKNOWN;
        if (!admin(changed) && all(old.orgId()).stream().noneMatch(a -> admin(a) && !a.id().equals(old.id())))
            return Changed.LAST_ADMIN;
        accounts.put(
                old.id(),
                new Account(
                        old.id(),
                        old.orgId(),
                        old.login(),
                        changed.name(),
                        changed.role(),
                        changed.enabled(),
                        changed.passwordHash(),
                        old.createdAt(),
                        changed.updatedAt(),
                        old.signedInAtOrNever()));
        return Changed.DONE;
    }

    private static boolean admin(Account account) {
        return account.enabled() && account.role() == Role.ADMIN;
    }

    @Override
    public synchronized void signedIn(String id, Instant at) {
        accounts.computeIfPresent(
                id,
                (_, a) -> new Account(
                        a.id(),
                        a.orgId(),
                        a.login(),
                        a.name(),
                        a.role(),
                        a.enabled(),
                        a.passwordHash(),
                        a.createdAt(),
                        a.updatedAt(),
                        at));
    }
}
