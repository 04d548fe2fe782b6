package argiope.contracts.platform.identity;

import static org.assertj.core.api.Assertions.assertThat;

import argiope.core.access.Role;
import argiope.platform.identity.Account;
import argiope.platform.identity.Accounts;
import argiope.platform.identity.ApiClient;
import argiope.platform.identity.Clients;
import argiope.platform.identity.Organisation;
import argiope.platform.identity.Session;
import argiope.platform.identity.Sessions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/// What every keeper of accounts, clients and sessions promises. An implementation's test says only how to open
/// empty ones.
public interface IdentityContract {
    /// Empty ones that belong together.
    Stores open() throws Exception;

    record Stores(Accounts accounts, Clients clients, Sessions sessions, AutoCloseable all) implements AutoCloseable {
        @Override
        public void close() throws Exception {
            all.close();
        }
    }

    Instant THEN = Instant.parse("2026-01-14T09:31:07.123Z");
    Organisation WEB = new Organisation("org-1", "Web", true, THEN, THEN);
    Account ADA = account("u-1", "Ada", Role.ADMIN, 0);
    Account BEN = account("u-2", "ben", Role.ANALYST, 1);

    static Account account(String id, String login, Role role, int secondsLater) {
        var at = THEN.plusSeconds(secondsLater);
        return new Account(id, "org-1", login, login + " Example", role, true, "hash-" + id, at, at, Instant.EPOCH);
    }

    private static Account as(Account account, Role role, boolean enabled) {
        return new Account(
                account.id(),
                account.orgId(),
                account.login(),
                account.name(),
                role,
                enabled,
                account.passwordHash(),
                account.createdAt(),
                THEN.plusSeconds(60),
                account.signedInAtOrNever());
    }

    @Test
    default void foundsTheOrganisationOnce() throws Exception {
        try (var stores = open()) {
            assertThat(stores.accounts().found(WEB, ADA)).isTrue();
            assertThat(stores.accounts().found(new Organisation("org-2", "Late", true, THEN, THEN), BEN))
                    .isFalse();

            assertThat(stores.accounts().organisations()).containsExactly(WEB);
            assertThat(stores.accounts().all("org-1")).containsExactly(ADA);
        }
    }

    @Test
    default void keepsAnOrganisationsNewName() throws Exception {
        try (var stores = open()) {
            stores.accounts().found(WEB, ADA);
            var renamed = new Organisation("org-1", "Gateways", true, THEN, THEN.plusSeconds(5));

            stores.accounts().update(renamed);

            assertThat(stores.accounts().organisation("org-1")).contains(renamed);
            assertThat(stores.accounts().organisation("org-2")).isEmpty();
        }
    }

    @Test
    default void aLoginIsTakenWhateverItsCase() throws Exception {
        try (var stores = open()) {
            stores.accounts().found(WEB, ADA);

            assertThat(stores.accounts().create(account("u-9", "aDA", Role.ANALYST, 1)))
                    .isFalse();
            assertThat(stores.accounts().create(BEN)).isTrue();

            assertThat(stores.accounts().byLogin("ADA")).contains(ADA);
            assertThat(stores.accounts().byLogin("nobody")).isEmpty();
            assertThat(stores.accounts().byId("u-2")).contains(BEN);
            assertThat(stores.accounts().all("org-1")).containsExactly(ADA, BEN);
            assertThat(stores.accounts().all("org-2")).isEmpty();
        }
    }

    @Test
    default void theLastAdminStays() throws Exception {
        try (var stores = open()) {
            stores.accounts().found(WEB, ADA);
            stores.accounts().create(BEN);

            assertThat(stores.accounts().update(as(ADA, Role.ANALYST, true))).isEqualTo(Accounts.Changed.LAST_ADMIN);
            assertThat(stores.accounts().update(as(ADA, Role.ADMIN, false))).isEqualTo(Accounts.Changed.LAST_ADMIN);
            assertThat(stores.accounts().byId("u-1")).contains(ADA);

            assertThat(stores.accounts().update(as(BEN, Role.ADMIN, true))).isEqualTo(Accounts.Changed.DONE);
            assertThat(stores.accounts().update(as(ADA, Role.ANALYST, true))).isEqualTo(Accounts.Changed.DONE);
            assertThat(stores.accounts().byId("u-1").orElseThrow().role()).isEqualTo(Role.ANALYST);
            assertThat(stores.accounts().update(account("u-404", "x", Role.ADMIN, 0)))
                    .isEqualTo(Accounts.Changed.UNKNOWN);
        }
    }

    @Test
    default void twoAdminsWhoDemoteEachOtherAtOnceLeaveOne() throws Exception {
        try (var stores = open();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            stores.accounts().found(WEB, ADA);
            stores.accounts().create(as(BEN, Role.ADMIN, true));
            var work = new ArrayList<Callable<Accounts.Changed>>();
            work.add(() -> stores.accounts().update(as(ADA, Role.READ_ONLY, true)));
            work.add(() -> stores.accounts().update(as(BEN, Role.READ_ONLY, true)));

            threads.invokeAll(work);

            assertThat(stores.accounts().all("org-1"))
                    .filteredOn(a -> a.role() == Role.ADMIN)
                    .hasSize(1);
        }
    }

    @Test
    default void remembersTheLastSignInOverAChange() throws Exception {
        try (var stores = open()) {
            stores.accounts().found(WEB, ADA);

            stores.accounts().signedIn("u-1", THEN.plusSeconds(7));
            stores.accounts().update(as(ADA, Role.ADMIN, true));

            assertThat(stores.accounts().byId("u-1").orElseThrow().signedInAt()).contains(THEN.plusSeconds(7));
        }
    }

    @Test
    default void keepsClientsUntilTheyAreDeleted() throws Exception {
        try (var stores = open()) {
            stores.accounts().found(WEB, ADA);
            var one = new ApiClient(
                    "client-1",
                    "org-1",
                    "u-1",
                    "script",
                    Set.of("inspect:read", "casebook"),
                    "hash",
                    THEN,
                    Instant.EPOCH);
            var two =
                    new ApiClient("client-2", "org-1", "u-1", "widget", Set.of("enrich"), "hash", THEN, Instant.EPOCH);
            stores.clients().create(one);
            stores.clients().create(two);

            stores.clients().used("client-2", THEN.plusSeconds(9));

            assertThat(stores.clients().byId("client-1")).contains(one);
            assertThat(stores.clients().byId("client-2").orElseThrow().usedAt()).contains(THEN.plusSeconds(9));
            assertThat(stores.clients().all("org-1")).extracting(ApiClient::id).containsExactly("client-1", "client-2");
            assertThat(stores.clients().delete("client-1")).isTrue();
            assertThat(stores.clients().delete("client-1")).isFalse();
            assertThat(stores.clients().byId("client-1")).isEmpty();
        }
    }

    @Test
    default void endsSessionsOneByOneByPersonAndByTime() throws Exception {
        try (var stores = open()) {
            stores.accounts().found(WEB, ADA);
            stores.accounts().create(BEN);
            var ended = new Session("h-1", "u-1", THEN, THEN.plusSeconds(10));
            var adas = new Session("h-2", "u-1", THEN, THEN.plusSeconds(100));
            var bens = new Session("h-3", "u-2", THEN, THEN.plusSeconds(100));
            var other = new Session("h-4", "u-2", THEN, THEN.plusSeconds(100));
            for (var session : new Session[] {ended, adas, bens, other})
                stores.sessions().create(session);
            assertThat(stores.sessions().byHash("h-2")).contains(adas);

            stores.sessions().deleteExpired(THEN.plusSeconds(50));
            assertThat(stores.sessions().byHash("h-1")).isEmpty();
            stores.sessions().delete("h-4");
            assertThat(stores.sessions().byHash("h-4")).isEmpty();
            stores.sessions().deleteOf("u-1");
            assertThat(stores.sessions().byHash("h-2")).isEmpty();
            assertThat(stores.sessions().byHash("h-3")).contains(bens);
        }
    }
}
