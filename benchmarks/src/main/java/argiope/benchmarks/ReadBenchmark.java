package argiope.benchmarks;

import argiope.appliance.format.Formats;
import argiope.appliance.format.LineOutcome;
import argiope.appliance.format.ParseContext;
import argiope.appliance.tracking.Row;
import argiope.core.names.PublicSuffixes;
import argiope.platform.inspect.Inspector;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.function.LongSupplier;

/// `bin/bench read`: how fast one core makes rows of log lines (host, domain, user and URL in normal form, nothing
/// indexed), and finds the observables of 1 MB of text. Times are of the thread's CPU, the median of the rounds after
/// the warm-up, so that a busy machine disturbs little. Data comes from a fixed seed.
public final class ReadBenchmark {
    private static final long SEED = 20_260_105;
    private static final int LINES = 200_000;
    private static final int WARM_UP = 6;
    private static final int ROUNDS = 9;

    private ReadBenchmark() {}

    public static void main(String[] args) throws IOException {
        var squid = new ByteArrayOutputStream();
        new LogGenerator(SEED).write(squid, LINES, 1, LogGenerator.START);
        var bytes = squid.toByteArray();
        var reader = Formats.standard().reader(new ParseContext("squid", "", ZoneOffset.UTC, false, "", 2026));
        var row = new Row();
        var nanos = median(() -> {
            var accepted = 0L;
            for (var from = 0; from < bytes.length; ) {
                var to = from;
                while (bytes[to] != '\n') to++;
                if (reader.read(bytes, from, to, row) == LineOutcome.ACCEPTED) accepted++;
                from = to + 1;
            }
            if (accepted != LINES) throw new IllegalStateException(accepted + " of " + LINES + " lines accepted");
            return accepted;
        });
        var perSecond = LINES * 1e9 / nanos;
        print("Squid native lines read, millions/s on one core", perSecond / 1e6, 1, perSecond >= 1e6);

        var text = text();
        var inspector = new Inspector(PublicSuffixes.shipped());
        var millis = median(() -> inspector.inspect(text).size()) / 1e6;
        print("Inspect 1 MB, half of it observables, ms", millis, 50, millis <= 50);
    }

    private static String text() {
        var random = new Random(SEED);
        var text = new StringBuilder();
        while (text.length() < 1 << 20)
            text.append("On Monday host ")
                    .append(random.nextInt(1 << 16))
                    .append(" asked for hxxp://cdn")
                    .append(random.nextInt(10_000))
                    .append("[.]example[.]com/a/")
                    .append(Integer.toHexString(random.nextInt()))
                    .append(" and got an answer from 10.")
                    .append(random.nextInt(256))
                    .append('.')
                    .append(random.nextInt(256))
                    .append(".7, as somebody at mail")
                    .append(random.nextInt(1000))
                    .append(".example says; nobody else has seen it, as far as we know.\n");
        return text.toString();
    }

    private static long median(LongSupplier work) {
        var threads = ManagementFactory.getThreadMXBean();
        var times = new long[ROUNDS];
        for (var round = -WARM_UP; round < ROUNDS; round++) {
            var start = threads.getCurrentThreadCpuTime();
            var result = work.getAsLong();
            var time = threads.getCurrentThreadCpuTime() - start;
            if (result < 0) throw new IllegalStateException("no result");
            if (round >= 0) times[round] = time;
        }
        Arrays.sort(times);
        return times[ROUNDS / 2];
    }

    private static void print(String figure, double value, double required, boolean met) {
        System.out.printf(
                Locale.ROOT,
                "FIGURE %-46s %8.2f  required %.2f  ratio %.2f  %s%n",
                figure,
                value,
                required,
                value / required,
                met ? "met" : "missed");
    }
}
