package argiope.memory.platform.entities;

import argiope.platform.intelligence.EntityStore;
import argiope.platform.intelligence.Link;
import argiope.platform.intelligence.StoredEntity;
import argiope.platform.intelligence.StoredEntity.Item;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/// Keeps entities as long as the process lives.
public final class MemoryEntityStore implements EntityStore {
    private record Row(StoredEntity entity, Set<Link> links, long change) {
        Row {
            links = Set.copyOf(links);
        }
    }

    private final String identity = UUID.randomUUID().toString();
    private final NavigableMap<String, Row> rows = new TreeMap<>();
    private final NavigableMap<Long, String> outbox = new TreeMap<>();
    private final Map<String, Long> passed = new HashMap<>();
    private final Set<String> addresses = new TreeSet<>();
    private long counter;
    private long trimmed;

    @Override
    public synchronized Optional<StoredEntity> find(String id) {
        return Optional.ofNullable(rows.get(id)).map(row -> copy(row.entity));
    }

    @Override
    public synchronized List<StoredEntity> find(List<String> ids) {
        return ids.stream().flatMap(id -> find(id).stream()).toList();
    }

    @Override
    public synchronized List<StoredEntity> linked(String type, Collection<Link> links) {
        var wanted = Set.copyOf(links);
        return ofType(type)
                .filter(row -> row.links.stream().anyMatch(wanted::contains))
                .sorted(Comparator.comparingLong(Row::change))
                .map(row -> copy(row.entity))
                .toList();
    }

    @Override
    public synchronized List<StoredEntity> latest(String type, Link link, int limit) {
        return ofType(type)
                .filter(row -> row.links.contains(link))
                .sorted(Comparator.comparingLong(Row::change).reversed())
                .limit(limit)
                .map(row -> copy(row.entity))
                .toList();
    }

    private Stream<Row> ofType(String type) {
        return rows.values().stream().filter(row -> row.entity.type().equals(type));
    }

    /// The body could be changed by who holds it, so nobody holds ours.
    private static StoredEntity copy(StoredEntity entity) {
        return new StoredEntity(
                entity.id(), entity.type(), entity.version(), entity.body().deepCopy(), entity.items());
    }

    @Override
    public synchronized <T> T write(Function<Unit, T> work) {
        var unit = new Draft();
        var answer = work.apply(unit);
        unit.changed.forEach((id, row) -> {
            if (row.isPresent()) rows.put(id, row.get());
            else rows.remove(id);
        });
        outbox.putAll(unit.outbox);
        counter = unit.counter;
        return answer;
    }

    private final class Draft implements Unit {
        private final Map<String, Optional<Row>> changed = new LinkedHashMap<>();
        private final Map<Long, String> outbox = new LinkedHashMap<>();
        private long counter = MemoryEntityStore.this.counter;

        private Optional<Row> row(String id) {
            var draft = changed.get(id);
            return draft != null ? draft : Optional.ofNullable(rows.get(id));
        }

        private long change(String id) {
            outbox.put(++counter, id);
            return counter;
        }

        @Override
        public Optional<StoredEntity> find(String id) {
            return row(id).map(row -> copy(row.entity));
        }

        @Override
        public Optional<StoredEntity> head(String id) {
            return find(id).map(e -> new StoredEntity(e.id(), e.type(), e.version(), e.body(), Map.of()));
        }

        @Override
        public long put(StoredEntity entity, Set<Link> links) {
            var change = change(entity.id());
            changed.put(entity.id(), Optional.of(new Row(copy(entity), links, change)));
            return change;
        }

        @Override
        public long append(StoredEntity head, String field, List<Item> items) {
            var before = row(head.id()).orElseThrow();
            var all = new HashMap<>(before.entity.items());
            all.put(
                    field,
                    Stream.concat(all.getOrDefault(field, List.of()).stream(), items.stream())
                            .toList());
            var change = change(head.id());
            var after = new StoredEntity(
                    head.id(), head.type(), head.version(), head.body().deepCopy(), all);
            changed.put(head.id(), Optional.of(new Row(after, before.links, change)));
            return change;
        }

        @Override
        public long delete(String id) {
            changed.put(id, Optional.empty());
            return change(id);
        }
    }

    @Override
    public String identity() {
        return identity;
    }

    @Override
    public synchronized long change() {
        return counter;
    }

    @Override
    public synchronized List<Change> changesAfter(long number, int limit) {
        return outbox.tailMap(number, false).entrySet().stream()
                .limit(limit)
                .map(e -> new Change(e.getKey(), e.getValue()))
                .toList();
    }

    @Override
    public synchronized long trimmedTo() {
        return trimmed;
    }

    @Override
    public synchronized void passed(String index, long number) {
        passed.put(index, number);
        trimmed = Math.max(
                trimmed, passed.values().stream().mapToLong(n -> n).min().orElse(0));
        outbox.headMap(trimmed, true).clear();
    }

    @Override
    public synchronized List<StoredEntity> page(String afterId, int limit) {
        return new ArrayList<>(rows.tailMap(afterId, false).values())
                .stream().limit(limit).map(row -> copy(row.entity)).toList();
    }

    @Override
    public synchronized Set<String> baseAddresses() {
        return Set.copyOf(addresses);
    }

    @Override
    public synchronized void rememberBaseAddress(String address) {
        addresses.add(address);
    }
}
