package argiope.core.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1,192.0.2.1",
        "::ffff:192.0.2.1,192.0.2.1",
        "2001:DB8:0:0:0:0:0:15,2001:db8::15",
        "::,::",
        "::1,::1",
        "fe80::,fe80::",
        "1:0:0:2:0:0:0:3,1:0:0:2::3",
        "2001:db8:0:1:1:1:1:1,2001:db8:0:1:1:1:1:1"
    })
    void readsAndWritesTheCanonicalForm(String input, String canonical) {
        assertThat(Addresses.parse(input).map(Addresses::text)).contains(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1.2.3",
                "1.2.3.4.5",
                "01.2.3.4",
                "256.1.1.1",
                "1.2.3.4 ",
                ":",
                ":::",
                "1::2::3",
                "12345::",
                "fe80::1%eth0",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "::1.2.3",
                "example.org",
                "1:2:3:4:5:6:7:8::"
            })
    void refusesWhatIsNoAddress(String input) {
        assertThat(Addresses.parse(input)).isEmpty();
    }

    @Test
    void aRangeHoldsItsEnds() {
        var range = Cidr.parse("192.0.2.128/25").orElseThrow();

        assertThat(range.contains(Addresses.parse("192.0.2.128").orElseThrow())).isTrue();
        assertThat(range.contains(Addresses.parse("192.0.2.255").orElseThrow())).isTrue();
        assertThat(range.contains(Addresses.parse("192.0.2.127").orElseThrow())).isFalse();
    }

    @Test
    void refusesAnImpossiblePrefix() {
        assertThat(Cidr.parse("192.0.2.0/33")).isEmpty();
        assertThat(Cidr.parse("2001:db8::/129")).isEmpty();
        assertThat(Cidr.parse("192.0.2.0/-1")).isEmpty();
    }
}
