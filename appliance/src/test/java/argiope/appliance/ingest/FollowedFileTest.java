package argiope.appliance.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FollowedFileTest {
    @TempDir
    Path folder;

    Path log;
    final RecordingStore.Disk disk = new RecordingStore.Disk();

    @BeforeEach
    void nameTheLog() {
        log = folder.resolve("access.log");
    }

    @Test
    void readsLinesAsTheyAreWritten() throws IOException {
        try (var run = run()) {
            write(log, 0, 10);
            run.awaitLines(10);
            write(log, 10, 20);
            run.awaitLines(20);
        }

        assertThat(disk.lines()).containsExactlyInAnyOrderElementsOf(visits(0, 20));
    }

    @Test
    void saysThatItWaitsForAFileThatIsNotThere() throws IOException {
        try (var run = run()) {
            run.awaitState("gw", SourceStatus.State.WAITING);
            IngestRun.await("it says why", () -> run.status("gw").detail().contains("no file " + log));

            write(log, 0, 1);
            run.awaitLines(1);
            run.awaitState("gw", SourceStatus.State.FOLLOWING);
        }
    }

    @Test
    void leavesALineAloneUntilItHasEnded() throws IOException {
        try (var run = run()) {
            append(log, "visit 1\nvisit ha");
            run.awaitLines(1);
            append(log, "lf\n");
            run.awaitLines(2);
        }

        assertThat(disk.lines()).containsExactly("visit 1", "visit half");
    }

    @Test
    void goesOnWhereItStoppedAfterARestart() throws IOException {
        write(log, 0, 100);
        try (var run = run()) {
            run.awaitLines(100);
        }
        write(log, 100, 150);

        try (var run = run()) {
            run.awaitLines(150);
        }

        assertThat(disk.lines()).containsExactlyInAnyOrderElementsOf(visits(0, 150));
    }

    @Test
    void readsARenamedFileToItsEndBesideTheNewOne() throws IOException {
        try (var run = run()) {
            write(log, 0, 10);
            run.awaitLines(10);
            Files.move(log, folder.resolve("access.log.1"));
            write(log, 10, 20);
            run.awaitLines(20);
            write(folder.resolve("access.log.1"), 20, 25); // the gateway has not reopened yet
            run.awaitLines(25);
        }

        assertThat(disk.lines()).containsExactlyInAnyOrderElementsOf(visits(0, 25));
    }

    @Test
    void readsTheLastLineOfARenamedFileEvenWithoutItsEnd() throws IOException {
        try (var run = run()) {
            append(log, "visit 1\nvisit cut");
            run.awaitLines(1);
            Files.move(log, folder.resolve("access.log.1"));
            append(log, "visit 2\n");
            run.awaitLines(3);
        }

        assertThat(disk.lines()).containsExactlyInAnyOrder("visit 1", "visit cut", "visit 2");
    }

    @Test
    void readsAPackedFileOnceThoughTheRenamedOneBeforeItIsStillWaitedFor() throws IOException {
        write(log, 0, 10);
        try (var run = run()) {
            run.awaitLines(10);
        }
        write(log, 10, 20);
        Files.move(log, folder.resolve("access.log.2"));
        write(log, 20, 30);
        pack(log, folder.resolve("access.log.1.gz"));
        Files.delete(log);
        Files.createFile(log);
        try (var run = run()) {
            run.awaitLines(30);
            IngestRun.await("both are left", () -> run.status("gw").size() == 0); // only the present, empty one is open
        }
        try (var run = run()) {
            write(log, 30, 40);
            run.awaitLines(40);
        }

        assertThat(disk.lines()).containsExactlyInAnyOrderElementsOf(visits(0, 40));
    }

    @Test
    void losesNothingWhenTheFileIsCopiedAndTruncated() throws IOException {
        try (var run = run()) {
            write(log, 0, 10);
            run.awaitLines(10);
            write(log, 10, 20);
            copyAndTruncate();
            write(log, 20, 22);
            run.awaitLines(22);
        }

        assertThat(disk.lines()).containsExactlyInAnyOrderElementsOf(visits(0, 22));
    }

    @Test
    void noticesATruncationEvenIfTheFileHasGrownLongerThanItWas() throws IOException {
        try (var run = run()) {
            write(log, 0, 5);
            run.awaitLines(5);
            copyAndTruncate();
            write(log, 1000, 1100);
            run.awaitLines(105);
        }

        assertThat(disk.lines()).hasSize(105).containsAll(visits(0, 5)).containsAll(visits(1000, 1100));
    }

    @Test
    void findsItsPlaceInTheCopyAfterARestart() throws IOException {
        write(log, 0, 100);
        try (var run = run()) {
            run.awaitLines(100);
        }
        write(log, 100, 110);
        copyAndTruncate();
        write(log, 110, 120);

        try (var run = run()) {
            run.awaitLines(120);
        }

        assertThat(disk.lines()).containsExactlyInAnyOrderElementsOf(visits(0, 120));
    }

    @Test
    void findsItsPlaceInAPackedCopyAndReadsEveryFileSince() throws IOException {
        write(log, 0, 3000);
        try (var run = run()) {
            run.awaitLines(3000);
        }
        write(log, 3000, 3010);
        pack(log, folder.resolve("access.log.3.gz"));
        Files.delete(log);
        write(folder.resolve("access.log.2"), 3010, 3020);
        write(folder.resolve("access.log.1"), 3020, 3030);
        write(log, 3030, 3040);
        write(folder.resolve("access.log.4"), 9000, 9010); // older: was never ours

        try (var run = run()) {
            run.awaitLines(3040);
            IngestRun.await("the oldest are left", () -> run.status("gw").position() < 2000);
        }

        assertThat(disk.lines()).containsExactlyInAnyOrderElementsOf(visits(0, 3040));
    }

    @Test
    void readsOnThroughTwoRotationsBetweenTwoLooks() throws IOException {
        try (var run = run()) {
            write(log, 0, 10);
            run.awaitLines(10);
            var source = IngestRun.source("gw", log);
            run.commit(IngestRun.paused(source));
            run.awaitState("gw", SourceStatus.State.PAUSED);
            Files.move(log, folder.resolve("access.log.2"));
            write(folder.resolve("access.log.1"), 10, 20);
            write(log, 20, 30);
            run.commit(source);
            run.awaitLines(30);
        }

        assertThat(disk.lines()).containsExactlyInAnyOrderElementsOf(visits(0, 30));
    }

    @Test
    void saysSoWhenTheFileItReadIsGoneForGood() throws IOException {
        write(log, 0, 10);
        try (var run = run()) {
            run.awaitLines(10);
        }
        Files.delete(log);
        write(log, 500, 505);

        try (var run = run()) {
            run.awaitLines(15);
            run.awaitNotice("gw", "lost-place");
        }

        assertThat(disk.lines()).hasSize(15).containsAll(visits(500, 505));
    }

    @Test
    void addsNothingWhenTheFileIsReplacedByACopyOfItself() throws IOException {
        try (var run = run()) {
            write(log, 0, 50);
            run.awaitLines(50);
            var copy = folder.resolve("copy");
            Files.copy(log, copy);
            write(copy, 50, 60);
            Files.move(copy, log, StandardCopyOption.REPLACE_EXISTING);
            run.awaitLines(60);
        }

        assertThat(disk.lines()).containsExactlyInAnyOrderElementsOf(visits(0, 60));
    }

    @Test
    void stripsTheHoleThatATruncationLeavesUnderAWriterWithItsOwnPlace() throws IOException {
        try (var run = run()) {
            write(log, 0, 10);
            run.awaitLines(10);
            var place = Files.size(log);
            copyAndTruncate();
            try (var channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
                channel.write(
                        java.nio.ByteBuffer.wrap("visit after\n".getBytes(StandardCharsets.UTF_8)), place + 100_000);
            }
            run.awaitLines(11);
        }

        assertThat(disk.lines()).hasSize(11).contains("visit after");
    }

    @Test
    void waitsForTheEndOfALineLongerThanABufferAndRejectsIt() throws IOException {
        try (var run = run()) {
            append(log, "visit 1\nvisit " + "x".repeat(20_000));
            run.awaitLines(1);
            append(log, "x".repeat(20_000));
            append(log, "\nvisit 2\n");
            run.awaitLines(2);
            IngestRun.await(
                    "the long line is counted", () -> run.status("gw").ledger().rejected() == 1);

            assertThat(run.status("gw").ledger().rejectedBy().getFirst().reason())
                    .isEqualTo("line-too-long");
            assertThat(run.status("gw").ledger().balanced()).isTrue();
        }

        assertThat(disk.lines()).containsExactlyInAnyOrder("visit 1", "visit 2");
    }

    @Test
    void readsUtf16AsItIsWritten() throws IOException {
        try (var run = run()) {
            Files.write(log, concat(new byte[] {(byte) 0xff, (byte) 0xfe}, utf16("visit \u00e9\u010a\nvis")));
            run.awaitLines(1);
            Files.write(log, utf16("it two\n"), StandardOpenOption.APPEND);
            run.awaitLines(2);
        }

        assertThat(disk.lines()).containsExactly("visit \u00e9\u010a", "visit two");
    }

    @Test
    void dropsTheMarkOfUtf8() throws IOException {
        append(log, "\ufeffvisit 1\n");
        try (var run = run()) {
            run.awaitLines(1);
        }

        assertThat(disk.lines()).containsExactly("visit 1");
    }

    @Test
    void keepsItsPlaceWhenASourceIsRemovedAndComesBack() throws IOException {
        write(log, 0, 10);
        try (var run = run()) {
            run.awaitLines(10);
            run.commit();
            IngestRun.await("no source is listed", () -> run.ingest.sources().isEmpty());
            write(log, 10, 12);
            run.commit(IngestRun.source("gw", log));
            run.awaitLines(12);
        }

        assertThat(disk.lines()).containsExactlyInAnyOrderElementsOf(visits(0, 12));
    }

    @Test
    void followsSeveralSourcesAndTheSettings() throws IOException {
        var second = folder.resolve("second.log");
        write(log, 0, 10);
        write(second, 10, 20);
        try (var run = run()) {
            run.awaitLines(10);
            run.commit(IngestRun.source("gw", log), IngestRun.source("two", second));
            run.awaitLines(20);

            assertThat(run.ingest.sources()).extracting(SourceStatus::name).containsExactly("gw", "two");
        }
    }

    @Test
    void noticesSilenceAndItsEnd() throws IOException {
        var clock = new MovableClock(Instant.parse("2026-01-01T00:00:00Z"));
        write(log, 0, 1);
        try (var run =
                new IngestRun(disk, folder.resolve("state"), IngestRun.limits(), clock, IngestRun.source("gw", log))) {
            run.awaitLines(1);
            clock.advance(Duration.ofMinutes(11));
            run.awaitNotice("gw", "silent");

            write(log, 1, 2);
            IngestRun.await(
                    "the notice is gone", () -> run.status("gw").notices().isEmpty());
        }
    }

    @Test
    void refusesAFormatThatDoesNotExistAndNamesIt() throws IOException {
        write(log, 0, 1);
        var source = new argiope.appliance.settings.ApplianceSettings.Source(
                "gw", log.toString(), "no-such", "", "UTC", "strip", false);
        try (var run = new IngestRun(disk, folder.resolve("state"), source)) {
            run.awaitState("gw", SourceStatus.State.FAILED);

            assertThat(run.status("gw").detail()).contains("no-such");
        }
    }

    private IngestRun run() {
        return new IngestRun(disk, folder.resolve("state"), IngestRun.source("gw", log));
    }

    private void copyAndTruncate() throws IOException {
        Files.copy(log, folder.resolve("access.log.1"), StandardCopyOption.REPLACE_EXISTING);
        try (var channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
            channel.truncate(0);
        }
    }

    static void write(Path file, int from, int to) throws IOException {
        append(file, String.join("\n", visits(from, to)) + "\n");
    }

    static List<String> visits(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "visit " + i).toList();
    }

    static void append(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    static void pack(Path from, Path to) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(to))) {
            Files.copy(from, out);
        }
    }

    private static byte[] utf16(String text) {
        return text.getBytes(StandardCharsets.UTF_16LE);
    }

    private static byte[] concat(byte[] a, byte[] b) {
        var both = java.util.Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
