package argiope.appliance.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import argiope.core.access.Refusal;
import argiope.core.observable.Observable;
import argiope.core.observable.ObservableType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlockValuesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            domain | Evil.EXAMPLE | evil.example
            domain | evil.example. | evil.example
            domain | *.evil.example | evil.example
            domain | bücher.example | xn--bcher-kva.example
            domain | BÜCHER。example | xn--bcher-kva.example
            domain | _dmarc.evil.example | _dmarc.evil.example
            hostname | host.evil.example | host.evil.example
            ip | 192.0.2.1 | 192.0.2.1
            ipv6 | 2001:DB8:0:0:0:0:0:1 | 2001:db8::1
            sha256 | E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855 | e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
            url | HTTP://Evil.example | http://evil.example/
            url | http://evil.example:80/a?b#c | http://evil.example/a?b
            url | https://evil.example:443 | https://evil.example/
            url | https://evil.example:8443/%7ea%2fb | https://evil.example:8443/~a%2Fb
            url | http://bücher.example/ä | http://xn--bcher-kva.example/%C3%A4
            url | http://[2001:DB8::1]:8080/x | http://[2001:db8::1]:8080/x
            url | http://192.0.2.1?q | http://192.0.2.1/?q
            """)
    void isKeptInItsNormalForm(String type, String value, String expected) {
        assertThat(BlockValues.normal(new Observable(ObservableType.of(type).orElseThrow(), value))
                        .value())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "com",
                ".",
                "a..example",
                "-a.example",
                "192.0.2.1",
                "192.0.2",
                "::1",
                "evil.example\nacl all src all",
                "evil.example acl",
                "\"evil\".example",
                "<script>.example",
                "evil.example/path",
                "xn--.example\u0000",
                "ab\u202ecd.example:80"
            })
    void whatIsNoNameIsRefused(String value) {
        refused(ObservableType.DOMAIN, value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "ftp://evil.example/",
                "http://",
                "http:///x",
                "http://user:secret@evil.example/",
                "http://evil.example:0/",
                "http://evil.example:99999/",
                "http://evil.example/a b",
                "http://evil.example/\r\nx",
                "javascript:alert(1)",
                "http://[::zz]/"
            })
    void whatIsNoUrlIsRefused(String value) {
        refused(ObservableType.URL, value);
    }

    @Test
    void anObservableOfTenKilobytesIsRefused() {
        refused(ObservableType.URL, "http://evil.example/" + "x".repeat(10_000));
        refused(ObservableType.DOMAIN, "x.".repeat(5_000) + "example");
        refused(ObservableType.SHA256, "a".repeat(10_000));
        refused(ObservableType.IP, "1".repeat(10_000));
    }

    @Test
    void otherTypesAreRefusedByName() {
        assertThatThrownBy(() -> BlockValues.normal(new Observable(ObservableType.EMAIL, "a@b.example")))
                .isInstanceOf(Refusal.Invalid.class)
                .hasMessageContaining("email cannot");
    }

    private static void refused(ObservableType type, String value) {
        assertThatThrownBy(() -> BlockValues.normal(new Observable(type, value)))
                .isInstanceOfSatisfying(
                        Refusal.Invalid.class,
                        refusal -> assertThat(refusal.code()).isEqualTo("cannot-be-blocked"));
    }
}
