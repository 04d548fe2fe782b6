package argiope.lucene.tracking;

import static argiope.contracts.tracking.TrackingStoreContract.LONG;
import static argiope.contracts.tracking.TrackingStoreContract.all;
import static argiope.contracts.tracking.Visit.batch;
import static argiope.contracts.tracking.Visit.visit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import argiope.appliance.tracking.Checkpoint;
import argiope.appliance.tracking.Cursor;
import argiope.appliance.tracking.StoreUnavailable;
import argiope.appliance.tracking.TextField;
import argiope.appliance.tracking.TrackingQuery.Url;
import argiope.appliance.tracking.TrackingQuery.UrlMatch;
import argiope.appliance.tracking.TrackingStore;
import argiope.appliance.tracking.UserAliases;
import argiope.contracts.tracking.Visit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of the files when the disk is full, fails, or a crash leaves them half written.
class LuceneTrackingDiskTest {
    @TempDir
    Path folder = Path.of("");

    /// A disk that takes so many more writes, and then says that it is full.
    private static final class FullDisk extends Disk {
        private long writesLeft = Long.MAX_VALUE;
        private long free = Long.MAX_VALUE;

        @Override
        long free(Path any) {
            return free;
        }

        @Override
        void write(FileChannel file, ByteBuffer bytes, long at) throws IOException {
            if (writesLeft-- <= 0) throw new IOException("No space left on device");
            super.write(file, bytes, at);
        }
    }

    private final FullDisk disk = new FullDisk();

    private TrackingStore open() {
        var store = LuceneTrackingStore.open(
                new LuceneTrackingConfig(folder.resolve("store"), 16, 1 << 20), Visit::reader, UserAliases::none, disk);
        store.observableIndexing(true);
        return store;
    }

    private static List<String> hosts(TrackingStore store) {
        return store.find(all(), Cursor.START, 10_000, LONG).rows().stream()
                .map(row -> row.text(TextField.HOST).orElse(""))
                .toList();
    }

    private static Checkpoint position(int n) {
        return new Checkpoint(Map.of("source/gw1", "" + n));
    }

    @Test
    void aFullDiskTakesNothingInAndLosesNothing() {
        try (var store = open()) {
            store.append(batch(visit("a.example", "09:00")));
            store.commit(position(1));

            disk.free = 1000;

            assertThatThrownBy(() -> store.append(batch(visit("b.example", "09:01"))))
                    .isInstanceOf(StoreUnavailable.class)
                    .hasMessageContaining("is full");
            assertThat(hosts(store)).containsExactly("a.example");

            disk.free = Long.MAX_VALUE;
            store.append(batch(visit("b.example", "09:01")));
            store.commit(position(2));

            assertThat(hosts(store)).containsExactly("b.example", "a.example");
        }
    }

    @Test
    void aWriteThatFailsIsTakenBackByARollback() {
        for (var writes = 0; writes < 9; writes++) {
            disk.writesLeft = Long.MAX_VALUE;
            try (var store = open()) {
                var before = hosts(store).size();
                var good = "good" + writes + ".example";
                store.append(batch(visit(good, "10:00")));
                store.commit(position(before + 1));
                disk.writesLeft = writes;

                var failure = catchFailure(() -> {
                    store.append(batch(visit("lost.example", "2026-03-1" + before % 3 + "T09:00:00Z")));
                    store.commit(position(-1));
                });
                if (failure == null) continue;
                assertThat(failure).hasMessageContaining("No space left on device");
                assertThatThrownBy(() -> store.append(batch(visit("early.example", "09:00"))))
                        .isInstanceOf(StoreUnavailable.class);
                disk.writesLeft = Long.MAX_VALUE;
                store.rollback();

                assertThat(store.recovered()).isEqualTo(position(before + 1));
                assertThat(hosts(store)).hasSize(before + 1).contains(good).doesNotContain("lost.example");
            }
        }
        assertThat(disk.writesLeft).isNotZero();
    }

    private static @org.jspecify.annotations.Nullable StoreUnavailable catchFailure(Runnable work) {
        try {
            work.run();
            return null;
        } catch (StoreUnavailable e) {
            return e;
        }
    }

    @Test
    void aCrashAtAnyMomentLeavesWhatWasCommitted() throws IOException {
        var seed = 7L;
        var random = new Random(seed);
        var committed = new ArrayList<String>();
        var pending = new ArrayList<String>();
        var store = open();
        for (var step = 0; step < 50; step++) {
            switch (random.nextInt(6)) {
                case 0, 1, 2 -> {
                    var visits = new ArrayList<Visit>();
                    for (var i = random.nextInt(40); i >= 0; i--) {
                        var host = "h" + step + "-" + i + ".example";
                        pending.add(host);
                        visits.add(visit(host, "2026-03-1" + random.nextInt(3) + "T10:00:00Z"));
                    }
                    store.append(batch(visits));
                }
                case 3 -> {
                    store.commit(position(step));
                    committed.addAll(pending);
                    pending.clear();
                }
                case 4 -> {
                    store.refresh();
                    hosts(store);
                }
                default -> {
                    var after = folder.resolve("crash" + step);
                    LuceneTrackingStoreTest.copyTree(folder.resolve("store"), after);
                    store.close();
                    LuceneTrackingStoreTest.copyTree(after, folder.resolve("again" + step));
                    Disk.deleteTree(folder.resolve("store"));
                    Files.move(after, folder.resolve("store"));
                    store = open();
                    pending.clear();
                    assertThat(hosts(store))
                            .as("seed %d, step %d", seed, step)
                            .containsExactlyInAnyOrderElementsOf(committed);
                    assertThat(store.count(all(new Url("example", UrlMatch.CONTAINS)), 100_000, LONG)
                                    .value())
                            .isEqualTo(committed.size());
                }
            }
        }
        store.close();
    }

    @Test
    void anInterruptedSearchHarmsNobody() {
        try (var store = open()) {
            store.append(batch(visit("a.example", "09:00")));
            store.refresh();
            Thread.currentThread().interrupt();

            assertThat(hosts(store)).containsExactly("a.example");
            assertThat(Thread.interrupted()).isTrue();

            store.append(batch(visit("b.example", "09:01")));
            store.commit(position(1));
            assertThat(hosts(store)).containsExactly("b.example", "a.example");
        }
    }

    @Test
    void manyDaysAtOnceKeepFewFilesOpen() {
        try (var store = open()) {
            var visits = new ArrayList<Visit>();
            for (var i = 0; i < 120; i++)
                visits.add(visit("h" + i + ".example", "2026-0" + (1 + i % 3) + "-" + (10 + i % 19) + "T10:00:00Z"));
            store.append(batch(visits));
            store.commit(position(1));

            assertThat(hosts(store)).hasSize(120);
            try (var files = Files.walk(folder.resolve("store/days"))) {
                assertThat(files.filter(f -> f.endsWith("write.lock")).filter(LuceneTrackingDiskTest::isLocked))
                        .hasSizeLessThanOrEqualTo(8);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    private static boolean isLocked(Path lock) {
        try (var channel = FileChannel.open(lock, java.nio.file.StandardOpenOption.WRITE)) {
            var got = channel.tryLock();
            if (got != null) got.release();
            return got == null;
        } catch (java.nio.channels.OverlappingFileLockException e) {
            return true;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void anIndexThatIsGoneIsMadeAgainFromTheRawLines() throws IOException {
        try (var store = open()) {
            store.append(batch(visit("a.example", "09:00"), visit("b.example", "09:01")));
            store.commit(position(1));
        }
        Disk.deleteTree(folder.resolve("store/days/2026-03-10/index-1"));
        Files.writeString(folder.resolve("store/DIRTY"), "2026-03-10\n");

        try (var store = open()) {
            assertThat(hosts(store)).containsExactly("b.example", "a.example");
        }
    }

    @Test
    void aDamagedBlockIsTold() throws IOException {
        try (var store = open()) {
            store.append(batch(visit("a.example", "09:00")));
            store.commit(position(1));
        }
        var blocks = folder.resolve("store/days/2026-03-10/blocks");
        var bytes = Files.readAllBytes(blocks);
        bytes[bytes.length / 2] ^= 1;
        Files.write(blocks, bytes);

        try (var store = open()) {
            assertThatThrownBy(() -> hosts(store))
                    .isInstanceOf(StoreUnavailable.class)
                    .hasMessageContaining("damaged");
        }
    }

    @Test
    void aManifestThatCannotBeReadStopsTheStartAndSaysSo() throws IOException {
        Files.createDirectories(folder.resolve("store"));
        Files.writeString(folder.resolve("store/MANIFEST"), "{ rubbish");

        assertThatThrownBy(this::open).isInstanceOf(StoreUnavailable.class).hasMessageContaining("MANIFEST");
    }

    @Test
    void whatACrashedReindexLeftIsCleared() throws IOException {
        try (var store = open()) {
            store.observableIndexing(false);
            store.append(batch(visit("a.example", "09:00")));
            store.commit(position(1));
        }
        var day = folder.resolve("store/days/2026-03-10");
        Files.createDirectories(day.resolve("index-2"));
        Files.writeString(day.resolve("index-2/half"), "x");
        Files.writeString(day.resolve("filters-2"), "x");
        Files.writeString(folder.resolve("store/DIRTY"), "2026-03-10\n");

        try (var store = open()) {
            assertThat(hosts(store)).containsExactly("a.example");
            try (Stream<Path> files = Files.list(day)) {
                assertThat(files.map(f -> f.getFileName().toString())).doesNotContain("index-2", "filters-2");
            }
        }
    }
}
