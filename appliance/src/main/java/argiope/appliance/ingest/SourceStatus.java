package argiope.appliance.ingest;

import java.util.List;

/// How a source is doing, at a moment.
///
/// @param kind `file` (followed) or `import`
/// @param format as set: an id or `auto`
/// @param detectedFormat what `auto` found, or empty
/// @param detail the cause in words when the state needs one, or empty
/// @param lagSeconds age of the newest line read while there is more to read; 0 when all is read; -1 unknown
/// @param lastLineAt when a line was last read, milliseconds since 1970; 0 never
/// @param position bytes read of the file; of a packed one, of its packed bytes
/// @param size of the file in bytes, -1 unknown
public record SourceStatus(
        String name,
        String kind,
        String path,
        String format,
        String detectedFormat,
        State state,
        String detail,
        double linesPerSecond,
        long lagSeconds,
        long lastLineAt,
        long position,
        long size,
        Ledger ledger,
        List<Notice> notices) {
    public SourceStatus {
        notices = List.copyOf(notices);
    }

    public enum State {
        /// All that is there was read; new lines are awaited.
        FOLLOWING,
        /// There is more to read.
        READING,
        /// The file does not exist (yet), or may not be read.
        WAITING,
        PAUSED,
        /// The store takes nothing; the detail says why. Nothing is lost.
        STALLED,
        /// Of an import: not begun.
        QUEUED,
        /// Of an import: read to its end and stored.
        DONE,
        /// Will not go on by itself; the detail says why.
        FAILED;

        public String wire() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
