package argiope.appliance.ingest;

import static argiope.appliance.ingest.FollowedFileTest.pack;
import static argiope.appliance.ingest.FollowedFileTest.visits;
import static argiope.appliance.ingest.FollowedFileTest.write;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever happens to the process or its disk, each line is there once.
class ExactlyOnceTest {
    private static final int LINES = 30_000;

    @TempDir
    Path folder;

    final RecordingStore.Disk disk = new RecordingStore.Disk();

    @Test
    void anImportKilledAgainAndAgainEndsWithEveryLineOnce() throws IOException, InterruptedException {
        var seed = System.nanoTime();
        var random = new Random(seed);
        var log = folder.resolve("log");
        write(log, 0, LINES);
        var packed = folder.resolve("packed.gz");
        var more = folder.resolve("more");
        write(more, LINES, 2 * LINES);
        pack(more, packed);

        for (var life = 0; life < 20; life++) {
            try (var run = new IngestRun(disk, folder.resolve("state"))) {
                run.ingest.importFiles(java.util.List.of(log, packed), "auto", false);
                var after = run.store.appends() + random.nextInt(30);
                IngestRun.await("some more was read", () -> run.store.appends() >= after || everything(run));
                run.store.crash();
            }
        }
        try (var run = new IngestRun(disk, folder.resolve("state"))) {
            run.imported(log, packed);
            assertThat(balanced(run)).isTrue();
        }

        assertThat(disk.lines()).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(visits(0, 2 * LINES));
    }

    private static boolean everything(IngestRun run) {
        return run.store.lines().size() >= 2 * LINES;
    }

    @Test
    void aFollowedFileThatRotatesBetweenKillsEndsWithEveryLineOnce() throws IOException {
        var seed = System.nanoTime();
        var random = new Random(seed);
        var log = folder.resolve("access.log");
        write(log, 0, 10);
        var written = 10;
        try (var run = new IngestRun(disk, folder.resolve("state"), IngestRun.source("gw", log))) {
            run.awaitLines(10); // what was rotated away before a source's first look is none of its business
        }
        for (var life = 0; life < 25; life++) {
            try (var run = new IngestRun(disk, folder.resolve("state"), IngestRun.source("gw", log))) {
                for (var step = 0; step < 4; step++) {
                    var next = written + 1 + random.nextInt(300);
                    write(log, written, next);
                    written = next;
                    if (random.nextInt(3) == 0) rotate(log, random);
                    var until = written - random.nextInt(200);
                    if (random.nextBoolean()) run.awaitRead("seed " + seed + ": most was read in life " + life, until);
                }
                run.store.crash();
            }
            if (random.nextBoolean() && Files.exists(log)) rotate(log, random);
        }
        var all = written;
        try (var run = new IngestRun(disk, folder.resolve("state"), IngestRun.source("gw", log))) {
            run.awaitRead("seed " + seed + ": all is read", all);
            assertThat(balanced(run)).isTrue();
        }

        assertThat(disk.lines()).as("seed %d", seed).doesNotHaveDuplicates();
        assertThat(disk.lines()).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(visits(0, written));
    }

    /// As rotation tools do: the older files move up, then the log is renamed or packed.
    private void rotate(Path log, Random random) throws IOException {
        for (var number = 200; number > 0; number--) {
            for (var end : new String[] {"", ".gz"}) {
                var from = folder.resolve("access.log." + number + end);
                if (Files.exists(from)) Files.move(from, folder.resolve("access.log." + (number + 1) + end));
            }
        }
        if (random.nextBoolean()) {
            Files.move(log, folder.resolve("access.log.1"));
        } else {
            pack(log, folder.resolve("access.log.1.gz"));
            Files.delete(log);
        }
    }

    @Test
    void aDiskThatIsFullForAWhileLosesAndRepeatsNothing() throws IOException {
        var log = folder.resolve("log");
        write(log, 0, LINES);
        try (var run = new IngestRun(disk, folder.resolve("state"))) {
            run.store.appendsFail(append -> append == 5 || append == 12 || (append > 30 && append < 34));
            run.store.commitsFail(commit -> commit == 2);

            assertThat(run.imported(log).state()).isEqualTo(ImportStatus.State.DONE);
            assertThat(balanced(run)).isTrue();
        }

        assertThat(disk.lines()).containsExactlyInAnyOrderElementsOf(visits(0, LINES));
    }

    @Test
    void aFullDiskIsNamedAndReadingGoesOnWhenThereIsRoom() throws IOException {
        var log = folder.resolve("log");
        write(log, 0, 100);
        try (var run = new IngestRun(disk, folder.resolve("state"), IngestRun.source("gw", log))) {
            run.awaitLines(100);
            run.store.appendsFail(ignored -> true);
            write(log, 100, 200);
            run.awaitState("gw", SourceStatus.State.STALLED);
            assertThat(run.status("gw").detail())
                    .contains("No space left on device")
                    .contains("no line is lost");

            run.store.appendsFail(ignored -> false);
            run.awaitLines(200);
            run.awaitState("gw", SourceStatus.State.FOLLOWING);
        }

        assertThat(disk.lines()).containsExactlyInAnyOrderElementsOf(visits(0, 200));
    }

    private static boolean balanced(IngestRun run) {
        return run.ingest.sources().stream().allMatch(source -> {
            var ledger = source.ledger();
            return ledger.balanced() && ledger.read() == ledger.accepted() + ledger.skipped() + ledger.rejected();
        });
    }
}
