package argiope.memory.tracking;

import argiope.appliance.report.Overview;
import argiope.appliance.report.OverviewSum;
import argiope.appliance.report.Reports;
import argiope.appliance.tracking.Availability;
import argiope.appliance.tracking.Checkpoint;
import argiope.appliance.tracking.Count;
import argiope.appliance.tracking.Cursor;
import argiope.appliance.tracking.Decision;
import argiope.appliance.tracking.NumberField;
import argiope.appliance.tracking.Page;
import argiope.appliance.tracking.Place;
import argiope.appliance.tracking.Row;
import argiope.appliance.tracking.RowMatcher;
import argiope.appliance.tracking.TextField;
import argiope.appliance.tracking.TimeRange;
import argiope.appliance.tracking.TrackingQuery;
import argiope.appliance.tracking.TrackingStore;
import argiope.appliance.tracking.Transaction;
import argiope.appliance.tracking.TransactionBatch;
import argiope.appliance.tracking.UserAliases;
import argiope.core.net.Addresses;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// Keeps every row as an object in the order of answers, and looks at each that is in range. Rows can be found as soon
/// as they are appended. Nothing survives [#close].
public final class MemoryTrackingStore implements TrackingStore, Reports {
    private static final long DAY_MILLIS = 86_400_000;

    private record Held(Row row, boolean indexed) {}

    private final NavigableMap<Place, Held> rows = new ConcurrentSkipListMap<>();
    private final AtomicLong nextSeq = new AtomicLong();
    private final AtomicLong rawBytes = new AtomicLong();
    private final Supplier<UserAliases> aliases;
    private volatile long committedSeq;
    private volatile boolean indexing;
    private volatile Checkpoint checkpoint = Checkpoint.none();

    /// @param aliases asked at each question
    public MemoryTrackingStore(Supplier<UserAliases> aliases) {
        this.aliases = aliases;
    }

    public MemoryTrackingStore() {
        this(UserAliases::none);
    }

    @Override
    public void append(TransactionBatch batch) {
        batch.read(row -> {
            var place = new Place(row.number(NumberField.TIME), nextSeq.getAndIncrement());
            rawBytes.addAndGet(row.rawTo() - row.rawFrom());
            rows.put(place, new Held(row.copy(), indexing));
            return true;
        });
    }

    @Override
    public void commit(Checkpoint now) {
        committedSeq = nextSeq.get();
        checkpoint = now;
    }

    @Override
    public void rollback() {
        rows.keySet().removeIf(place -> place.seq() >= committedSeq);
        rawBytes.set(rows.values().stream()
                .mapToLong(held -> held.row.rawTo() - held.row.rawFrom())
                .sum());
    }

    @Override
    public Checkpoint recovered() {
        return checkpoint;
    }

    @Override
    public void refresh() {}

    @Override
    public Page find(TrackingQuery query, Cursor cursor, int limit, Duration deadline) {
        var found = new ArrayList<Transaction>();
        var page = stream(query, cursor, limit, deadline, found::add);
        return new Page(found, page.next(), page.complete());
    }

    @Override
    public Page stream(TrackingQuery query, Cursor cursor, int limit, Duration deadline, Each each) {
        var matcher = new RowMatcher(query, aliases.get());
        var observables = RowMatcher.needsObservables(query);
        var at = Place.of(cursor, query);
        var end = System.nanoTime() + deadline.toNanos();
        var taken = 0;
        for (var entry : candidates(query, at).entrySet()) {
            var held = entry.getValue();
            if ((held.indexed || !observables) && matcher.matches(held.row)) {
                if (taken >= limit) return new Page(List.of(), at.cursor(query), true);
                if (!each.take(Transaction.of(id(entry.getKey()), held.row)))
                    return new Page(List.of(), entry.getKey().cursor(query), true);
                taken++;
                at = entry.getKey();
            } else if (taken < limit) {
                at = entry.getKey();
            }
            if (System.nanoTime() - end > 0) return new Page(List.of(), at.cursor(query), false);
        }
        return new Page(List.of(), Cursor.START, true);
    }

    /// Rows behind `at` that may be in range, newest first.
    private NavigableMap<Place, Held> candidates(TrackingQuery query, Place at) {
        var newest = new Place(RowMatcher.reach(query.range().to().toEpochMilli()), -1);
        var oldest = new Place(query.range().from().toEpochMilli(), -1);
        var start = at.compareTo(newest) > 0 ? at : newest;
        return start.compareTo(oldest) >= 0 ? new ConcurrentSkipListMap<>() : rows.subMap(start, false, oldest, true);
    }

    @Override
    public Count count(TrackingQuery query, long bound, Duration deadline) {
        var matcher = new RowMatcher(query, aliases.get());
        var observables = RowMatcher.needsObservables(query);
        var end = System.nanoTime() + deadline.toNanos();
        var count = 0L;
        for (var held : candidates(query, Place.NEWEST).values()) {
            if ((held.indexed || !observables) && matcher.matches(held.row)) {
                if (count == bound) return new Count(bound, false);
                count++;
            }
            if (System.nanoTime() - end > 0) return new Count(count, false);
        }
        return new Count(count, true);
    }

    private static String id(Place place) {
        return Long.toString(place.time(), 36) + "-" + Long.toString(place.seq(), 36);
    }

    @Override
    public Optional<Transaction> byId(String id) {
        var dash = id.lastIndexOf('-');
        if (dash <= 0) return Optional.empty();
        try {
            var place = new Place(Long.parseLong(id, 0, dash, 36), Long.parseLong(id, dash + 1, id.length(), 36));
            return Optional.ofNullable(rows.get(place)).map(held -> Transaction.of(id, held.row));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<TimeRange> held() {
        var newest = rows.firstEntry();
        var oldest = rows.lastEntry();
        if (newest == null || oldest == null) return Optional.empty();
        return Optional.of(new TimeRange(
                Instant.ofEpochMilli(oldest.getKey().time()),
                Instant.ofEpochMilli(newest.getKey().time() + 1)));
    }

    @Override
    public Availability availability(TimeRange range, boolean needsObservables) {
        var gaps = new ArrayList<Availability.Gap>();
        if (needsObservables) {
            long first = -1;
            long last = -1;
            var part = rows.subMap(
                    new Place(range.to().toEpochMilli() - 1, Long.MAX_VALUE),
                    true,
                    new Place(range.from().toEpochMilli(), -1),
                    true);
            for (var entry : part.descendingMap().entrySet()) {
                if (!entry.getValue().indexed) {
                    if (first < 0) first = entry.getKey().time();
                    last = entry.getKey().time();
                } else if (first >= 0) {
                    gaps.add(gap(first, last));
                    first = -1;
                }
            }
            if (first >= 0) gaps.add(gap(first, last));
        }
        return new Availability(range.from(), range.to(), gaps.isEmpty(), gaps);
    }

    private static Availability.Gap gap(long first, long last) {
        return new Availability.Gap(Instant.ofEpochMilli(first), Instant.ofEpochMilli(last + 1), "not-indexed");
    }

    @Override
    public Size size() {
        var days = new HashSet<Long>();
        var count = 0L;
        for (var place : rows.keySet()) {
            days.add(Math.floorDiv(place.time(), DAY_MILLIS));
            count++;
        }
        return new Size(count, days.size(), 0, rawBytes.get());
    }

    @Override
    public void observableIndexing(boolean on) {
        indexing = on;
    }

    @Override
    public void reindex(Progress progress) {
        var total = rows.size();
        var done = 0L;
        for (var place : List.copyOf(rows.keySet())) {
            rows.computeIfPresent(place, (_, held) -> new Held(held.row, true));
            if (++done % 10_000 == 0 && done < total) progress.at(done, total);
        }
        progress.at(done, done);
    }

    @Override
    public Overview overview(TimeRange range, int top, Duration deadline) {
        var sum = new OverviewSum(range);
        var end = System.nanoTime() + deadline.toNanos();
        var exact = true;
        var part = rows.subMap(
                new Place(range.to().toEpochMilli() - 1, Long.MAX_VALUE),
                true,
                new Place(Math.min(range.from().toEpochMilli(), range.to().toEpochMilli() - 1), -1),
                true);
        for (var entry : part.entrySet()) {
            add(sum, entry.getKey().time(), entry.getValue().row);
            if (System.nanoTime() - end > 0) {
                exact = false;
                break;
            }
        }
        return sum.finish(top, exact, availability(range, false));
    }

    private static void add(OverviewSum sum, long time, Row row) {
        var bytes = row.number(NumberField.BYTES_TO_CLIENT);
        var blocked = row.decision() == Decision.BLOCK ? 1 : 0;
        var domain = row.has(TextField.DOMAIN) ? row.text(TextField.DOMAIN) : row.text(TextField.HOST);
        var user = row.has(TextField.USER_KEY)
                ? OverviewSum.userName(row.text(TextField.USER_DOMAIN), row.text(TextField.USER_KEY))
                : "";
        var client = row.hasClient() ? Addresses.text(row.client()) : "";
        sum.decided(time, row.decision(), 1, bytes);
        if (!domain.isEmpty()) sum.domain(domain, 1, blocked, bytes);
        if (!user.isEmpty()) sum.user(user, 1, blocked, bytes);
        if (!client.isEmpty()) sum.client(client, 1, blocked, bytes);
        if (blocked == 1 && !domain.isEmpty()) sum.blocked(domain, user.isEmpty() ? client : user);
    }

    @Override
    public void close() {}
}
