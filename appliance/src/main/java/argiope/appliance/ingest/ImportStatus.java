package argiope.appliance.ingest;

import java.util.List;

/// How an import is doing, at a moment.
///
/// @param bytes read so far of all its files, as they lie on disk (packed)
/// @param size of all its files on disk
/// @param lines read so far
/// @param etaSeconds until it is done at the present rate; -1 unknown
public record ImportStatus(
        String id,
        State state,
        List<File> files,
        long bytes,
        long size,
        long lines,
        double linesPerSecond,
        long etaSeconds) {
    public ImportStatus {
        files = List.copyOf(files);
    }

    /// An import has failed when any of its files has; the others are in.
    public enum State {
        RUNNING,
        DONE,
        FAILED;

        public String wire() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /// @param detectedFormat what `auto` found, or empty
    /// @param detail the cause in words when it failed, or empty
    public record File(
            String path,
            SourceStatus.State state,
            String detail,
            String detectedFormat,
            long bytes,
            long size,
            Ledger ledger,
            List<Notice> notices) {
        public File {
            notices = List.copyOf(notices);
        }
    }
}
