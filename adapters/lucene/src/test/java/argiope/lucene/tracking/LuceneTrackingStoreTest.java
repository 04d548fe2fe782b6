package argiope.lucene.tracking;

import argiope.appliance.report.Reports;
import argiope.appliance.tracking.TrackingStore;
import argiope.contracts.tracking.DurableTrackingStoreContract;
import argiope.contracts.tracking.ReportsContract;
import argiope.contracts.tracking.TrackingStoreContract;
import argiope.contracts.tracking.Visit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class LuceneTrackingStoreTest implements TrackingStoreContract, DurableTrackingStoreContract, ReportsContract {
    @TempDir
    Path folder = Path.of("");

    @Override
    public TrackingStore open() {
        return open(folder.resolve("store"));
    }

    private static TrackingStore open(Path in) {
        var store = LuceneTrackingStore.open(
                new LuceneTrackingConfig(in, 16, 0), Visit::reader, () -> TrackingStoreContract.ALIASES);
        store.observableIndexing(true);
        return store;
    }

    /// What the files hold now, as if the power had gone: the page cache is the disk here.
    @Override
    public TrackingStore openAfterACrash() {
        var copy = folder.resolve("copy-" + System.nanoTime());
        copyTree(folder.resolve("store"), copy);
        return open(copy);
    }

    static void copyTree(Path from, Path to) {
        try (var all = Files.walk(from)) {
            for (var path : all.toList()) {
                var target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) Files.createDirectories(target);
                else if (!path.endsWith("write.lock")) Files.copy(path, target);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Reports reports(TrackingStore store) {
        return (LuceneTrackingStore) store;
    }
}
