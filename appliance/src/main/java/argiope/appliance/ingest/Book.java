package argiope.appliance.ingest;

import argiope.appliance.format.LineOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The ledger of one source while it is kept: counts, samples, notices. Safe for many threads; the lock is short.
final class Book {
    private static final Logger LOG = LoggerFactory.getLogger(Book.class);
    private static final LineOutcome[] OUTCOMES = LineOutcome.values();
    private static final int HOURS = 24 * 7;
    private static final int NOTICES = 50;
    private static final long HOUR = 3_600_000L;
    private static final int WINDOW = 1000;

    private final String name;
    private final RejectedLines rejectedLines;
    private long read;
    private final Stored.Count[] counts = new Stored.Count[OUTCOMES.length];
    private final TreeMap<String, Long> faults = new TreeMap<>();
    private final TreeMap<Long, long[]> hours = new TreeMap<>();
    private final List<Notice> notices = new ArrayList<>();
    private long newest;
    private long lastLineAt;
    private double usualGap;
    private boolean unbalanced;
    private long windowRead;
    private long windowRejected;
    private boolean mostlyRejected;
    private final Rate rate = new Rate();
    private String text = "";

    Book(String name, RejectedLines rejectedLines) {
        this.name = name;
        this.rejectedLines = rejectedLines;
        clear();
    }

    private void clear() {
        read = 0;
        java.util.Arrays.fill(counts, new Stored.Count(0, 0, 0, List.of()));
        faults.clear();
        hours.clear();
        notices.clear();
        newest = 0;
        lastLineAt = 0;
        usualGap = 0;
        windowRead = 0;
        windowRejected = 0;
        mostlyRejected = false;
    }

    /// Takes in what became of a chunk, at `now`.
    synchronized void add(Tally tally, long now) {
        text = "";
        rejectedLines.append(tally.rejected());
        read += tally.read();
        rate.add(tally.read());
        var hour = hours.computeIfAbsent(now - Math.floorMod(now, HOUR), ignored -> new long[4]);
        while (hours.size() > HOURS) hours.pollFirstEntry();
        hour[0] += tally.read();
        var rejected = 0L;
        for (var i = 0; i < OUTCOMES.length; i++) {
            var more = tally.count(i);
            if (more == 0) continue;
            var was = counts[i];
            counts[i] = new Stored.Count(was.count() + more, was.count() == 0 ? now : was.first(), now, was.samples());
            switch (OUTCOMES[i].kind()) {
                case ACCEPTED -> hour[1] += more;
                case SKIPPED -> hour[2] += more;
                case REJECTED -> {
                    hour[3] += more;
                    rejected += more;
                }
            }
        }
        for (var sample : tally.samples()) keep(sample);
        tally.faults().forEach((field, count) -> faults.merge(field, count, Long::sum));
        newest = Math.max(newest, tally.newest());
        if (tally.read() > 0) arrived(now);
        window(tally.read(), rejected, now);
        check(now);
    }

    private void keep(Tally.Sample sample) {
        var was = counts[sample.outcome().ordinal()];
        if (was.samples().size() >= Tally.SAMPLES) return;
        var samples = new ArrayList<>(was.samples());
        samples.add(sample.text());
        counts[sample.outcome().ordinal()] = new Stored.Count(was.count(), was.first(), was.last(), samples);
    }

    private void arrived(long now) {
        if (lastLineAt > 0 && now > lastLineAt) {
            var gap = now - lastLineAt;
            usualGap = usualGap == 0 ? gap : usualGap * 0.9 + gap * 0.1;
        }
        lastLineAt = Math.max(lastLineAt, now);
        notices.removeIf(notice -> notice.code().equals("silent"));
    }

    private void window(long lines, long rejected, long now) {
        windowRead += lines;
        windowRejected += rejected;
        if (windowRead < WINDOW) return;
        mostlyRejected = windowRejected * 2 > windowRead;
        if (windowRejected * 20 > windowRead)
            note(
                    now,
                    "many-rejected",
                    windowRejected + " of the last " + windowRead
                            + " lines were rejected; the reasons and samples are in the ledger.");
        windowRead = 0;
        windowRejected = 0;
    }

    private void check(long now) {
        if (balanced() || unbalanced) return;
        unbalanced = true;
        LOG.error("the ledger of {} does not balance: read {}, outcomes {}", name, read, sum());
        note(now, "unbalanced", "The ledger does not balance: an error of the appliance. Please report it.");
    }

    private boolean balanced() {
        return read == sum();
    }

    private long sum() {
        var sum = 0L;
        for (var count : counts) sum += count.count();
        return sum;
    }

    /// Replaces an older notice of the same code.
    synchronized void note(long now, String code, String words) {
        text = "";
        notices.removeIf(notice -> notice.code().equals(code));
        notices.add(new Notice(now, code, words));
        while (notices.size() > NOTICES) notices.removeFirst();
    }

    /// Notes silence when the source has said nothing for the given time, or five times its usual gap.
    synchronized void silence(long now, long threshold) {
        if (lastLineAt == 0) return;
        var allowed = Math.max(threshold, (long) (usualGap * 5));
        var silent = now - lastLineAt;
        if (silent <= allowed
                || notices.stream().anyMatch(notice -> notice.code().equals("silent"))) return;
        note(
                now,
                "silent",
                "No line since " + java.time.Instant.ofEpochMilli(lastLineAt)
                        + ". Check that the gateway runs and writes its log here.");
    }

    /// More than half of the last thousand lines were rejected; asking forgets it.
    synchronized boolean wasMostlyRejected() {
        var was = mostlyRejected;
        mostlyRejected = false;
        return was;
    }

    synchronized long newest() {
        return newest;
    }

    synchronized long lastLineAt() {
        return lastLineAt;
    }

    synchronized long read() {
        return read;
    }

    synchronized double linesPerSecond() {
        return rate.perSecond();
    }

    synchronized List<Notice> notices() {
        return List.copyOf(notices);
    }

    synchronized Ledger ledger() {
        var skipped = new ArrayList<Ledger.Skipped>();
        var rejected = new ArrayList<Ledger.Rejected>();
        var skips = 0L;
        var rejects = 0L;
        for (var outcome : OUTCOMES) {
            var count = counts[outcome.ordinal()];
            if (count.count() == 0) continue;
            switch (outcome.kind()) {
                case ACCEPTED -> {}
                case SKIPPED -> {
                    skips += count.count();
                    skipped.add(new Ledger.Skipped(outcome.wire(), count.count(), count.first(), count.last()));
                }
                case REJECTED -> {
                    rejects += count.count();
                    rejected.add(new Ledger.Rejected(
                            outcome.wire(),
                            count.count(),
                            count.first(),
                            count.last(),
                            outcome.cure(),
                            count.samples()));
                }
            }
        }
        return new Ledger(
                read,
                counts[LineOutcome.ACCEPTED.ordinal()].count(),
                skips,
                rejects,
                balanced(),
                skipped,
                rejected,
                faults.entrySet().stream()
                        .map(e -> new Ledger.FieldFault(e.getKey(), e.getValue()))
                        .toList(),
                hours.entrySet().stream()
                        .map(e -> new Ledger.Hour(
                                e.getKey(), e.getValue()[0], e.getValue()[1], e.getValue()[2], e.getValue()[3]))
                        .toList(),
                rejectedLines.end().dropped());
    }

    /// What a commit keeps; the rejected lines are durable when it returns.
    synchronized String save() {
        if (text.isEmpty()) text = Stored.text(books());
        return text;
    }

    private Stored.Books books() {
        rejectedLines.force();
        var outcomes = new TreeMap<String, Stored.Count>();
        for (var outcome : OUTCOMES)
            if (counts[outcome.ordinal()].count() > 0) outcomes.put(outcome.wire(), counts[outcome.ordinal()]);
        var perHour = new TreeMap<String, List<Long>>();
        hours.forEach((hour, four) -> perHour.put(Long.toString(hour), List.of(four[0], four[1], four[2], four[3])));
        return new Stored.Books(
                read,
                outcomes,
                new TreeMap<>(faults),
                perHour,
                newest,
                lastLineAt,
                usualGap,
                notices,
                rejectedLines.end());
    }

    synchronized void restore(java.util.Optional<Stored.Books> stored) {
        clear();
        text = "";
        rejectedLines.restore(stored.map(Stored.Books::rejectedEnd).orElse(RejectedLines.End.NONE));
        if (stored.isEmpty()) return;
        var books = stored.get();
        read = books.read();
        for (var outcome : OUTCOMES) {
            var count = books.outcomes().get(outcome.wire());
            if (count != null) counts[outcome.ordinal()] = count;
        }
        faults.putAll(books.faults());
        for (Map.Entry<String, List<Long>> hour : books.hours().entrySet())
            hours.put(
                    Long.parseLong(hour.getKey()),
                    hour.getValue().stream().mapToLong(Long::longValue).toArray());
        newest = books.newest();
        lastLineAt = books.lastLineAt();
        usualGap = books.usualGap();
        notices.addAll(books.notices());
    }

    synchronized List<java.nio.file.Path> rejectedFiles() {
        return rejectedLines.files();
    }

    synchronized void close() {
        rejectedLines.close();
    }
}
