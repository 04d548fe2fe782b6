package argiope.appliance.ingest;

import argiope.appliance.tracking.Checkpoint;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/// The shapes in which ingest keeps its state in a [Checkpoint], as JSON texts. Fields may be added, never renamed.
final class Stored {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    static final String SOURCE = "source/";
    static final String LEDGER = "ledger/source/";
    static final String IMPORT_LEDGER = "ledger/import/";
    static final String IMPORT = "import/";
    static final String KNOWN = "known";

    private Stored() {}

    /// A followed file: what it reads now and what it still reads of rotated files, oldest first.
    ///
    /// @param lastReadAt milliseconds since 1970
    record Source(String path, List<Place> places, String detected, boolean settled, long lastReadAt) {
        Source {
            places = List.copyOf(places);
        }
    }

    record Place(String path, Identity identity) {}

    record Import(String id, long at, String format, boolean again, List<ImportFile> files) {
        Import {
            files = List.copyOf(files);
        }
    }

    /// @param state wire word of [SourceStatus.State]
    record ImportFile(
            String path,
            String state,
            String detail,
            Identity identity,
            String detected,
            boolean settled,
            long bytes,
            long size) {}

    record Known(List<Identity> files) {
        Known {
            files = List.copyOf(files);
        }
    }

    record Count(long count, long first, long last, List<String> samples) {
        Count {
            samples = List.copyOf(samples);
        }
    }

    /// @param hours hour's start to read, accepted, skipped, rejected
    record Books(
            long read,
            Map<String, Count> outcomes,
            Map<String, Long> faults,
            Map<String, List<Long>> hours,
            long newest,
            long lastLineAt,
            double usualGap,
            List<Notice> notices,
            RejectedLines.End rejectedEnd) {}

    static String text(Object value) {
        return JSON.writeValueAsString(value);
    }

    static <T> Optional<T> value(Checkpoint checkpoint, String key, Class<T> type) {
        var text = checkpoint.entries().get(key);
        return text == null ? Optional.empty() : Optional.of(JSON.readValue(text, type));
    }
}
