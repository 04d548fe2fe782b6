package argiope.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Argon2idHasherTest {
    private final Argon2idHasher hasher = Argon2idHasher.cheap();

    @Test
    void aPasswordMatchesItsOwnHashOnly() {
        var hash = hasher.hash("correct horse");

        assertThat(hasher.matches("correct horse", hash)).isTrue();
        assertThat(hasher.matches("correct horsE", hash)).isFalse();
        assertThat(hasher.matches("", hash)).isFalse();
    }

    @Test
    void theSamePasswordNeverHasTheSameHash() {
        assertThat(hasher.hash("x")).isNotEqualTo(hasher.hash("x"));
    }

    @Test
    void aHashMadeAtAnotherCostIsCheckedAtItsOwn() {
        assertThat(hasher.matches("x", Argon2idHasher.standard().hash("x"))).isTrue();
    }

    @Test
    void readsWhatTheReferenceProgramWrites() {
        // Test vector of the reference implementation: argon2 somesalt -id -t 2 -m 16 -p 1, password "password".
        assertThat(hasher.matches(
                        "password",
                        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain",
                "$argon2id$v=19$m=8,t=1,p=1$!!$!!",
                "$argon2id$v=19$m=999999999,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$"
            })
    void whatIsNoHashMatchesNothing(String text) {
        assertThat(hasher.matches("", text)).isFalse();
    }
}
