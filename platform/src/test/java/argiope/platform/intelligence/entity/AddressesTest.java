package argiope.platform.intelligence.entity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
    private static final String SHORT = "judgement-de305d54-75b4-431b-adb2-eb6b9e546014";
    private final Addresses addresses =
            new Addresses("https://argiope.example/base/", List.of("http://localhost:8440", "http://old.example:80"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://argiope.example/base",
                "https://ARGIOPE.example:443/base",
                "http://localhost:8440",
                "http://old.example",
            })
    void everyAddressTheProductHadIsOurs(String base) {
        assertThat(addresses.ours(base + "/ctia/judgement/" + SHORT)).contains(SHORT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://argiope.example/ctia/judgement/" + SHORT,
                "https://argiope.example/base/ctia/sighting/" + SHORT,
                "https://argiope.example/base/ctia/judgement/" + SHORT + "/expire",
                "https://argiope.example.evil.example/base/ctia/judgement/" + SHORT,
                "https://user@argiope.example/base/ctia/judgement/" + SHORT,
                "http://localhost:84401/ctia/judgement/" + SHORT,
                SHORT,
                "transient:" + SHORT,
                ""
            })
    void nothingElseIs(String id) {
        assertThat(addresses.ours(id)).isEmpty();
    }

    @Test
    void idsAreShownWithTheAddressOfNow() {
        assertThat(addresses.shown(SHORT)).isEqualTo("https://argiope.example/base/ctia/judgement/" + SHORT);
        assertThat(addresses.given(SHORT)).contains(SHORT);
        assertThat(Addresses.typeOf("asset-mapping-de305d54-75b4-431b-adb2-eb6b9e546014"))
                .contains("asset-mapping");
        assertThat(Addresses.isShort("judgement-DE305D54-75b4-431b-adb2-eb6b9e546014"))
                .isFalse();
    }
}
