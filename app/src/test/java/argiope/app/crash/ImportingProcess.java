package argiope.app.crash;

import argiope.appliance.format.Formats;
import argiope.appliance.ingest.Ingest;
import argiope.appliance.ingest.IngestLimits;
import argiope.appliance.settings.ApplianceSettings;
import argiope.appliance.settings.Settings;
import argiope.appliance.tracking.UserAliases;
import argiope.lucene.tracking.LuceneTrackingConfig;
import argiope.lucene.tracking.LuceneTrackingStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;

/// A process that imports files into a store on the disk, to be killed: `ImportingProcess FOLDER FILE...`.
/// Tells on its output how many lines it has read, and `done` when all is durable.
public final class ImportingProcess {
    private ImportingProcess() {}

    public static void main(String[] args) throws InterruptedException {
        var folder = Path.of(args[0]);
        var files = Arrays.stream(args).skip(1).map(Path::of).toList();
        var formats = Formats.standard();
        try (var store = open(folder, formats);
                var ingest = new Ingest(store, formats, new NoSources(), Clock.systemUTC(), folder, limits())) {
            var job = ingest.importFiles(files, "auto", false);
            while (!job.await(Duration.ofMillis(2)))
                System.out.println(job.status().lines());
            System.out.println("done " + job.status().state().wire());
        }
    }

    static LuceneTrackingStore open(Path folder, Formats formats) {
        return LuceneTrackingStore.open(
                LuceneTrackingConfig.in(folder.resolve("tracking")), formats::reader, UserAliases::none);
    }

    /// Small chunks and many commits, so that a kill finds every state there is.
    private static IngestLimits limits() {
        return IngestLimits.standard().with(128 << 10, 64 << 10, Duration.ofSeconds(60));
    }

    private static final class NoSources implements Settings {
        @Override
        public ApplianceSettings committed() {
            return ApplianceSettings.initial("killed");
        }

        @Override
        public void onCommit(Consumer<ApplianceSettings> listener) {
            // nothing is ever committed
        }

        @Override
        public boolean cloudPending() {
            return false;
        }
    }
}
