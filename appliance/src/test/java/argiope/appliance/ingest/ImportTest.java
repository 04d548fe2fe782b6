package argiope.appliance.ingest;

import static argiope.appliance.ingest.FollowedFileTest.append;
import static argiope.appliance.ingest.FollowedFileTest.pack;
import static argiope.appliance.ingest.FollowedFileTest.visits;
import static argiope.appliance.ingest.FollowedFileTest.write;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportTest {
    @TempDir
    Path folder;

    Path log;
    final RecordingStore.Disk disk = new RecordingStore.Disk();

    @BeforeEach
    void nameTheLog() {
        log = folder.resolve("access.log");
    }

    @Test
    void readsAPlainFileToItsEndEvenWithoutALastLineEnd() throws IOException {
        append(log, String.join("\r\n", visits(0, 5000)));
        try (var run = run()) {
            var status = run.imported(log);

            assertThat(status.state()).isEqualTo(ImportStatus.State.DONE);
            assertThat(status.lines()).isEqualTo(5000);
            assertThat(status.bytes()).isEqualTo(status.size()).isEqualTo(Files.size(log));
            assertThat(status.files().getFirst().detectedFormat()).isEqualTo("visit+other");
            assertThat(status.files().getFirst().ledger().accepted()).isEqualTo(5000);
        }

        assertThat(disk.lines()).containsExactlyInAnyOrderElementsOf(visits(0, 5000));
    }

    @Test
    void knowsPackedFilesByTheirContentWhateverTheirName() throws IOException {
        var text = (String.join("\n", visits(0, 2000)) + "\n").getBytes(StandardCharsets.UTF_8);
        for (var packing : new String[] {"gz", "bz2", "zst", "xz"}) {
            var file = folder.resolve("misnamed-" + packing + ".txt");
            try (var out = packer(packing, Files.newOutputStream(file))) {
                out.write(text);
            }
            var own = new RecordingStore.Disk();
            try (var run = new IngestRun(own, folder.resolve("state-" + packing))) {
                assertThat(run.imported(file).state()).isEqualTo(ImportStatus.State.DONE);
            }

            assertThat(own.lines()).as(packing).containsExactlyInAnyOrderElementsOf(visits(0, 2000));
        }
    }

    @Test
    void readsPackedMembersOneAfterTheOther() throws IOException {
        for (var packing : new String[] {"gz", "bz2", "zst", "xz"}) {
            var file = folder.resolve("joined." + packing);
            try (var whole = Files.newOutputStream(file)) {
                for (var i = 0; i < 3; i++) {
                    var member = new ByteArrayOutputStream();
                    try (var out = packer(packing, member)) {
                        // the second member begins in the middle of a line
                        out.write(("it " + i + "\nvis").getBytes(StandardCharsets.UTF_8));
                    }
                    if (i == 0) whole.write(packed(packing, "vis"));
                    whole.write(member.toByteArray());
                }
            }
            var own = new RecordingStore.Disk();
            try (var run = new IngestRun(own, folder.resolve("state-" + packing))) {
                run.imported(file);
            }

            assertThat(own.lines()).as(packing).containsExactlyInAnyOrder("visit 0", "visit 1", "visit 2");
        }
    }

    @Test
    void givesWhatACutArchiveHadAndSaysSo() throws IOException {
        write(log, 0, 20_000);
        for (var packing : new String[] {"gz", "bz2", "zst", "xz"}) {
            var whole = packed(packing, Files.readString(log) + noise());
            var file = folder.resolve("cut." + packing);
            Files.write(file, Arrays.copyOf(whole, whole.length - whole.length / 10));
            var own = new RecordingStore.Disk();
            try (var run = new IngestRun(own, folder.resolve("state-" + packing))) {
                var status = run.imported(file);

                assertThat(status.files().getFirst().notices())
                        .as(packing)
                        .extracting(Notice::code)
                        .contains("truncated-archive");
                assertThat(status.state()).isEqualTo(ImportStatus.State.DONE);
                assertThat(status.files().getFirst().ledger().balanced()).isTrue();
            }

            if (!packing.equals("zst") && !packing.equals("xz") && !packing.equals("bz2"))
                assertThat(own.lines()).as(packing).containsAll(visits(0, 10_000));
        }
    }

    @Test
    void readsADamagedArchiveUpToTheDamage() throws IOException {
        write(log, 0, 50_000);
        var whole = packed("gz", Files.readString(log));
        whole[whole.length / 2] ^= 0x55;
        whole[whole.length / 2 + 1] ^= 0x55;
        var file = folder.resolve("damaged.gz");
        Files.write(file, whole);
        try (var run = run()) {
            var status = run.imported(file);

            assertThat(status.files().getFirst().notices())
                    .extracting(Notice::code)
                    .containsAnyOf("damaged-archive", "truncated-archive");
            assertThat(status.files().getFirst().ledger().accepted()).isGreaterThan(10_000);
        }
    }

    @Test
    void stopsAnArchiveThatExpandsWithoutEnd() throws IOException {
        var file = folder.resolve("bomb.zst");
        try (var out = packer("zst", Files.newOutputStream(file))) {
            var line = "visit bomb\n".repeat(100_000).getBytes(StandardCharsets.UTF_8);
            out.write("visit first\n".getBytes(StandardCharsets.UTF_8));
            var zeros = new byte[1 << 20];
            out.write(line);
            for (var i = 0; i < 100; i++) out.write(zeros);
        }
        try (var run = run()) {
            var status = run.imported(file);

            assertThat(status.state()).isEqualTo(ImportStatus.State.FAILED);
            assertThat(status.files().getFirst().detail()).contains("expands more than 1000 times");
            assertThat(status.files().getFirst().ledger().balanced()).isTrue();
        }

        assertThat(disk.lines()).contains("visit first");
    }

    @Test
    void saysThatAFileIsNoLogAndReadsTheOthers() throws IOException {
        var binary = folder.resolve("picture.png");
        var bytes = new byte[100_000];
        new Random(7).nextBytes(bytes);
        Files.write(binary, bytes);
        var text = folder.resolve("letter.txt");
        append(text, "Dear colleague,\nthis is no log.\n");
        write(log, 0, 10);
        try (var run = run()) {
            var status = run.imported(binary, text, log, folder, folder.resolve("missing"));

            assertThat(status.state()).isEqualTo(ImportStatus.State.FAILED);
            assertThat(status.files())
                    .extracting(ImportStatus.File::state)
                    .containsExactly(
                            SourceStatus.State.FAILED,
                            SourceStatus.State.FAILED,
                            SourceStatus.State.DONE,
                            SourceStatus.State.FAILED,
                            SourceStatus.State.FAILED);
            assertThat(status.files().get(0).detail()).contains("no log").contains("binary");
            assertThat(status.files().get(1).detail()).contains("no log").contains("None of its first 2 lines");
            assertThat(status.files().get(3).detail()).contains("is a folder");
            assertThat(status.files().get(4).detail()).contains("no file");
        }

        assertThat(disk.lines()).containsExactlyInAnyOrderElementsOf(visits(0, 10));
    }

    @Test
    void takesAnEmptyFileForWhatItIs() throws IOException {
        Files.createFile(log);
        try (var run = run()) {
            assertThat(run.imported(log).state()).isEqualTo(ImportStatus.State.DONE);
        }
    }

    @Test
    void addsNothingFromAKnownFilePackedOrNotAndSaysSo() throws IOException {
        write(log, 0, 3000);
        var packed = folder.resolve("packed");
        pack(log, packed);
        try (var run = run()) {
            run.imported(log);
            var again = run.imported(log);
            var other = run.imported(packed);

            assertThat(again.lines()).isZero();
            assertThat(again.state()).isEqualTo(ImportStatus.State.DONE);
            assertThat(again.files().getFirst().notices())
                    .extracting(Notice::code)
                    .containsExactly("known-file");
            assertThat(other.files().getFirst().notices())
                    .extracting(Notice::code)
                    .containsExactly("known-file");
        }

        assertThat(disk.lines()).hasSize(3000);
    }

    @Test
    void readsAKnownFileOnceMoreWhenToldTo() throws IOException {
        write(log, 0, 10);
        try (var run = run()) {
            run.imported(log);
            run.imported(true, log);
        }

        assertThat(disk.lines()).hasSize(20);
    }

    @Test
    void addsOnlyWhatAKnownFileHasGrownBy() throws IOException {
        write(log, 0, 1000);
        try (var run = run()) {
            run.imported(log);
            write(log, 1000, 1010);
            run.imported(log);
        }

        assertThat(disk.lines()).containsExactlyInAnyOrderElementsOf(visits(0, 1010));
    }

    @Test
    void knowsAFileThatIsFollowedAndFollowsAFileThatWasImported() throws IOException {
        write(log, 0, 1000);
        try (var run = run()) {
            run.imported(log);
            run.commit(IngestRun.source("gw", log));
            IngestRun.await(
                    "the source is there",
                    () -> run.ingest.sources().getFirst().name().equals("gw"));
            run.awaitNotice("gw", "known-file");
            write(log, 1000, 1010);
            run.awaitLines(1010);
            IngestRun.await("the place is stored", () -> disk.lines().size() == 1010);
            run.imported(log);
        }

        assertThat(disk.lines()).containsExactlyInAnyOrderElementsOf(visits(0, 1010));
    }

    @Test
    void triesTheBestFormatsLineByLineWhenNoneReadsNearlyAll() throws IOException {
        for (var i = 0; i < 3000; i++)
            append(log, (i % 2 == 0 ? "visit " : "other ") + i + (i % 100 == 0 ? "\n\n" : "\n"));
        append(log, "neither\n");
        try (var run = run()) {
            var status = run.imported(log).files().getFirst();

            assertThat(status.notices()).extracting(Notice::code).contains("mixed-format");
            assertThat(status.ledger().accepted()).isEqualTo(3000);
            assertThat(status.ledger().skipped()).isEqualTo(30);
            assertThat(status.ledger().rejectedBy())
                    .extracting(Ledger.Rejected::reason)
                    .containsExactly("too-few-fields");
            assertThat(status.ledger().balanced()).isTrue();
            assertThat(run.store.formats())
                    .allSatisfy(format -> assertThat(format).contains("visit", "other"));
        }
    }

    @Test
    void readsUtf16() throws IOException {
        Files.write(
                log, ("\ufeff" + String.join("\r\n", visits(0, 3000)) + "\r\n").getBytes(StandardCharsets.UTF_16BE));
        try (var run = run()) {
            run.imported(log);
        }

        assertThat(disk.lines()).containsExactlyInAnyOrderElementsOf(visits(0, 3000));
    }

    @Test
    void answersTheJobThatIsThereWhenAskedTwice() throws IOException {
        write(log, 0, 10);
        try (var run = run()) {
            run.store.appendsFail(ignored -> true);
            var first = run.ingest.importFiles(java.util.List.of(log), "auto", false);

            assertThat(run.ingest.importFiles(java.util.List.of(log), "auto", false))
                    .isSameAs(first);
            assertThat(run.ingest.importJob(first.id())).contains(first);
        }
    }

    private IngestRun run() {
        return new IngestRun(disk, folder.resolve("state"));
    }

    private static byte[] packed(String packing, String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = packer(packing, bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    /// Lines that do not pack well, so that a cut leaves whole blocks before it.
    private static String noise() {
        var random = new Random(1);
        var text = new StringBuilder();
        for (var i = 0; i < 20_000; i++)
            text.append("visit ").append(random.nextLong()).append('\n');
        return text.toString();
    }

    private static OutputStream packer(String packing, OutputStream out) throws IOException {
        return switch (packing) {
            case "gz" -> new GZIPOutputStream(out);
            case "bz2" -> new BZip2CompressorOutputStream(out);
            case "zst" -> new com.github.luben.zstd.ZstdOutputStream(out);
            case "xz" -> new org.tukaani.xz.XZOutputStream(out, new org.tukaani.xz.LZMA2Options());
            default -> throw new IllegalArgumentException(packing);
        };
    }
}
