package argiope.sql.platform.entities;

import argiope.platform.intelligence.EntityStore;
import argiope.platform.intelligence.Link;
import argiope.platform.intelligence.StoredEntity;
import argiope.platform.intelligence.StoredEntity.Item;
import argiope.sql.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Keeps entities in the platform's database.
public final class SqlEntityStore implements EntityStore {
    private static final JsonMapper JSON = new JsonMapper();
    /// Values in one list of a statement.
    private static final int CHUNK = 500;

    private final Database database;
    private final String identity;

    public SqlEntityStore(Database database) {
        this.database = database;
        identity = database.read(handle -> handle.createQuery("SELECT identity FROM entity_store")
                .mapTo(String.class)
                .one());
    }

    private static StoredEntity head(ResultSet row) throws SQLException {
        return new StoredEntity(
                row.getString("id"),
                row.getString("type"),
                row.getLong("version"),
                (ObjectNode) JSON.readTree(row.getString("body")),
                Map.of());
    }

    private static Optional<StoredEntity> head(Handle handle, String id) {
        return handle.createQuery("SELECT id, type, version, body FROM entity WHERE id = ?")
                .bind(0, id)
                .map((row, _) -> head(row))
                .findOne();
    }

    private static List<StoredEntity> withItems(Handle handle, List<StoredEntity> heads) {
        var items = new HashMap<String, Map<String, List<Item>>>();
        for (var chunk : chunks(heads.stream().map(StoredEntity::id).toList())) {
            var query =
                    handle.createQuery("SELECT entity_id, field, body, author, at FROM entity_item WHERE entity_id IN ("
                            + marks(chunk.size()) + ") ORDER BY entity_id, field, position");
            for (var i = 0; i < chunk.size(); i++) query.bind(i, chunk.get(i));
            // By place: a casebook may have tens of thousands.
            query.map((row, _) -> {
                        items.computeIfAbsent(row.getString(1), _ -> new LinkedHashMap<>())
                                .computeIfAbsent(row.getString(2), _ -> new ArrayList<>())
                                .add(new Item(
                                        JSON.readTree(row.getString(3)),
                                        row.getString(4),
                                        Instant.ofEpochMilli(row.getLong(5))));
                        return true;
                    })
                    .list();
        }
        return heads.stream()
                .map(e ->
                        new StoredEntity(e.id(), e.type(), e.version(), e.body(), items.getOrDefault(e.id(), Map.of())))
                .toList();
    }

    private static Optional<StoredEntity> whole(Handle handle, String id) {
        return head(handle, id).map(e -> withItems(handle, List.of(e)).getFirst());
    }

    private static List<List<String>> chunks(List<String> all) {
        var chunks = new ArrayList<List<String>>();
        for (var from = 0; from < all.size(); from += CHUNK)
            chunks.add(all.subList(from, Math.min(all.size(), from + CHUNK)));
        return chunks;
    }

    private static String marks(int number) {
        return "?,".repeat(number - 1) + "?";
    }

    @Override
    public Optional<StoredEntity> find(String id) {
        return database.read(handle -> whole(handle, id));
    }

    @Override
    public List<StoredEntity> find(List<String> ids) {
        if (ids.isEmpty()) return List.of();
        return database.read(handle -> {
            var byId = new HashMap<String, StoredEntity>();
            for (var chunk : chunks(ids)) {
                var query = handle.createQuery(
                        "SELECT id, type, version, body FROM entity WHERE id IN (" + marks(chunk.size()) + ")");
                for (var i = 0; i < chunk.size(); i++) query.bind(i, chunk.get(i));
                query.map((row, _) -> head(row)).forEach(e -> byId.put(e.id(), e));
            }
            var heads = ids.stream()
                    .map(byId::get)
                    .flatMap(e -> e == null ? java.util.stream.Stream.empty() : java.util.stream.Stream.of(e))
                    .toList();
            return withItems(handle, heads);
        });
    }

    @Override
    public List<StoredEntity> linked(String type, Collection<Link> links) {
        if (links.isEmpty()) return List.of();
        return database.read(handle -> {
            record Found(long change, StoredEntity entity) {}
            var found = new HashMap<String, Found>();
            var byKind = links.stream()
                    .collect(Collectors.groupingBy(
                            Link::kind, Collectors.mapping(Link::value, Collectors.toCollection(LinkedHashSet::new))));
            byKind.forEach((kind, values) -> {
                for (var chunk : chunks(List.copyOf(values))) {
                    var query = handle.createQuery(
                            "SELECT e.id, e.type, e.version, e.body, e.change FROM entity_link l JOIN entity e ON e.id = l.entity_id"
                                    + " WHERE l.kind = ? AND l.type = ? AND l.value IN (" + marks(chunk.size()) + ")");
                    query.bind(0, kind).bind(1, type);
                    for (var i = 0; i < chunk.size(); i++) query.bind(i + 2, chunk.get(i));
                    query.map((row, _) -> new Found(row.getLong("change"), head(row)))
                            .forEach(f -> found.put(f.entity.id(), f));
                }
            });
            var heads = found.values().stream()
                    .sorted(java.util.Comparator.comparingLong(Found::change))
                    .map(Found::entity)
                    .toList();
            return withItems(handle, heads);
        });
    }

    @Override
    public List<StoredEntity> latest(String type, Link link, int limit) {
        return database.read(handle -> withItems(
                handle,
                handle.createQuery(
                                "SELECT e.id, e.type, e.version, e.body FROM entity_link l JOIN entity e ON e.id = l.entity_id"
                                        + " WHERE l.kind = ? AND l.value = ? AND l.type = ? ORDER BY e.change DESC LIMIT ?")
                        .bind(0, link.kind())
                        .bind(1, link.value())
                        .bind(2, type)
                        .bind(3, limit)
                        .map((row, _) -> head(row))
                        .list()));
    }

    @Override
    public <T> T write(Function<Unit, T> work) {
        return database.write(handle -> {
            var unit = new SqlUnit(handle);
            var answer = work.apply(unit);
            unit.end();
            return answer;
        });
    }

    private static long counter(Handle handle, String name) {
        return handle.createQuery("SELECT number FROM entity_counter WHERE name = ?")
                .bind(0, name)
                .mapTo(Long.class)
                .one();
    }

    private static final class SqlUnit implements Unit {
        private final Handle handle;
        private final long before;
        private long counter;

        SqlUnit(Handle handle) {
            this.handle = handle;
            before = counter(handle, "change");
            counter = before;
        }

        void end() {
            if (counter > before) handle.execute("UPDATE entity_counter SET number = ? WHERE name = 'change'", counter);
        }

        private long change(String id) {
            handle.execute("INSERT INTO entity_outbox (change, entity_id) VALUES (?, ?)", ++counter, id);
            return counter;
        }

        @Override
        public Optional<StoredEntity> find(String id) {
            return whole(handle, id);
        }

        @Override
        public Optional<StoredEntity> head(String id) {
            return SqlEntityStore.head(handle, id);
        }

        @Override
        public long put(StoredEntity entity, Set<Link> links) {
            clear(entity.id());
            var change = change(entity.id());
            handle.execute(
                    "INSERT INTO entity (id, type, version, change, body) VALUES (?, ?, ?, ?, ?)"
                            + " ON CONFLICT (id) DO UPDATE SET type = excluded.type, version = excluded.version,"
                            + " change = excluded.change, body = excluded.body",
                    entity.id(),
                    entity.type(),
                    entity.version(),
                    change,
                    JSON.writeValueAsString(entity.body()));
            entity.items().forEach((field, items) -> add(entity.id(), field, 0, items));
            if (!links.isEmpty()) {
                var batch = handle.prepareBatch(
                        "INSERT INTO entity_link (kind, value, type, entity_id) VALUES (?, ?, ?, ?)");
                for (var link : links)
                    batch.bind(0, link.kind())
                            .bind(1, link.value())
                            .bind(2, entity.type())
                            .bind(3, entity.id())
                            .add();
                batch.execute();
            }
            return change;
        }

        private void clear(String id) {
            handle.execute("DELETE FROM entity_item WHERE entity_id = ?", id);
            handle.execute("DELETE FROM entity_link WHERE entity_id = ?", id);
        }

        private void add(String id, String field, long from, List<Item> items) {
            if (items.isEmpty()) return;
            var batch = handle.prepareBatch(
                    "INSERT INTO entity_item (entity_id, field, position, body, author, at) VALUES (?, ?, ?, ?, ?, ?)");
            var position = from;
            for (var item : items)
                batch.bind(0, id)
                        .bind(1, field)
                        .bind(2, position++)
                        .bind(3, JSON.writeValueAsString(item.value()))
                        .bind(4, item.by())
                        .bind(5, item.at().toEpochMilli())
                        .add();
            batch.execute();
        }

        @Override
        public long append(StoredEntity head, String field, List<Item> items) {
            var change = change(head.id());
            handle.execute(
                    "UPDATE entity SET version = ?, change = ?, body = ? WHERE id = ?",
                    head.version(),
                    change,
                    JSON.writeValueAsString(head.body()),
                    head.id());
            var next = handle.createQuery(
                            "SELECT coalesce(max(position) + 1, 0) FROM entity_item WHERE entity_id = ? AND field = ?")
                    .bind(0, head.id())
                    .bind(1, field)
                    .mapTo(Long.class)
                    .one();
            add(head.id(), field, next, items);
            return change;
        }

        @Override
        public long delete(String id) {
            clear(id);
            handle.execute("DELETE FROM entity WHERE id = ?", id);
            return change(id);
        }
    }

    @Override
    public String identity() {
        return identity;
    }

    @Override
    public long change() {
        return database.read(handle -> counter(handle, "change"));
    }

    @Override
    public List<Change> changesAfter(long number, int limit) {
        return database.read(handle -> handle.createQuery(
                        "SELECT change, entity_id FROM entity_outbox WHERE change > ? ORDER BY change LIMIT ?")
                .bind(0, number)
                .bind(1, limit)
                .map((row, _) -> new Change(row.getLong("change"), row.getString("entity_id")))
                .list());
    }

    @Override
    public long trimmedTo() {
        return database.read(handle -> counter(handle, "trimmed"));
    }

    @Override
    public void passed(String index, long number) {
        database.update(handle -> {
            handle.execute(
                    "INSERT INTO entity_index (name, change) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET change = excluded.change",
                    index,
                    number);
            handle.execute("UPDATE entity_counter SET number = max(number, (SELECT min(change) FROM entity_index))"
                    + " WHERE name = 'trimmed'");
            handle.execute(
                    "DELETE FROM entity_outbox WHERE change <= (SELECT number FROM entity_counter WHERE name = 'trimmed')");
        });
    }

    @Override
    public List<StoredEntity> page(String afterId, int limit) {
        return database.read(handle -> withItems(
                handle,
                handle.createQuery("SELECT id, type, version, body FROM entity WHERE id > ? ORDER BY id LIMIT ?")
                        .bind(0, afterId)
                        .bind(1, limit)
                        .map((row, _) -> head(row))
                        .list()));
    }

    @Override
    public Set<String> baseAddresses() {
        return database.read(handle -> handle.createQuery("SELECT address FROM base_address")
                .mapTo(String.class)
                .set());
    }

    @Override
    public void rememberBaseAddress(String address) {
        database.update(handle -> handle.execute(
                "INSERT INTO base_address (address) VALUES (?) ON CONFLICT (address) DO NOTHING", address));
    }
}
