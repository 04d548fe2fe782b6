package argiope.platform.intelligence.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StemmerTest {
    @ParameterizedTest
    @CsvSource({
        "indicators, indicator",
        "indicating, indicated",
        "policies, policy",
        "boxes, box",
        "addresses, address",
        "stopped, stopping",
        "blocked, blocks",
        "beacons, beacon",
        "files, file"
    })
    void formsOfAWordHaveOneStem(String one, String other) {
        assertThat(Stemmer.stem(one)).isEqualTo(Stemmer.stem(other));
    }

    @ParameterizedTest
    @CsvSource({"virus, vir", "policy, police", "analysis, analyst", "host, ghost"})
    void differentWordsKeepApart(String one, String other) {
        assertThat(Stemmer.stem(one)).isNotEqualTo(Stemmer.stem(other));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dns", "cve2021x44228", "über", "", "ss", "10.0.0.1"})
    void whatIsNoLongEnglishWordStays(String word) {
        assertThat(Stemmer.stem(word)).isEqualTo(word);
    }

    @Test
    void aWordHasItsPartsAndItsWhole() {
        assertThat(Words.words("Wi-Fi, PowerShell's (10.0.0.1)!"))
                .extracting(w -> w.whole() + w.parts())
                .containsExactly("wi-fi[wi, fi]", "powershell[power, shell]", "10.0.0.1[10.0.0.1]");
    }
}
