package argiope.sql.appliance;

import argiope.appliance.policy.BlockEntry;
import argiope.appliance.policy.BlockStore;
import argiope.core.observable.Observable;
import argiope.core.observable.ObservableType;
import argiope.sql.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The block list in the tables `block_entry`, `block_action` and `block_list`.
public final class SqlBlockStore implements BlockStore {
    private static final String ENTRIES =
            "SELECT id, type, value, reason, made_by, made_at, until, action_key FROM block_entry ";

    private final Database database;

    public SqlBlockStore(Database database) {
        this.database = database;
    }

    @Override
    public List<BlockEntry> entries() {
        return database.read(handle -> handle.createQuery(ENTRIES + "ORDER BY made_at, id")
                .map((row, _) -> entry(row))
                .list());
    }

    @Override
    public Optional<BlockEntry> find(Observable observable) {
        return database.read(handle -> find(handle, observable));
    }

    @Override
    public Added add(BlockEntry entry) {
        return database.write(handle -> {
            var there = find(handle, entry.observable());
            var counts = there.orElse(entry);
            if (there.isEmpty()) {
                handle.execute(
                        "INSERT INTO block_entry (id, type, value, reason, made_by, made_at, until, action_key)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                        entry.id(),
                        entry.observable().type().wire(),
                        entry.observable().value(),
                        entry.reason(),
                        entry.by(),
                        entry.at().toEpochMilli(),
                        until(entry),
                        entry.key());
                raise(handle);
            }
            remember(handle, entry.key(), counts, entry.at());
            return new Added(counts, there.isEmpty());
        });
    }

    @Override
    public Optional<BlockEntry> remove(String id, String key, Instant at) {
        return database.write(handle -> {
            var there = handle.createQuery(ENTRIES + "WHERE id = :id")
                    .bind("id", id)
                    .map((row, _) -> entry(row))
                    .findOne();
            there.ifPresent(entry -> {
                handle.execute("DELETE FROM block_entry WHERE id = ?", id);
                raise(handle);
                remember(handle, key, entry, at);
            });
            return there;
        });
    }

    @Override
    public Optional<BlockEntry> done(String key) {
        return database.read(handle -> handle.createQuery(
                        "SELECT id, type, value, reason, made_by, made_at, until, entry_key AS action_key"
                                + " FROM block_action WHERE action_key = :key")
                .bind("key", key)
                .map((row, _) -> entry(row))
                .findOne());
    }

    @Override
    public int removeEnded(Instant moment) {
        return database.write(handle -> {
            var removed = handle.execute("DELETE FROM block_entry WHERE until <= ?", moment.toEpochMilli());
            if (removed > 0) raise(handle);
            return removed;
        });
    }

    @Override
    public void forgetKeysBefore(Instant moment) {
        database.update(handle -> handle.execute("DELETE FROM block_action WHERE at < ?", moment.toEpochMilli()));
    }

    @Override
    public long generation() {
        return database.read(handle -> handle.createQuery("SELECT generation FROM block_list")
                .mapTo(Long.class)
                .one());
    }

    @Override
    public Optional<String> secret() {
        return database.read(handle -> handle.createQuery("SELECT secret FROM block_list WHERE secret <> ''")
                .mapTo(String.class)
                .findOne());
    }

    @Override
    public void secret(String secret) {
        database.update(handle -> handle.execute("UPDATE block_list SET secret = ?", secret));
    }

    private static Optional<BlockEntry> find(Handle handle, Observable observable) {
        return handle.createQuery(ENTRIES + "WHERE type = :type AND value = :value")
                .bind("type", observable.type().wire())
                .bind("value", observable.value())
                .map((row, _) -> entry(row))
                .findOne();
    }

    private static void raise(Handle handle) {
        handle.execute("UPDATE block_list SET generation = generation + 1");
    }

    private static void remember(Handle handle, String key, BlockEntry entry, Instant at) {
        if (key.isEmpty()) return;
        handle.execute(
                "INSERT OR REPLACE INTO block_action"
                        + " (action_key, at, id, type, value, reason, made_by, made_at, until, entry_key)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                key,
                at.toEpochMilli(),
                entry.id(),
                entry.observable().type().wire(),
                entry.observable().value(),
                entry.reason(),
                entry.by(),
                entry.at().toEpochMilli(),
                until(entry),
                entry.key());
    }

    private static @Nullable Long until(BlockEntry entry) {
        return entry.until().map(Instant::toEpochMilli).orElse(null);
    }

    private static BlockEntry entry(ResultSet row) throws SQLException {
        var type = row.getString("type");
        var until = row.getLong("until");
        var endless = row.wasNull();
        return new BlockEntry(
                row.getString("id"),
                new Observable(
                        ObservableType.of(type)
                                .orElseThrow(() -> new IllegalStateException("unknown type in the store: " + type)),
                        row.getString("value")),
                row.getString("reason"),
                row.getString("made_by"),
                Instant.ofEpochMilli(row.getLong("made_at")),
                endless ? Instant.MAX : Instant.ofEpochMilli(until),
                row.getString("action_key"));
    }
}
