package argiope.appliance.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import argiope.core.access.Caller;
import argiope.core.access.Refusal;
import argiope.core.access.Role;
import argiope.memory.appliance.MemoryAccounts;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsersTest {
    private final MemoryAccounts accounts = new MemoryAccounts();
    private final AtomicInteger number = new AtomicInteger();
    private final Users users = new Users(
            accounts,
            new CountingHasher(),
            () -> "id-" + number.incrementAndGet(),
            () -> "made-up-" + number.incrementAndGet(),
            new TestClock());

    @Test
    void theFirstStartMakesAnAdminAndTheSecondDoesNot() {
        var made = users.ensureAdmin().orElseThrow();

        assertThat(made.account().login()).isEqualTo("admin");
        assertThat(made.account().role()).isEqualTo(Role.ADMIN);
        assertThat(made.password()).startsWith("made-up-");
        assertThat(users.ensureAdmin()).isEmpty();
    }

    @Test
    void aMadeUpPasswordIsShownOnceAndNeverPrinted() {
        var made = users.create(Users.MACHINE, "bob", "Bob", Role.ANALYST, Optional.empty());

        assertThat(made.password()).isNotEmpty();
        assertThat(made.toString()).doesNotContain(made.password()).doesNotContain("hash");
        assertThat(users.create(Users.MACHINE, "eve", "", Role.ANALYST, Optional.of("chosen one"))
                        .password())
                .isEmpty();
    }

    @Test
    void onlyAdminsSeeOrChangeUsers() {
        var analyst = new Caller("x", "bob", "appliance", Role.ANALYST, Set.of(), "");

        assertThatThrownBy(() -> users.all(analyst)).isInstanceOf(Refusal.NotAllowed.class);
        assertThatThrownBy(() -> users.create(analyst, "eve", "", Role.ADMIN, Optional.empty()))
                .isInstanceOf(Refusal.NotAllowed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "-a",
                "<b>",
                "ä",
                "a\nb",
                "0123456789012345678901234567890123456789012345678901234567890123456789"
            })
    void aLoginThatIsNoneIsRefused(String login) {
        assertThatThrownBy(() -> users.create(Users.MACHINE, login, "", Role.ANALYST, Optional.empty()))
                .isInstanceOfSatisfying(
                        Refusal.Invalid.class,
                        refusal -> assertThat(refusal.code()).isEqualTo("bad-login"));
    }

    @Test
    void aShortPasswordIsRefused() {
        assertThatThrownBy(() -> users.create(Users.MACHINE, "bob", "", Role.ANALYST, Optional.of("short")))
                .hasMessageContaining("8 to 200");
    }

    @Test
    void theAdminGetsBackInByANewPassword() {
        var made = users.ensureAdmin().orElseThrow();
        var reset = users.resetAdmin();

        assertThat(reset.account().login()).isEqualTo("admin");
        assertThat(reset.password()).isNotEqualTo(made.password());
    }
}
