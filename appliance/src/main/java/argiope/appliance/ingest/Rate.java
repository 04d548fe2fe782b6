package argiope.appliance.ingest;

/// Lines a second over the last ten seconds. Guarded by its owner.
final class Rate {
    private static final int SECONDS = 10;

    private final long[] counts = new long[SECONDS];
    private final long start = System.nanoTime();
    private long second;

    void add(long lines) {
        move();
        counts[(int) (second % SECONDS)] += lines;
    }

    double perSecond() {
        move();
        var sum = 0L;
        for (var count : counts) sum += count;
        return sum / (double) Math.max(1, Math.min(SECONDS, second + 1));
    }

    private void move() {
        var now = (System.nanoTime() - start) / 1_000_000_000L;
        if (now - second >= SECONDS) java.util.Arrays.fill(counts, 0);
        else for (var passed = second + 1; passed <= now; passed++) counts[(int) (passed % SECONDS)] = 0;
        second = now;
    }
}
