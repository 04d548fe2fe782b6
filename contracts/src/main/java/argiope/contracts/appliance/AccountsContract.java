package argiope.contracts.appliance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import argiope.appliance.identity.Account;
import argiope.appliance.identity.Accounts;
import argiope.appliance.identity.Session;
import argiope.core.access.Refusal;
import argiope.core.access.Role;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// What every store of accounts promises.
public interface AccountsContract {
    Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    /// An empty one.
    Accounts open();

    private static Account account(String login, Role role) {
        return new Account("id-" + login, login, "", role, true, "hash", NOON, Instant.EPOCH);
    }

    private static Account with(Account a, Role role, boolean enabled, String hash) {
        return new Account(a.id(), a.login(), a.name(), role, enabled, hash, a.createdAt(), a.lastSignInOrNever());
    }

    private static Session session(String hash, String accountId, Instant expires) {
        return new Session(hash, accountId, NOON, expires, true);
    }

    @Test
    default void findsWhatWasAdded() {
        var accounts = open();
        var ana = account("ana", Role.ADMIN);
        accounts.add(account("zoe", Role.READ_ONLY));
        accounts.add(ana);

        assertThat(accounts.all()).extracting(Account::login).containsExactly("ana", "zoe");
        assertThat(accounts.byId(ana.id())).contains(ana);
        assertThat(accounts.byLogin("ana")).contains(ana);
        assertThat(accounts.byLogin("bob")).isEmpty();
        assertThat(ana.lastSignIn()).isEmpty();
    }

    @Test
    default void aLoginIsThereOnce() {
        var accounts = open();
        accounts.add(account("ana", Role.ADMIN));

        assertThatThrownBy(() ->
                        accounts.add(new Account("other", "ana", "", Role.ANALYST, true, "x", NOON, Instant.EPOCH)))
                .isInstanceOfSatisfying(
                        Refusal.Conflict.class,
                        refusal -> assertThat(refusal.code()).isEqualTo("login-taken"));
        assertThat(accounts.all()).hasSize(1);
    }

    @Test
    default void changesAnAccount() {
        var accounts = open();
        accounts.add(account("ana", Role.ADMIN));
        accounts.add(account("bob", Role.READ_ONLY));

        var changed = accounts.change("id-bob", a -> with(a, Role.ANALYST, true, "hash"));

        assertThat(changed.role()).isEqualTo(Role.ANALYST);
        assertThat(accounts.byId("id-bob")).contains(changed);
        assertThatThrownBy(() -> accounts.change("nobody", a -> a)).isInstanceOf(Refusal.NotFound.class);
    }

    @Test
    default void theLastEnabledAdminStays() {
        var accounts = open();
        accounts.add(account("ana", Role.ADMIN));
        accounts.add(with(account("old", Role.ADMIN), Role.ADMIN, false, "hash"));

        assertThatThrownBy(() -> accounts.change("id-ana", a -> with(a, Role.ANALYST, true, "hash")))
                .isInstanceOfSatisfying(
                        Refusal.Conflict.class,
                        refusal -> assertThat(refusal.code()).isEqualTo("last-admin"));
        assertThatThrownBy(() -> accounts.change("id-ana", a -> with(a, Role.ADMIN, false, "hash")))
                .isInstanceOf(Refusal.Conflict.class);
        assertThat(accounts.byId("id-ana").orElseThrow().role()).isEqualTo(Role.ADMIN);

        accounts.change("id-old", a -> with(a, Role.ADMIN, true, "hash"));
        accounts.change("id-ana", a -> with(a, Role.ANALYST, true, "hash"));
        assertThat(accounts.byId("id-ana").orElseThrow().role()).isEqualTo(Role.ANALYST);
    }

    @Test
    default void keepsSessionsUntilTheyAreRemoved() {
        var accounts = open();
        accounts.add(account("ana", Role.ADMIN));
        accounts.addSession(session("s1", "id-ana", NOON.plusSeconds(60)));

        accounts.extend("s1", NOON.plusSeconds(120));
        accounts.extend("gone", NOON.plusSeconds(120));

        assertThat(accounts.session("s1")).contains(session("s1", "id-ana", NOON.plusSeconds(120)));
        accounts.removeSession("s1");
        assertThat(accounts.session("s1")).isEmpty();
        assertThat(accounts.session("gone")).isEmpty();
    }

    @Test
    default void sessionsThatAreOverCanBeSweptOut() {
        var accounts = open();
        accounts.add(account("ana", Role.ADMIN));
        accounts.addSession(session("old", "id-ana", NOON.minusSeconds(1)));
        accounts.addSession(session("new", "id-ana", NOON.plusSeconds(1)));

        accounts.removeSessionsEndedBefore(NOON);

        assertThat(accounts.session("old")).isEmpty();
        assertThat(accounts.session("new")).isPresent();
    }

    @Test
    default void aNewPasswordOrDisablingEndsTheSessions() {
        var accounts = open();
        accounts.add(account("ana", Role.ADMIN));
        accounts.add(account("bob", Role.ANALYST));
        accounts.add(account("cat", Role.ANALYST));
        accounts.addSession(session("b", "id-bob", NOON));
        accounts.addSession(session("c", "id-cat", NOON));
        accounts.addSession(session("a", "id-ana", NOON));

        accounts.change("id-bob", a -> with(a, Role.ANALYST, true, "new"));
        accounts.change("id-cat", a -> with(a, Role.ANALYST, false, "hash"));
        accounts.change("id-ana", a -> a);

        assertThat(accounts.session("b")).isEmpty();
        assertThat(accounts.session("c")).isEmpty();
        assertThat(accounts.session("a")).isPresent();
    }
}
