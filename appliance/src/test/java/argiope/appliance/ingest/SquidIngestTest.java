package argiope.appliance.ingest;

import static argiope.appliance.ingest.FollowedFileTest.append;
import static org.assertj.core.api.Assertions.assertThat;

import argiope.appliance.format.Formats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The product's own formats through the whole of ingest.
class SquidIngestTest {
    @TempDir
    Path folder;

    final RecordingStore.Disk disk = new RecordingStore.Disk();

    @Test
    void findsTheFormatOutAndReadsEveryLine() throws IOException {
        var log = folder.resolve("access.log");
        append(log, visits(1000));
        try (var run = run()) {
            var file = run.imported(log).files().getFirst();

            assertThat(file.detectedFormat()).startsWith("squid");
            assertThat(file.ledger().accepted()).isEqualTo(1000);
            assertThat(file.notices()).isEmpty();
        }
    }

    @Test
    void aRecordThatSquidCutOffWithANulIsALineOfItsOwn() throws IOException {
        var log = folder.resolve("access.log");
        append(log, visits(300));
        append(
                log,
                "1764000001.120    187 192.0.2.15 TCP_MISS/200 14820 GET http://www.example.org/" + "a".repeat(300)
                        + "\0"
                        + "1764000002.120    187 192.0.2.15 TCP_MISS/200 14820 GET http://www.example.org/b - HIER_DIRECT/198.51.100.7 text/html\n");
        try (var run = run()) {
            var ledger = run.imported(log).files().getFirst().ledger();

            assertThat(ledger.read()).isEqualTo(302);
            assertThat(ledger.accepted()).isEqualTo(302);
            assertThat(ledger.balanced()).isTrue();
        }
    }

    @Test
    void noSecretOfARejectedLineIsKeptAnywhere() throws IOException {
        var log = folder.resolve("access.log");
        append(log, visits(300));
        append(
                log,
                "1764000001.120    187 not-an-address TCP_MISS/200 14820 GET http://bob:hunter2@www.example.org/ -"
                        + " HIER_DIRECT/198.51.100.7 text/html [Authorization: Basic c2VjcmV0\\r\\nCookie: sid=secret] [Server: x]\n");
        append(log, "rubbish http://bob:hunter2@www.example.org/ Cookie: sid=secret\n");
        try (var run = run()) {
            var ledger = run.imported(log).files().getFirst().ledger();

            assertThat(ledger.rejected()).isEqualTo(2);
            assertThat(ledger.toString()).contains("***").doesNotContain("hunter2", "c2VjcmV0", "sid=secret");
        }
        assertThat(disk.checkpoint().toString()).doesNotContain("hunter2", "c2VjcmV0", "sid=secret");
        try (var files = Files.walk(folder.resolve("state"))) {
            for (var file : files.filter(Files::isRegularFile).toList())
                assertThat(Files.readString(file)).doesNotContain("hunter2", "c2VjcmV0", "sid=secret");
        }
    }

    private IngestRun run() {
        return new IngestRun(
                disk,
                folder.resolve("state"),
                IngestLimits.standard(),
                Clock.systemUTC(),
                FormatFinder.of(Formats.standard()));
    }

    private static String visits(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "1764000001.120    187 192.0.2.15 TCP_MISS/200 14820 GET http://www.example.org/" + i
                        + " alice HIER_DIRECT/198.51.100.7 text/html\n")
                .collect(Collectors.joining());
    }
}
