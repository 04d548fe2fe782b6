package argiope.appliance.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import argiope.core.access.Refusal;
import argiope.core.access.Role;
import argiope.memory.appliance.MemoryAccounts;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SignInTest {
    private final TestClock clock = new TestClock();
    private final CountingHasher hasher = new CountingHasher();
    private final MemoryAccounts accounts = new MemoryAccounts();
    private final AtomicInteger number = new AtomicInteger();
    private final Users users = new Users(
            accounts,
            hasher,
            () -> "id-" + number.incrementAndGet(),
            () -> "made-up-" + number.incrementAndGet(),
            clock);
    private SignIn signIn = restarted();

    private SignIn restarted() {
        return new SignIn(accounts, hasher, () -> "secret-" + number.incrementAndGet(), clock);
    }

    @BeforeEach
    void anAccount() {
        users.create(Users.MACHINE, "Ana", "Ana", Role.ADMIN, Optional.of("ana's password"));
        users.create(Users.MACHINE, "bob", "", Role.ANALYST, Optional.of("bob's password"));
    }

    private void fails(String login) {
        assertThatThrownBy(() -> signIn.start(login, "wrong password", "192.0.2.1"))
                .isInstanceOfSatisfying(
                        Refusal.NotAuthenticated.class,
                        refusal -> assertThat(refusal.code()).isEqualTo("wrong-credentials"));
    }

    @Test
    void aSessionIsKnownAgainAlsoAfterARestart() {
        var session = signIn.start("ANA", "ana's password", "192.0.2.1");

        signIn = restarted();

        var found = signIn.find(session.secret()).orElseThrow();
        assertThat(found.account().login()).isEqualTo("ana");
        assertThat(found.csrf()).isEqualTo(session.csrf());
        assertThat(found.account().lastSignIn()).contains(clock.instant());
    }

    @Test
    void theStoreDoesNotHoldTheSecret() {
        var session = signIn.start("ana", "ana's password", "192.0.2.1");

        assertThat(accounts.session(session.secret())).isEmpty();
    }

    @Test
    void aSessionEndsTwelveHoursAfterItsLastUse() {
        var session = signIn.start("ana", "ana's password", "192.0.2.1");

        clock.pass(Duration.ofHours(11));
        assertThat(signIn.find(session.secret())).isPresent();
        clock.pass(Duration.ofHours(11));
        assertThat(signIn.find(session.secret())).isPresent();
        clock.pass(Duration.ofHours(12));
        assertThat(signIn.find(session.secret())).isEmpty();
    }

    @Test
    void aTokenOfTheApiEndsHoweverMuchItIsUsed() {
        var session = signIn.startForApi("ana", "ana's password", "192.0.2.1");

        clock.pass(Duration.ofMinutes(29));
        assertThat(signIn.find(session.secret())).isPresent();
        clock.pass(Duration.ofMinutes(1));
        assertThat(signIn.find(session.secret())).isEmpty();
    }

    @Test
    void signingOutEndsTheSession() {
        var session = signIn.start("ana", "ana's password", "192.0.2.1");

        signIn.end(session.secret());

        assertThat(signIn.find(session.secret())).isEmpty();
    }

    @Test
    void anUnknownLoginCostsAsMuchAsAWrongPassword() {
        fails("ana");
        var forAKnownOne = hasher.checks;
        fails("nobody");

        assertThat(hasher.checks - forAKnownOne).isEqualTo(forAKnownOne);
    }

    @Test
    void aDisabledAccountIsToldNothingMore() {
        users.change(
                Users.MACHINE,
                accounts.byLogin("bob").orElseThrow().id(),
                new Users.Change(Optional.empty(), Optional.empty(), Optional.of(false), Optional.empty()));

        assertThatThrownBy(() -> signIn.start("bob", "bob's password", "192.0.2.1"))
                .isInstanceOfSatisfying(
                        Refusal.NotAuthenticated.class,
                        refusal -> assertThat(refusal.code()).isEqualTo("wrong-credentials"));
    }

    @Test
    void whoGuessesIsSlowedDownMoreAndMore() {
        for (var i = 0; i < 5; i++) fails("ana");

        assertThatThrownBy(() -> signIn.start("ana", "ana's password", "192.0.2.1"))
                .isInstanceOfSatisfying(
                        Refusal.TooMany.class,
                        refusal -> assertThat(refusal.retryAfterSeconds()).isEqualTo(1));
        clock.pass(Duration.ofSeconds(1));
        fails("ana");
        assertThatThrownBy(() -> signIn.start("ana", "ana's password", "192.0.2.1"))
                .isInstanceOfSatisfying(
                        Refusal.TooMany.class,
                        refusal -> assertThat(refusal.retryAfterSeconds()).isEqualTo(2));
        assertThat(signIn.start("ana", "ana's password", "192.0.2.77").account().login())
                .isEqualTo("ana");
    }

    @Test
    void guessesSideBySideAreCountedBeforeARightOneIsLetIn() throws Exception {
        var counted = new java.util.concurrent.CountDownLatch(1);
        var waiting = new java.util.concurrent.CountDownLatch(1);
        var patient = new SignIn(
                accounts,
                new argiope.core.access.PasswordHasher() {
                    @Override
                    public String hash(String password) {
                        return hasher.hash(password);
                    }

                    @Override
                    public boolean matches(String password, String hash) {
                        if (password.startsWith("ana")) {
                            waiting.countDown();
                            try {
                                counted.await();
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        }
                        return hash.equals(hash(password));
                    }
                },
                () -> "secret-" + number.incrementAndGet(),
                clock);
        var right = new java.util.concurrent.FutureTask<>(() -> patient.start("ana", "ana's password", "192.0.2.1"));
        Thread.ofVirtual().start(right);
        waiting.await();
        for (var i = 0; i < 5; i++)
            assertThatThrownBy(() -> patient.start("ana", "wrong password", "192.0.2.1"))
                    .isInstanceOf(Refusal.NotAuthenticated.class);
        counted.countDown();

        assertThatThrownBy(right::get).hasCauseInstanceOf(Refusal.TooMany.class);
    }

    @Test
    void guessingUnknownLoginsIsSlowedDownAlike() {
        for (var i = 0; i < 5; i++) fails("nobody");

        assertThatThrownBy(() -> signIn.start("nobody", "x", "192.0.2.1")).isInstanceOf(Refusal.TooMany.class);
    }

    @Test
    void aRightPasswordForgetsTheWrongOnes() {
        for (var i = 0; i < 4; i++) fails("ana");
        signIn.start("ana", "ana's password", "192.0.2.1");
        for (var i = 0; i < 4; i++) fails("ana");

        assertThat(signIn.start("ana", "ana's password", "192.0.2.1").account().login())
                .isEqualTo("ana");
    }

    @Test
    void basicCredentialsAreHashedOnceAndForgottenWithANewPassword() {
        var caller = signIn.basic("ana", "ana's password", "192.0.2.1");
        var checks = hasher.checks;

        signIn.basic("ana", "ana's password", "192.0.2.1");

        assertThat(hasher.checks).isEqualTo(checks);
        assertThat(caller.isAdmin()).isTrue();
        users.change(
                caller,
                caller.userId(),
                new Users.Change(
                        Optional.empty(), Optional.empty(), Optional.empty(), Optional.of("another password")));
        assertThatThrownBy(() -> signIn.basic("ana", "ana's password", "192.0.2.1"))
                .isInstanceOf(Refusal.NotAuthenticated.class);
    }

    @Test
    void aPasswordTooLongToBeRightIsWrong() {
        assertThatThrownBy(() -> signIn.start("ana", "ana's password".repeat(1000), "192.0.2.1"))
                .isInstanceOf(Refusal.NotAuthenticated.class);
    }

    @Test
    void aCommandOnTheMachineActsAsTheFirstAdminOrWhoIsNamed() {
        assertThat(signIn.local(Optional.empty()).login()).isEqualTo("ana");
        assertThat(signIn.local(Optional.of("bob")).role()).isEqualTo(Role.ANALYST);
        assertThatThrownBy(() -> signIn.local(Optional.of("nobody"))).hasMessageContaining("no enabled user");
    }
}
