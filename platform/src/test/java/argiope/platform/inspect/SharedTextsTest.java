package argiope.platform.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import argiope.core.names.PublicSuffixes;
import argiope.core.observable.ObservableType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// Texts that another tool is tested with. Its answers are hints: each difference of ours is listed with its reason,
/// and one that is not listed fails. The files lie beside the project and are not part of it.
class SharedTextsTest {
    private static final Inspector INSPECTOR = new Inspector(PublicSuffixes.shipped());

    private static final String INSIDE = "a name inside a URL's path or query is part of the URL";
    private static final String COMMENT = "comments in mail addresses are left out, the address itself is found";
    private static final String QUOTED = "a quoted local part is no shape that occurs in practice";
    private static final String LITERAL = "an address in brackets is no domain";
    private static final String MESSENGER =
            "the tool keeps messenger addresses apart; they have the shape of mail addresses";
    private static final String REDUCED = "the tool was asked for another kind of URL list";
    private static final String FILE =
            "a file name in a path; a name of this ending needs a scheme, a path, defanging or to stand alone";
    private static final String OTHER_HASH =
            "32 and 64 hexadecimal digits have this shape, whatever word stands before them";
    private static final String NO_SCHEME = "a url needs a scheme; the name before the path is found";

    /// Its words for our types. It also lists the names in URLs and mail addresses, which we do not repeat.
    private static final Map<String, String> KINDS = Map.of(
            "urls_complete", "url",
            "domains", "domain",
            "ipv4s", "ip",
            "ipv6s", "ipv6",
            "email_addresses_complete", "email",
            "md5s", "md5",
            "sha1s", "sha1",
            "sha256s", "sha256",
            "mac_addresses", "mac_address");

    /// Number of the case (from 1), and what we find more (+) or less (-): why.
    private static final Map<String, String> REASONS = new TreeMap<>(Map.ofEntries(
            Map.entry("20 - domain cba0019_file_00002_pdf.zip", INSIDE),
            Map.entry("20 - domain freasdfuewriter.com", INSIDE),
            Map.entry("20 - domain uniddloos.zddfdd.org", INSIDE),
            Map.entry("21 - domain cba0019_file_00002_pdf.zip", INSIDE),
            Map.entry("21 - domain freasdfuewriter.com", INSIDE),
            Map.entry("21 - domain uniddloos.zddfdd.org", INSIDE),
            Map.entry("23 + email john.smith@example.com", COMMENT),
            Map.entry("23 - email \"John..Doe\"@example.com", QUOTED),
            Map.entry("23 - email (comment)john.smith@example.com", COMMENT),
            Map.entry("23 - email john.smith(comment)@example.com", COMMENT),
            Map.entry("23 - email test@[192.168.0.1]", LITERAL),
            Map.entry("24 + email bar@jabber.zone", MESSENGER),
            Map.entry("24 + email bom@jabber.sow.as", MESSENGER),
            Map.entry("24 + email foo@swissjabber.de", MESSENGER),
            Map.entry("25 + url https://example.com/test%20page/foo.com/bingo.php?q=bar.com", REDUCED),
            Map.entry("25 - domain bar.com", INSIDE),
            Map.entry("25 - domain foo.com", INSIDE),
            Map.entry("46 - domain bar.com", INSIDE),
            Map.entry("46 - domain foo.com", INSIDE),
            Map.entry("27 - domain abc.py", FILE),
            Map.entry("28 - domain test.py", FILE),
            Map.entry("31 + md5 18ddf28a71089acdbab5038f58044c0a", OTHER_HASH),
            Map.entry("32 + md5 18ddf28a71089acdbab5038f58044c0a", OTHER_HASH),
            Map.entry("33 + sha256 3f1b149d07e7e8636636b8b7f7043c40ed64a10b28986181fb046c498432c2d4", OTHER_HASH),
            Map.entry("49 + domain example.com", NO_SCHEME),
            Map.entry("49 - url example.com/abc,False,False", NO_SCHEME)));

    private static Path shared(String name) {
        var folder = System.getProperty("argiope.shared", "");
        assumeTrue(!folder.isEmpty(), "skipped: the property argiope.shared names no folder of sample texts");
        var file = Path.of(folder, "data", "extraction", name);
        assumeTrue(Files.exists(file), "skipped: " + file + " does not exist");
        return file;
    }

    @Test
    void findsWhatAnotherToolFindsButForStatedReasons() throws IOException {
        var json = new ObjectMapper();
        var differences = new TreeSet<String>();
        var number = 0;
        for (var line : Files.readAllLines(shared("cases.jsonl"), StandardCharsets.UTF_8)) {
            number++;
            var node = json.readTree(line);
            var theirs = theirs(node.get("expected"));
            var ours = new TreeSet<String>();
            for (var find : INSPECTOR.inspect(node.get("text").asString()))
                ours.add(find.observable().type().wire() + " "
                        + find.observable().value());
            for (var find : ours) if (!theirs.contains(find)) differences.add(number + " + " + find);
            for (var find : theirs)
                if (!ours.contains(find) && !isPartOfAnother(find, ours)) differences.add(number + " - " + find);
        }

        assertThat(differences).isEqualTo(new TreeSet<>(REASONS.keySet()));
    }

    private static TreeSet<String> theirs(JsonNode expected) {
        var theirs = new TreeSet<String>();
        KINDS.forEach((word, type) -> {
            if (expected.has(word))
                for (var value : expected.get(word)) {
                    var text = value.asString();
                    if (type.equals("mac_address")) text = mac(text);
                    if (type.equals("ipv6"))
                        text = argiope.core.net.Addresses.text(
                                argiope.core.net.Addresses.parse(text).orElseThrow());
                    theirs.add(type + " " + text);
                }
        });
        return theirs;
    }

    private static String mac(String text) {
        var digits = text.toLowerCase(Locale.ROOT).replaceAll("[^0-9a-f]", "");
        return digits.replaceAll("(..)(?!$)", "$1:");
    }

    private static boolean isPartOfAnother(String find, TreeSet<String> ours) {
        if (!find.startsWith("domain ")) return false;
        var name = find.substring(7);
        return ours.stream()
                .anyMatch(other -> other.startsWith("url http://" + name)
                        || other.startsWith("url https://" + name)
                        || (other.startsWith("email ") && other.endsWith("@" + name)));
    }

    @Test
    void readsALongArticle() throws IOException {
        var article = Files.readString(shared("long-article-1.txt"), StandardCharsets.UTF_8);

        var finds = INSPECTOR.inspect(article);

        assertThat(finds)
                .extracting(find -> find.observable().type())
                .contains(ObservableType.IP, ObservableType.DOMAIN, ObservableType.EMAIL, ObservableType.URL)
                .doesNotContain(ObservableType.IPV6, ObservableType.MD5);
        assertThat(finds).extracting(Find::observable).doesNotHaveDuplicates();
    }
}
