package argiope.memory.platform.entities;

import argiope.core.access.Refusal;
import argiope.platform.intelligence.EntityIndex;
import argiope.platform.intelligence.search.Cursor;
import argiope.platform.intelligence.search.IndexDocument;
import argiope.platform.intelligence.search.Query;
import argiope.platform.intelligence.search.QueryMatch;
import argiope.platform.intelligence.search.SortKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Looks at every document for every question.
public final class MemoryEntityIndex implements EntityIndex {
    private Map<String, IndexDocument> findable = Map.of();
    private final Map<String, IndexDocument> applied = new HashMap<>();
    private Optional<State> state = Optional.empty();
    private long change;
    private String identity = "";

    @Override
    public synchronized Optional<State> state() {
        return state;
    }

    @Override
    public synchronized void apply(List<IndexDocument> documents, List<String> removed, long upTo) {
        for (var document : documents) {
            var there = applied.get(document.id());
            if (there == null || there.version() <= document.version()) applied.put(document.id(), document);
        }
        removed.forEach(applied::remove);
        change = upTo;
    }

    @Override
    public synchronized void refresh() {
        findable = Map.copyOf(applied);
    }

    @Override
    public synchronized void commit() {
        state = Optional.of(new State(identity, change));
    }

    @Override
    public Hits find(
            Query query, List<SortKey.By> order, Optional<Cursor> after, int offset, int limit, Duration deadline) {
        var sorted = matching(query, deadline).stream()
                .map(document -> new Hit(document.id(), cursor(document, order)))
                .sorted((a, b) -> compare(a.cursor(), b.cursor(), order))
                .toList();
        var page = sorted.stream()
                .filter(hit -> after.isEmpty() || compare(hit.cursor(), after.get(), order) > 0)
                .skip(after.isPresent() ? 0 : offset)
                .limit(limit)
                .toList();
        return new Hits(page, sorted.size());
    }

    @Override
    public long count(Query query, Duration deadline) {
        return matching(query, deadline).size();
    }

    private List<IndexDocument> matching(Query query, Duration deadline) {
        Map<String, IndexDocument> all;
        synchronized (this) {
            all = findable;
        }
        var end = System.nanoTime() + deadline.toNanos();
        var matching = new ArrayList<IndexDocument>();
        for (var document : all.values()) {
            if (System.nanoTime() - end > 0)
                throw new Refusal.Unavailable(
                        "search-deadline", "The search took too long. Ask for less, or for something more exact.");
            if (QueryMatch.matches(query, document)) matching.add(document);
        }
        return matching;
    }

    private static Cursor cursor(IndexDocument document, List<SortKey.By> order) {
        return new Cursor(
                order.stream().map(by -> by.of(document.sortKey(by.field()))).toList());
    }

    private static int compare(Cursor a, Cursor b, List<SortKey.By> order) {
        for (var i = 0; i < order.size(); i++) {
            var way = order.get(i).descending() ? Comparator.<String>reverseOrder() : Comparator.<String>naturalOrder();
            var compared = way.compare(a.keys().get(i), b.keys().get(i));
            if (compared != 0) return compared;
        }
        return 0;
    }

    @Override
    public Rebuild rebuild(String of) {
        var fresh = new HashMap<String, IndexDocument>();
        return new Rebuild() {
            @Override
            public void add(List<IndexDocument> documents) {
                for (var document : documents) fresh.put(document.id(), document);
            }

            @Override
            public void complete(long upTo) {
                synchronized (MemoryEntityIndex.this) {
                    applied.clear();
                    applied.putAll(fresh);
                    identity = of;
                    change = upTo;
                    commit();
                    refresh();
                }
            }

            @Override
            public void close() {
                // Nothing to throw away.
            }
        };
    }

    @Override
    public void close() {
        // Nothing to let go of.
    }
}
