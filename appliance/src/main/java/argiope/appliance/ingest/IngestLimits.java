package argiope.appliance.ingest;

import java.time.Duration;

/// The sizes and times that ingest keeps to.
///
/// @param workers threads that read lines and index them
/// @param chunkBytes of what is handed to a worker at once
/// @param maxLineBytes a longer line is rejected
/// @param poll how often followed files are looked at
/// @param refresh how long new lines of a followed file may stay unseen by searches
/// @param commit the shortest time between two commits; a slow store makes it longer
/// @param rotatedQuiet how long a renamed file must be silent before it is left
/// @param silence a source that says nothing for so long gets a notice (or five times its usual gap, if that is longer)
/// @param maxExpansion how many bytes one byte of a packed file may become
/// @param maxContentBytes of one imported file, unpacked
/// @param rejectedBytes kept of a source's rejected lines
public record IngestLimits(
        int workers,
        int chunkBytes,
        int maxLineBytes,
        Duration poll,
        Duration refresh,
        Duration commit,
        Duration rotatedQuiet,
        Duration silence,
        int maxExpansion,
        long maxContentBytes,
        long rejectedBytes) {

    public IngestLimits {
        if (workers < 1) throw new IllegalArgumentException("ingest needs a worker");
        if (maxLineBytes < 1024 || chunkBytes < maxLineBytes)
            throw new IllegalArgumentException("a chunk must hold a line, and a line 1 KiB");
    }

    public static IngestLimits standard() {
        return new IngestLimits(
                Math.max(1, Runtime.getRuntime().availableProcessors()),
                2 << 20,
                64 << 10,
                Duration.ofMillis(200),
                Duration.ofMillis(300),
                Duration.ofSeconds(1),
                Duration.ofSeconds(60),
                Duration.ofMinutes(10),
                1000,
                1L << 40,
                64L << 20);
    }

    /// For tests: small chunks, short waits.
    public IngestLimits with(int chunkSize, int lineBytes, Duration quiet) {
        return new IngestLimits(
                workers,
                chunkSize,
                lineBytes,
                Duration.ofMillis(10),
                Duration.ofMillis(20),
                Duration.ofMillis(30),
                quiet,
                silence,
                maxExpansion,
                maxContentBytes,
                rejectedBytes);
    }
}
