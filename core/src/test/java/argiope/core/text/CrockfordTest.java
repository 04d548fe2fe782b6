package argiope.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CrockfordTest {
    @Test
    void readsWhatItWroteInAnyLength() {
        var seed = 20261124L;
        var random = new Random(seed);
        for (var length = 0; length < 40; length++) {
            var bytes = new byte[length];
            random.nextBytes(bytes);
            assertThat(Crockford.decode(Crockford.encode(bytes)))
                    .as("seed %d, length %d", seed, length)
                    .hasValue(bytes);
        }
    }

    @Test
    void forgivesWhatPeopleMistake() {
        assertThat(Crockford.encode(new byte[] {0, 68, (byte) 0x32})).isEqualTo("01234");
        assertThat(Crockford.decode("ol-234")).hasValue(new byte[] {0, 68, (byte) 0x32});
        assertThat(Crockford.decode("lI00").orElseThrow())
                .isEqualTo(Crockford.decode("1100").orElseThrow());
    }

    @Test
    void refusesOtherSignsOddLengthsAndLooseBits() {
        assertThat(Crockford.decode("U0")).isEmpty();
        assertThat(Crockford.decode("é0")).isEmpty();
        assertThat(Crockford.decode("000")).isEmpty();
        assertThat(Crockford.decode("0Z")).isEmpty();
    }
}
