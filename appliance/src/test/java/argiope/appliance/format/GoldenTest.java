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
}
