package argiope.appliance.report;

import argiope.appliance.report.Overview.Blocked;
import argiope.appliance.report.Overview.Bucket;
import argiope.appliance.report.Overview.Top;
import argiope.appliance.report.Overview.Totals;
import argiope.appliance.tracking.Availability;
import argiope.appliance.tracking.Decision;
import argiope.appliance.tracking.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/// The figures of an [Overview] while they are being added up. Owned by one thread.
public final class OverviewSum {
    private static final List<Duration> BUCKETS = List.of(
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofHours(1),
            Duration.ofHours(6),
            Duration.ofDays(1),
            Duration.ofDays(7),
            Duration.ofDays(30),
            Duration.ofDays(365));
    private static final int MOST_BUCKETS = 120;
    private static final Decision[] DECISIONS = Decision.values();

    private final TimeRange range;
    private final Duration bucket;
    private final long firstBucket;
    private final long[][] series;
    private final long[] byDecision = new long[DECISIONS.length];
    private long bytes;
    private final Map<String, long[]> domains = new HashMap<>();
    private final Map<String, long[]> users = new HashMap<>();
    private final Map<String, long[]> clients = new HashMap<>();
    private final Map<String, Set<String>> blockedPersons = new HashMap<>();

    public OverviewSum(TimeRange range) {
        this.range = range;
        var from = range.from().toEpochMilli();
        var to = Math.max(from, range.to().toEpochMilli());
        bucket = BUCKETS.stream()
                .filter(b -> (to - from) / b.toMillis() <= MOST_BUCKETS)
                .findFirst()
                .orElse(BUCKETS.getLast());
        firstBucket = Math.floorDiv(from, bucket.toMillis());
        var count = Math.ceilDiv(to, bucket.toMillis()) - firstBucket;
        series = new long[(int) Math.min(count, 10_000)][DECISIONS.length];
    }

    /// Width of a bucket in milliseconds.
    public long bucketMillis() {
        return bucket.toMillis();
    }

    /// Rows of one decision in the bucket that `time` falls in.
    public void decided(long time, Decision decision, long transactions, long bytesToClient) {
        byDecision[decision.ordinal()] += transactions;
        bytes += bytesToClient;
        var at = Math.floorDiv(time, bucket.toMillis()) - firstBucket;
        if (at >= 0 && at < series.length) series[(int) at][decision.ordinal()] += transactions;
    }

    public void domain(String name, long transactions, long blocked, long bytesToClient) {
        add(domains, name, transactions, blocked, bytesToClient);
    }

    /// @param name as [#userName] makes it
    public void user(String name, long transactions, long blocked, long bytesToClient) {
        add(users, name, transactions, blocked, bytesToClient);
    }

    public void client(String name, long transactions, long blocked, long bytesToClient) {
        add(clients, name, transactions, blocked, bytesToClient);
    }

    /// Somebody (a user, else a client) was blocked at a domain.
    public void blocked(String domain, String person) {
        blockedPersons.computeIfAbsent(domain, _ -> new HashSet<>()).add(person);
    }

    /// How a user is named in figures.
    public static String userName(String domain, String name) {
        return domain.isEmpty() ? name : domain + "\\" + name;
    }

    private static void add(Map<String, long[]> sums, String name, long transactions, long blocked, long bytes) {
        var sum = sums.computeIfAbsent(name, _ -> new long[3]);
        sum[0] += transactions;
        sum[1] += blocked;
        sum[2] += bytes;
    }

    public Overview finish(int top, boolean exact, Availability availability) {
        var buckets = new ArrayList<Bucket>(series.length);
        for (var i = 0; i < series.length; i++)
            buckets.add(new Bucket(Instant.ofEpochMilli((firstBucket + i) * bucket.toMillis()), words(series[i])));
        return new Overview(
                range,
                new Totals(Arrays.stream(byDecision).sum(), words(byDecision), bytes, users.size(), domains.size()),
                exact,
                bucket,
                buckets,
                tops(domains, top),
                tops(users, top),
                tops(clients, top),
                blockedDomains(top),
                availability);
    }

    private static Map<Decision, Long> words(long[] counts) {
        var words = new EnumMap<Decision, Long>(Decision.class);
        for (var decision : DECISIONS)
            if (counts[decision.ordinal()] > 0) words.put(decision, counts[decision.ordinal()]);
        return words;
    }

    private static List<Top> tops(Map<String, long[]> sums, int top) {
        var order = Comparator.comparingLong(Top::transactions).reversed().thenComparing(Top::name);
        var queue = new PriorityQueue<Top>(order.reversed());
        sums.forEach((name, sum) -> {
            queue.add(new Top(name, sum[0], sum[1], sum[2]));
            if (queue.size() > top) queue.poll();
        });
        return queue.stream().sorted(order).toList();
    }

    private List<Blocked> blockedDomains(int top) {
        return domains.entrySet().stream()
                .filter(e -> e.getValue()[1] > 0)
                .map(e -> new Blocked(
                        e.getKey(),
                        e.getValue()[1],
                        blockedPersons.getOrDefault(e.getKey(), Set.of()).size()))
                .sorted(Comparator.comparingLong(Blocked::transactions)
                        .reversed()
                        .thenComparing(Blocked::domain))
                .limit(top)
                .toList();
    }
}
