package argiope.http.platform.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import argiope.core.access.PasswordHasher;
import argiope.core.access.Refusal;
import argiope.core.access.Role;
import argiope.http.platform.TestPlatform;
import argiope.memory.platform.identity.MemoryAccounts;
import argiope.memory.platform.identity.MemorySessions;
import argiope.platform.identity.Account;
import argiope.platform.identity.Identity;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionTest {
    private final TestPlatform platform = new TestPlatform();

    @AfterEach
    void stop() {
        platform.close();
    }

    /// Looks again and again, for a second at most.
    static boolean withinASecond(BooleanSupplier condition) {
        var end = Instant.now().plusSeconds(1);
        while (Instant.now().isBefore(end)) {
            if (condition.getAsBoolean()) return true;
            Thread.onSpinWait();
        }
        return false;
    }

    @Test
    void aPersonSignsInLooksAndSignsOut() {
        var browser = platform.adminBrowser();

        var session = browser.get("/session/v1").json();
        assertThat(session.at("/user/login").stringValue()).isEqualTo("ada");
        assertThat(session.at("/user/role").stringValue()).isEqualTo("admin");
        assertThat(session.get("product").stringValue()).isEqualTo("platform");
        assertThat(session.get("csrf").stringValue()).isEqualTo(browser.csrf());

        assertThat(browser.send("DELETE", "/session/v1", "").status()).isEqualTo(204);
        var after = browser.get("/session/v1");
        assertThat(after.status()).isEqualTo(401);
        assertThat(after.json().get("code").stringValue()).isEqualTo("not-signed-in");
    }

    @Test
    void theCookieIsHiddenFromScriptsAndOtherSites() {
        var cookie = platform.signInAttempt("ada", platform.adminPassword)
                .header("Set-Cookie")
                .orElseThrow();

        assertThat(cookie).startsWith("argiope-platform=").contains("HttpOnly", "SameSite=Strict", "Path=/");
    }

    @Test
    void aWrongPasswordAnUnknownLoginAndADisabledAccountLookAlike() {
        var made = platform.identity.create(platform.identity.operator(), "ben", "Ben", Role.ANALYST, Optional.empty());
        platform.identity.change(
                platform.identity.operator(),
                made.account().id(),
                new Identity.Change(Optional.empty(), Optional.empty(), Optional.of(false), Optional.empty()));

        var wrong = platform.signInAttempt("ada", "not the password");
        var unknown = platform.signInAttempt("nobody", "not the password");
        var disabled = platform.signInAttempt("ben", made.password().orElseThrow());

        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.json().get("code").stringValue()).isEqualTo("wrong-credentials");
        assertThat(unknown.body()).isEqualTo(wrong.body());
        assertThat(disabled.body()).isEqualTo(wrong.body());
        assertThat(unknown.status()).isEqualTo(401);
        assertThat(disabled.status()).isEqualTo(401);
    }

    @Test
    void guessingIsSlowedDownAndForgivenAfterAWhile() {
        var declined = 0;
        while (platform.signInAttempt("ada", "guess " + declined).status() == 401 && declined < 50) declined++;

        var slow = platform.signInAttempt("ada", platform.adminPassword);
        assertThat(declined).isBetween(3, 19);
        assertThat(slow.status()).isEqualTo(429);
        assertThat(slow.json().get("code").stringValue()).isEqualTo("slow-down");
        var wait = Long.parseLong(slow.header("Retry-After").orElseThrow());
        assertThat(wait).isPositive();

        platform.clock.turn(Duration.ofSeconds(wait));
        assertThat(platform.signInAttempt("ada", platform.adminPassword).status())
                .isEqualTo(200);
        assertThat(platform.signInAttempt("ada", "one more slip").status()).isEqualTo(401);
    }

    @Test
    void theWaitGrowsWithEachGuess() {
        while (platform.signInAttempt("ada", "guess").status() == 401) platform.clock.turn(Duration.ofMillis(1));
        var first = Long.parseLong(
                platform.signInAttempt("ada", "guess").header("Retry-After").orElseThrow());
        platform.clock.turn(Duration.ofSeconds(first));
        assertThat(platform.signInAttempt("ada", "guess").status()).isEqualTo(401);

        var second = Long.parseLong(
                platform.signInAttempt("ada", "guess").header("Retry-After").orElseThrow());

        assertThat(second).isGreaterThan(first);
    }

    @Test
    void aWriteWithTheCookieNeedsTheSessionsWord() {
        var browser = platform.adminBrowser();

        var without = platform.call("DELETE", "/session/v1", "", "Cookie", browser.cookie());
        var wrong = platform.call(
                "DELETE", "/session/v1", "", "Cookie", browser.cookie(), "X-Argiope-CSRF", "0".repeat(64));

        assertThat(without.status()).isEqualTo(403);
        assertThat(without.json().get("code").stringValue()).isEqualTo("csrf");
        assertThat(wrong.status()).isEqualTo(403);
        assertThat(browser.get("/session/v1").status()).isEqualTo(200);
    }

    @Test
    void aPageOnAnotherPortOfTheSameHostCannotUseTheCookie() {
        var browser = platform.adminBrowser();
        var own = "http://127.0.0.1:" + platform.port();

        assertThat(platform.call("GET", "/iroh/profile/whoami", "", "Cookie", browser.cookie(), "Origin", own)
                        .status())
                .isEqualTo(200);
        assertThat(platform.call(
                                "GET",
                                "/iroh/profile/whoami",
                                "",
                                "Cookie",
                                browser.cookie(),
                                "Origin",
                                "http://127.0.0.1:1")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void attackAnotherSiteSignsAPersonInAsSomebodyElse() {
        var body = "{\"login\":\"ada\",\"password\":\"" + platform.adminPassword + "\"}";

        var other = platform.call("POST", "/session/v1", body, "Origin", "https://elsewhere.example");

        assertThat(other.status()).isEqualTo(403);
        assertThat(other.header("Set-Cookie")).isEmpty();
        assertThat(platform.call("POST", "/session/v1", body, "Origin", TestPlatform.ADDRESS)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aSessionEndsAfterTwelveHours() {
        var browser = platform.adminBrowser();

        platform.clock.turn(Duration.ofHours(12));

        assertThat(browser.get("/session/v1").status()).isEqualTo(401);
    }

    @Test
    void aDisabledPersonIsOutWithinASecond() {
        var browser = platform.person("ben", Role.ANALYST);
        var id = browser.get("/session/v1").json().at("/user/id").stringValue();
        assertThat(browser.get("/session/v1").status()).isEqualTo(200);

        var changed = platform.adminBrowser().send("PATCH", "/users/v1/" + id, "{\"enabled\":false}");

        assertThat(changed.status()).isEqualTo(200);
        assertThat(withinASecond(() -> browser.get("/session/v1").status() == 401))
                .isTrue();
    }

    @Test
    void aChangeBehindOurBackCountsWithinASecond() {
        var browser = platform.person("ben", Role.ANALYST);
        assertThat(browser.get("/iroh/iroh-int/module-type").status()).isEqualTo(200);

        var account = platform.accounts.byLogin("ben").orElseThrow();
        platform.accounts.update(new Account(
                account.id(),
                account.orgId(),
                account.login(),
                account.name(),
                account.role(),
                false,
                account.passwordHash(),
                account.createdAt(),
                account.updatedAt(),
                account.signedInAtOrNever()));

        assertThat(withinASecond(() -> browser.get("/iroh/iroh-int/module-type").status() == 401))
                .isTrue();
    }

    @Test
    void aNewPasswordEndsTheSessions() {
        var browser = platform.person("ben", Role.ANALYST);
        var id = browser.get("/session/v1").json().at("/user/id").stringValue();

        platform.adminBrowser().send("PATCH", "/users/v1/" + id, "{\"password\":\"a new long one\"}");

        assertThat(browser.get("/session/v1").status()).isEqualTo(401);
        assertThat(platform.signInAttempt("ben", "a new long one").status()).isEqualTo(200);
    }

    @Test
    void hugeAndBrokenSignInsAreDeclined() {
        assertThat(platform.signInAttempt("ada", "x".repeat(100_000)).status()).isEqualTo(401);
        assertThat(platform.signInAttempt("a".repeat(100_000), "x").status()).isEqualTo(401);
        assertThat(platform.call("POST", "/session/v1", "{\"login\":").status()).isEqualTo(400);
        assertThat(platform.call("POST", "/session/v1", "{\"login\":7,\"password\":[]}")
                        .status())
                .isEqualTo(400);
        assertThat(platform.call("GET", "/session/v1", "", "Cookie", "argiope-platform=" + "x".repeat(5_000))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void anUnknownLoginCostsAsMuchHashingAsAKnownOne() {
        var checks = new AtomicInteger();
        var counting = new PasswordHasher() {
            @Override
            public String hash(String password) {
                return "hash of " + password;
            }

            @Override
            public boolean matches(String password, String hash) {
                checks.incrementAndGet();
                return hash.equals(hash(password));
            }
        };
        var identity = new Identity(new MemoryAccounts(), new MemorySessions(), counting, platform.clock);
        var made = identity.firstStart("Gateways", "ada").orElseThrow();

        assertThat(identity.firstStart("Gateways", "eve")).isEmpty();
        for (var login : new String[] {"ada", "nobody"}) {
            checks.set(0);
            assertThatThrownBy(() -> identity.signIn(login, "guess", "192.0.2.1"))
                    .isInstanceOf(Refusal.NotAuthenticated.class);
            assertThat(checks).as(login).hasValue(1);
        }
        assertThat(identity.signIn("ADA", made.password().orElseThrow(), "192.0.2.1")
                        .session()
                        .caller()
                        .isAdmin())
                .isTrue();
    }

    @Test
    void whoeverHasTheMachineResetsTheAdmin() {
        var again = platform.identity.resetAdmin();

        assertThat(platform.signInAttempt("ada", platform.adminPassword).status())
                .isEqualTo(401);
        assertThat(platform.signInAttempt("ada", again.password().orElseThrow()).status())
                .isEqualTo(200);
    }
}
