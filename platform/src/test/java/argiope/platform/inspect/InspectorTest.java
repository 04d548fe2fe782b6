package argiope.platform.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import argiope.core.names.PublicSuffixes;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InspectorTest {
    private final Inspector inspector = new Inspector(PublicSuffixes.shipped());

    private List<String> finds(String text) {
        return inspector.inspect(text).stream()
                .map(find -> find.observable().type().wire() + " "
                        + find.observable().value())
                .toList();
    }

    @Test
    void findsALoneDomainOnce() {
        assertThat(finds("example.com")).containsExactly("domain example.com");
        assertThat(finds("  Example.COM.\n")).containsExactly("domain example.com");
    }

    @Test
    void findsALoneHashAsSent() {
        var hash = "0123456789abcdef".repeat(4);

        assertThat(finds(hash)).containsExactly("sha256 " + hash);
    }

    @Test
    void findsNothingInNothing() {
        assertThat(finds("")).isEmpty();
        assertThat(finds(" \n\t ")).isEmpty();
        assertThat(finds("Nothing here, e.g. no name; i.e. none. Version 1.2 of it..."))
                .isEmpty();
    }

    @Test
    void listsEachOnceInOrderOfAppearance() {
        assertThat(finds("10.0.0.1 then bad.example and 10.0.0.1, BAD.example, x@bad.example"))
                .containsExactly("ip 10.0.0.1", "domain bad.example", "email x@bad.example");
    }

    @Test
    void doesNotListAUrlsHostUnlessItStandsAloneToo() {
        assertThat(finds("see http://bad.example/x")).containsExactly("url http://bad.example/x");
        assertThat(finds("see http://bad.example/x and bad.example"))
                .containsExactly("url http://bad.example/x", "domain bad.example");
    }

    @ParameterizedTest
    @CsvSource({
        "hxxp://bad.example/x, url http://bad.example/x",
        "hXXps://bad[.]example/x, url https://bad.example/x",
        "h**p://bad.example/x, url http://bad.example/x",
        "hxxp[:]//bad[.]example, url http://bad.example",
        "hxxp[://]bad(.)example, url http://bad.example",
        "fxp://bad.example/x, url ftp://bad.example/x",
        "bad[.]example, domain bad.example",
        "bad[dot]unlisted, domain bad.unlisted",
        "bad(.)zip, domain bad.zip",
        "bad[.unlisted, domain bad.unlisted",
        "192[.]0[.]2[.]1, ip 192.0.2.1",
        "192.0.2[.]1, ip 192.0.2.1",
        "joe[at]bad.example, email joe@bad.example",
        "joe [at] bad [dot] example, email joe@bad.example",
        "joe[@]bad[.]example, email joe@bad.example",
        "'2001[:]db8::1', ipv6 2001:db8::1"
    })
    void refangs(String text, String find) {
        assertThat(finds(text)).containsExactly(find);
        assertThat(finds("before " + text + " after")).containsExactly(find);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP://Bad.Example:80/Path?Q | url http://bad.example/Path?Q",
                "https://bad.example:443 | url https://bad.example",
                "https://bad.example:8443/ | url https://bad.example:8443/",
                "http://[2001:DB8::1]:8080/x | url http://[2001:db8::1]:8080/x",
                "http://bücher.example/ü | url http://xn--bcher-kva.example/ü",
                "http://0x7f.1/ | url http://0x7f.1/",
                "http://localhost/x | url http://localhost/x",
                "http://u:p@bad.example/ | url http://u:p@bad.example/",
                "2001:DB8:0:0:0:0:0:1 | ipv6 2001:db8::1",
                "::ffff:192.0.2.9 | ip 192.0.2.9",
                "AA-F2-C9-A6-B3-4F | mac_address aa:f2:c9:a6:b3:4f",
                "acf2.c9a6.b34f | mac_address ac:f2:c9:a6:b3:4f",
                "Joe.Doe+x@Bad.Example | email Joe.Doe+x@bad.example",
                "mailto:joe@bad.example | email joe@bad.example",
                "192.0.2.7:8080 | ip 192.0.2.7",
                "bad.example:8080 | domain bad.example",
                "bad.example/some/path.zip | domain bad.example",
                "bücher.example | domain xn--bcher-kva.example",
                "_dmarc.bad.example | domain _dmarc.bad.example",
                "D41D8CD98F00B204E9800998ECF8427E | md5 d41d8cd98f00b204e9800998ecf8427e",
                "sha1:DA39A3EE5E6B4B0D3255BFEF95601890AFD80709 | sha1 da39a3ee5e6b4b0d3255bfef95601890afd80709",
                "report.zip | domain report.zip"
            })
    void writesNormalForms(String text, String find) {
        assertThat(finds(text)).containsExactly(find);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u00A7',
            value = {
                "(see http://bad.example/x). | url http://bad.example/x",
                "[link](http://bad.example/a_(b)) | url http://bad.example/a_(b)",
                "<http://bad.example/x> | url http://bad.example/x",
                "\"http://bad.example/x\", | url http://bad.example/x",
                "'http://bad.example/x');g | url http://bad.example/x",
                "http://bad.example/x!? | url http://bad.example/x",
                "http://bad.example. | url http://bad.example",
                "http://bad.example, | url http://bad.example",
                "“http://bad.example/x” | url http://bad.example/x",
                "url=http://bad.example/x;y | url http://bad.example/x;y"
            })
    void leavesPunctuationAroundAUrlOut(String text, String find) {
        assertThat(finds(text)).containsExactly(find);
    }

    @Test
    void partsUrlsJoinedByACommaOrMarkup() {
        assertThat(finds("http://a.example/1,http://b.example/2"))
                .containsExactly("url http://a.example/1", "url http://b.example/2");
        assertThat(finds("[http://a.example/1](http://b.example/2)"))
                .containsExactly("url http://a.example/1", "url http://b.example/2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "open report.zip and readme.md, run setup.py",
                "~/bin/run.sh and C:\\Windows\\System32\\x.com",
                "the end.In the next",
                "std::cc a::b 12:34:56 1:1",
                "1.2.3.4.5 and 256.1.1.1 and 01.2.3.4",
                "name.unlistedsuffix",
                "deadbeef 0123456789abcdef",
                "http:// and https://! and ftp:///x",
                "look (at) this"
            })
    void isNotFooledBy(String text) {
        assertThat(finds(text)).isEmpty();
    }

    @Test
    void findsNamesAmongScriptsWithoutBlanks() {
        assertThat(finds("访问bad.example查看")).containsExactly("domain bad.example");
    }

    @Test
    void takesMarkupAsText() {
        assertThat(finds("<a href=\"http://bad.example/x\" onclick=alert(1)>bad</a><script>"))
                .containsExactly("url http://bad.example/x");
    }

    @Test
    void explainsWhereAndWhy() {
        var text = "run hxxp://bad[.]example/x, get report.zip from ok[.]example";

        var finds = inspector.inspect(text);

        assertThat(finds).hasSize(2);
        assertThat(text.substring(finds.get(0).from(), finds.get(0).to())).isEqualTo("hxxp://bad[.]example/x");
        assertThat(finds.get(0).rule()).isEqualTo("url-defanged");
        assertThat(text.substring(finds.get(1).from(), finds.get(1).to())).isEqualTo("ok[.]example");
        assertThat(finds.get(1).rule()).isEqualTo("domain-defanged");
        assertThat(inspector.inspect("report.zip").getFirst().confidence()).isEqualTo(Find.Confidence.LOW);
        assertThat(inspector.inspect("report.zip").getFirst().rivals())
                .containsExactly(argiope.core.observable.ObservableType.FILE_NAME);
    }

    @Test
    void survivesAnyTextAndPlacesEachFindInsideIt() {
        var seed = Long.getLong("argiope.seed", System.nanoTime());
        var random = new Random(seed);
        var signs = "abchttp://xX[](){}.:@ -_/%?#'\"0123456789fFé中\uD83D\uDE00\u3002,;at dot\n";
        for (var round = 0; round < 5_000; round++) {
            var text = new StringBuilder();
            var length = random.nextInt(120);
            for (var i = 0; i < length; i++) text.append(signs.charAt(random.nextInt(signs.length())));
            for (var find : inspector.inspect(text.toString()))
                assertThat(find.from()).as("seed %d: %s", seed, text).isBetween(0, find.to() - 1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://!",
                "\"",
                "a.",
                "[.",
                "h",
                "@",
                "::",
                "a@",
                "http://a(",
                "é",
                "x[at]",
                "1.2.3.",
                "'http://",
                "a.com:"
            })
    void takesTimeInStepWithTheLengthWhateverIsPasted(String part) {
        var text = part.repeat(1_000_000 / part.length());

        org.junit.jupiter.api.Assertions.assertTimeout(Duration.ofSeconds(5), () -> inspector.inspect(text));
    }
}
