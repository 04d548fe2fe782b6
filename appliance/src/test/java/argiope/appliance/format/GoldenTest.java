package argiope.appliance.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Runs the golden cases, and everything that can go wrong with their lines.
class GoldenTest {

    static List<Golden> cases() throws IOException, URISyntaxException {
        var folder = Path.of(GoldenTest.class.getResource("/golden").toURI());
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .map(file -> {
                        try {
                            return Golden.read(file);
                        } catch (IOException e) {
                            throw new IllegalStateException(e);
                        }
                    })
                    .toList();
        }
    }

    @TestFactory
    Stream<DynamicTest> becomesWhatTheGoldenCaseSays() throws Exception {
        return cases().stream()
                .map(golden -> DynamicTest.dynamicTest(
                        golden.name(), () -> assertThat(golden.actual()).isEqualTo(golden.expected())));
    }

    @TestFactory
    Stream<DynamicTest> readsAStoredLineAgainTheSameWay() throws Exception {
        return cases().stream()
                .map(golden -> DynamicTest.dynamicTest(golden.name(), () -> {
                    var reader = Golden.FORMATS.reader(golden.context());
                    for (var line : golden.lines()) {
                        var row = new argiope.appliance.tracking.Row();
                        reader.read(line, 0, line.length, row);
                        var stored = Arrays.copyOfRange(row.rawArray(), row.rawFrom(), row.rawTo());

                        var again = Golden.become(reader, stored);

                        assertThat(again).isEqualTo(Golden.become(reader, line).replaceAll("(?m)^raw: .*\n", ""));
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> survivesATruncationAtEveryByte() throws Exception {
        return cases().stream()
                .map(golden -> DynamicTest.dynamicTest(golden.name(), () -> {
                    var reader = Golden.FORMATS.reader(golden.context());
                    var row = new argiope.appliance.tracking.Row();
                    for (var line : golden.lines())
                        for (var end = 0; end <= line.length; end++)
                            assertThat(reader.read(line, 0, end, row))
                                    .as("%s cut at %d", new String(line, StandardCharsets.UTF_8), end)
                                    .isNotEqualTo(LineOutcome.REJECT_INTERNAL);
                }));
    }

    @Test
    void survivesRandomBytesAndRandomChanges() throws Exception {
        var seed = Long.getLong("argiope.seed", System.nanoTime());
        var random = new Random(seed);
        var cases = cases();
        var row = new argiope.appliance.tracking.Row();
        for (var round = 0; round < 20_000; round++) {
            var golden = cases.get(random.nextInt(cases.size()));
            var reader = Golden.FORMATS.reader(golden.context());
            var line = golden.lines().get(random.nextInt(golden.lines().size())).clone();
            var changes = 1 + random.nextInt(8);
            if (round % 10 == 0) random.nextBytes(line);
            else
                for (var i = 0; i < changes && line.length > 0; i++) {
                    var at = random.nextInt(line.length);
                    line[at] = random.nextBoolean()
                            ? (byte) random.nextInt(256)
                            : (byte) " /:@[]%\\\"<>-,.\0".charAt(random.nextInt(15));
                }
            assertThat(reader.read(line, 0, line.length, row))
                    .as("seed %d round %d: %s", seed, round, new String(line, StandardCharsets.ISO_8859_1))
                    .isNotEqualTo(LineOutcome.REJECT_INTERNAL);
            assertThat(row.rawTo()).isBetween(row.rawFrom(), row.rawArray().length);
        }
    }

    /// Lines of the greatest length allowed, made of what could send a careless reader round and round.
    @Test
    void takesTimeInStepWithTheLengthWhateverTheLine() {
        var heads = new String[] {
            "",
            "1764000001.120 187 192.0.2.15 TCP_MISS/200 14820 GET ",
            "1764000001.120 187 192.0.2.15 TCP_MISS/200 14820 GET http://www.example.org/a ",
            "192.0.2.15 - - [24/Nov/2025:16:00:01 +0000] \"",
            "1764000001.120 187 192.0.2.15 TCP_MISS/200 1 GET http://a.example/ - DIRECT/x - OTHER-A-B-C-D-E-F <"
        };
        var parts = new String[] {
            "\"x ",
            "a ",
            "://a@",
            "[",
            "] [",
            "\0",
            "\0a [24/Nov/2025:",
            "[Cookie: ",
            "HIER_DIRECT/",
            "OTHER-a-b-c-d-e-f ",
            "/../",
            "&lt;",
            ",",
            "\"",
            "\\",
            "\u4e2d.",
            "Info: ",
            "\" 200 ",
            "<1>",
            "Nov 24 16:00:01 x ",
            "\" \"",
            "0x1."
        };
        var text = "%ts.%03tu %6tr %>a %Ss/%03>Hs %<st %rm %ru %[un %Sh/%<a %mt \"%{Referer}>h\" [%>h]";
        var row = new argiope.appliance.tracking.Row();
        for (var format : new String[] {"wsa", "squid", "squid-combined", "logformat", Formats.AUTO}) {
            var reader =
                    Golden.FORMATS.reader(new ParseContext(format, text, java.time.ZoneOffset.UTC, true, "", 2025));
            for (var head : heads)
                for (var part : parts) {
                    var line = (head + part.repeat(65_000 / part.length())).getBytes(StandardCharsets.UTF_8);
                    org.junit.jupiter.api.Assertions.assertTimeout(java.time.Duration.ofSeconds(2), () -> {
                        assertThat(reader.read(line, 0, line.length, row)).isNotEqualTo(LineOutcome.REJECT_INTERNAL);
                        reader.split(line, 0, line.length);
                    });
                }
        }
    }
}
