package argiope.core.names;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublicSuffixesTest {
    private final PublicSuffixes shipped = PublicSuffixes.shipped();

    private String of(String host) {
        return shipped.registrable(host).orElse("none");
    }

    @Test
    void findsTheRegisteredNameUnderSuffixesOfOneAndMoreLabels() {
        assertThat(of("a.b.example.com")).isEqualTo("example.com");
        assertThat(of("example.com")).isEqualTo("example.com");
        assertThat(of("www.shop.example.co.uk")).isEqualTo("example.co.uk");
    }

    @Test
    void countsThePrivateSection() {
        assertThat(of("x.somebody.github.io")).isEqualTo("somebody.github.io");
        assertThat(of("github.io")).isEqualTo("none");
    }

    @Test
    void obeysWildcardsAndTheirExceptions() {
        assertThat(of("a.b.c.ck")).isEqualTo("b.c.ck");
        assertThat(of("c.ck")).isEqualTo("none");
        assertThat(of("a.www.ck")).isEqualTo("www.ck");
        assertThat(of("www.ck")).isEqualTo("www.ck");
        assertThat(of("x.city.kawasaki.jp")).isEqualTo("city.kawasaki.jp");
        assertThat(of("x.other.kawasaki.jp")).isEqualTo("x.other.kawasaki.jp");
    }

    @Test
    void takesAnUnlistedLastLabelForASuffix() {
        assertThat(of("a.b.example")).isEqualTo("b.example");
        assertThat(of("mail.head-office.corp")).isEqualTo("head-office.corp");
        assertThat(of("db.internal")).isEqualTo("db.internal");
    }

    @Test
    void hasNoneForASingleLabelABareSuffixOrNothing() {
        assertThat(of("intranet")).isEqualTo("none");
        assertThat(of("com")).isEqualTo("none");
        assertThat(of("co.uk")).isEqualTo("none");
        assertThat(of("")).isEqualTo("none");
    }

    @Test
    void allowsUnderscoresAndOddDots() {
        assertThat(of("_dmarc.example.com")).isEqualTo("example.com");
        assertThat(of("a_b.example.net")).isEqualTo("example.net");
        assertThat(of(".")).isEqualTo("none");
        assertThat(of(".com")).isEqualTo("none");
        assertThat(of("..example..com")).isNotNull();
    }

    @Test
    void matchesRulesWrittenInOtherScriptsByTheirALabels() {
        assertThat(of("www.xn--85x722f.xn--55qx5d.cn")).isEqualTo("xn--85x722f.xn--55qx5d.cn");
        assertThat(of("x.xn--85x722f.xn--fiqs8s")).isEqualTo("xn--85x722f.xn--fiqs8s");
    }

    @Test
    void saysWhetherTheListItselfKnowsAName() {
        assertThat(shipped.lists("com")).isTrue();
        assertThat(shipped.lists("ck")).isTrue();
        assertThat(shipped.lists("zip")).isTrue();
        assertThat(shipped.lists("corp")).isFalse();
        assertThat(shipped.lists("")).isFalse();
    }

    @Test
    void loadsANewerListFromAFile(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("list.dat"), "// mine\ncorp\nhosting.corp\n*.wild.corp trailing\n");

        var list = PublicSuffixes.read(file);

        assertThat(list.rules()).isEqualTo(3);
        assertThat(list.registrable("a.b.hosting.corp")).contains("b.hosting.corp");
        assertThat(list.registrable("a.b.wild.corp")).contains("a.b.wild.corp");
        assertThat(list.registrable("b.wild.corp")).isEmpty();
    }

    @Test
    void refusesAFileWithoutRules(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("list.dat"), "// a comment\n\n");

        assertThatThrownBy(() -> PublicSuffixes.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no public suffix rule");
    }

    @Test
    void readsEveryRuleOfTheShippedList() {
        assertThat(shipped.rules()).isGreaterThan(9_000);
    }
}
