package argiope.appliance.ingest;

import static argiope.appliance.ingest.FollowedFileTest.append;
import static argiope.appliance.ingest.FollowedFileTest.write;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
    @TempDir
    Path folder;

    Path log;
    final RecordingStore.Disk disk = new RecordingStore.Disk();

    @BeforeEach
    void nameTheLog() {
        log = folder.resolve("access.log");
    }

    @Test
    void everyLineEndsInOneState() throws IOException {
        append(
                log,
                "visit 1\n#directive\n\n  \t\nvisit 2 faulty\nrubbish\nvisit ancient\nvisit unstorable\nvisit thrown\nvisit 3");
        append(log, "\nvisit " + "x".repeat(2000) + "\n");
        try (var run = run()) {
            var ledger = run.imported(log).files().getFirst().ledger();

            assertThat(ledger.read()).isEqualTo(11);
            assertThat(ledger.accepted()).isEqualTo(3);
            assertThat(ledger.skippedBy())
                    .extracting(Ledger.Skipped::rule, Ledger.Skipped::count)
                    .containsExactlyInAnyOrder(
                            org.assertj.core.groups.Tuple.tuple("directive", 1L),
                            org.assertj.core.groups.Tuple.tuple("blank", 2L));
            assertThat(ledger.rejectedBy())
                    .extracting(Ledger.Rejected::reason, Ledger.Rejected::count)
                    .containsExactlyInAnyOrder(
                            org.assertj.core.groups.Tuple.tuple("too-few-fields", 1L),
                            org.assertj.core.groups.Tuple.tuple("time-implausible", 1L),
                            org.assertj.core.groups.Tuple.tuple("internal", 2L),
                            org.assertj.core.groups.Tuple.tuple("line-too-long", 1L));
            assertThat(ledger.rejectedBy()).allSatisfy(reason -> {
                assertThat(reason.cure()).isNotBlank();
                assertThat(reason.samples()).isNotEmpty();
                assertThat(reason.first()).isPositive().isLessThanOrEqualTo(reason.last());
            });
            assertThat(ledger.fieldFaults()).containsExactly(new Ledger.FieldFault("status", 1));
            assertThat(ledger.hours().getFirst().read()).isEqualTo(11);
            assertThat(ledger.balanced()).isTrue();
        }

        assertThat(disk.lines()).containsExactlyInAnyOrder("visit 1", "visit 2 faulty", "visit 3");
    }

    @Test
    void aRecordCutOffWithANulIsALineOfItsOwn() throws IOException {
        append(log, "visit cu\0visit 2\nvisit 3\0\0\0\n\0\0\0\n\0\0visit 4\n");
        try (var run = run()) {
            var ledger = run.imported(log).files().getFirst().ledger();

            assertThat(ledger.read()).isEqualTo(5);
            assertThat(ledger.accepted()).isEqualTo(4);
            assertThat(ledger.skipped()).isEqualTo(1);
            assertThat(ledger.balanced()).isTrue();
        }

        assertThat(disk.lines()).containsExactlyInAnyOrder("visit cu", "visit 2", "visit 3", "visit 4");
    }

    @Test
    void keepsFewSamplesAndNoSecretOfHostileLines() throws IOException {
        write(log, 0, 500);
        for (var i = 0; i < 100; i++)
            append(
                    log,
                    "http://bob:hunter" + i
                            + "@example.org/ [Authorization: Basic c2VjcmV0\\r\\nCookie: sid=secret] \u001b[31m<script>"
                            + "y".repeat(900) + "z".repeat(300) + "\n");
        append(log, "http://bob:hunter2@example.org/" + "x".repeat(8000) + "\n");
        try (var run = run()) {
            var ledger = run.imported(log).files().getFirst().ledger();
            var samples = ledger.rejectedBy().stream()
                    .flatMap(reason -> reason.samples().stream())
                    .toList();

            assertThat(ledger.rejectedBy().getFirst().samples()).hasSize(20);
            assertThat(samples)
                    .allSatisfy(sample -> assertThat(sample)
                            .doesNotContain("hunter", "c2VjcmV0", "sid=secret", "\u001b")
                            .contains("***")
                            .satisfies(text -> assertThat(text.getBytes(StandardCharsets.UTF_8).length)
                                    .isLessThanOrEqualTo(1100)));
        }
        try (var files = Files.walk(folder.resolve("state"))) {
            for (var file : files.filter(Files::isRegularFile).toList())
                assertThat(Files.readString(file)).doesNotContain("hunter", "c2VjcmV0", "sid=secret");
        }
        assertThat(disk.checkpoint().entries().toString()).doesNotContain("hunter", "c2VjcmV0", "sid=secret");
    }

    @Test
    void keepsRejectedLinesWholeAndDropsTheOldestWhenTheyFillTheirSpace() throws IOException {
        var small = IngestRun.limits();
        var limits = new IngestLimits(
                1,
                small.chunkBytes(),
                small.maxLineBytes(),
                small.poll(),
                small.refresh(),
                small.commit(),
                small.rotatedQuiet(),
                small.silence(),
                small.maxExpansion(),
                small.maxContentBytes(),
                64 << 10);
        write(log, 0, 400);
        for (var i = 0; i < 3000; i++) append(log, "rejected line number " + i + " with some words\n");
        try (var run =
                new IngestRun(disk, folder.resolve("state"), limits, Clock.systemUTC(), IngestRun.source("gw", log))) {
            IngestRun.await("all is read", () -> run.status("gw").ledger().read() == 3400);
            run.awaitNotice("gw", "many-rejected");
            var ledger = run.status("gw").ledger();
            var kept = 0L;
            var bytes = 0L;
            for (var file : run.ingest.rejectedLines("gw")) {
                kept += Files.readAllLines(file).size();
                bytes += Files.size(file);
            }

            assertThat(ledger.rejected()).isEqualTo(3000);
            assertThat(ledger.rejectedDropped()).isPositive();
            assertThat(kept + ledger.rejectedDropped()).isEqualTo(3000);
            assertThat(bytes).isLessThanOrEqualTo(64 << 10);
        }
    }

    @Test
    void theRejectedLinesAgreeWithTheLedgerAfterACrash() throws IOException {
        write(log, 0, 400);
        for (var life = 0; life < 5; life++) {
            for (var i = 0; i < 200; i++) append(log, "rejected " + life + " " + i + "\n");
            var expected = 400 + (life + 1) * 200;
            try (var run = source()) {
                IngestRun.await("all is read", () -> run.status("gw").ledger().read() >= expected);
                run.store.crash();
            }
        }
        try (var run = source()) {
            IngestRun.await("all is read", () -> run.status("gw").ledger().read() >= 1400);
            IngestRun.await(
                    "it is stored", () -> disk.checkpoint().entries().toString().contains("1400"));
            var kept = 0;
            for (var file : run.ingest.rejectedLines("gw"))
                kept += Files.readAllLines(file).size();

            assertThat(run.status("gw").ledger().rejected()).isEqualTo(1000);
            assertThat(kept).isEqualTo(1000);
        }
    }

    @Test
    void noBytesChangeTheBalance() throws IOException {
        var seed = System.nanoTime();
        var random = new Random(seed);
        for (var round = 0; round < 20; round++) {
            var bytes = new byte[1 + random.nextInt(40_000)];
            var alphabet = new byte[] {'\n', '\r', 0, ' ', 'v', 'i', 's', 't', '#', (byte) 0xff, (byte) 0xc3, '{', '"'};
            for (var i = 0; i < bytes.length; i++)
                bytes[i] =
                        random.nextInt(4) == 0 ? (byte) random.nextInt(256) : alphabet[random.nextInt(alphabet.length)];
            var file = folder.resolve("rubbish-" + round);
            Files.writeString(file, "visit 1\n");
            Files.write(file, bytes, java.nio.file.StandardOpenOption.APPEND);
            try (var run = new IngestRun(
                    new RecordingStore.Disk(), folder.resolve("state-" + round), IngestRun.source("gw", file))) {
                IngestRun.await("all is read", () -> {
                    var status = run.status("gw");
                    return status.ledger().read() > 0
                            && status.size() - status.position() < 3000
                            && status.state() == SourceStatus.State.FOLLOWING;
                });
                assertThat(run.status("gw").ledger().balanced())
                        .as("seed %d", seed)
                        .isTrue();
            }
        }
    }

    @Test
    void survivesARestart() throws IOException {
        write(log, 0, 100);
        append(log, "rubbish\n");
        try (var run = source()) {
            IngestRun.await("all is read", () -> run.status("gw").ledger().read() == 101);
        }

        try (var run = source()) {
            IngestRun.await("the source is there", () -> !run.ingest.sources().isEmpty());
            var ledger = run.status("gw").ledger();

            assertThat(ledger.accepted()).isEqualTo(100);
            assertThat(ledger.rejectedBy().getFirst().samples()).containsExactly("rubbish");
            assertThat(run.status("gw").lastLineAt()).isPositive();
        }
    }

    private IngestRun run() {
        return new IngestRun(disk, folder.resolve("state"));
    }

    private IngestRun source() {
        return new IngestRun(
                disk,
                folder.resolve("state"),
                IngestRun.limits().with(4096, 1024, Duration.ofMillis(100)),
                Clock.systemUTC(),
                IngestRun.source("gw", log));
    }
}
