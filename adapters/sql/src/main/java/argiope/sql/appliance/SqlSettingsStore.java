package argiope.sql.appliance;

import argiope.appliance.settings.Change;
import argiope.appliance.settings.Commit;
import argiope.appliance.settings.Pending;
import argiope.appliance.settings.SettingsStore;
import argiope.sql.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/// The settings' history in the tables `settings_commit` and `settings_pending`.
public final class SqlSettingsStore implements SettingsStore {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String COMMITS =
            "SELECT number, time, author_id, author, comment, changes, tree FROM settings_commit ";

    private final Database database;

    public SqlSettingsStore(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Commit> last() {
        return newest(1).stream().findFirst();
    }

    @Override
    public List<Commit> newest(int limit) {
        return database.read(handle -> handle.createQuery(COMMITS + "ORDER BY number DESC LIMIT :limit")
                .bind("limit", limit)
                .map((row, _) -> commit(row))
                .list());
    }

    @Override
    public List<Commit> after(long number) {
        return database.read(handle -> handle.createQuery(COMMITS + "WHERE number > :number ORDER BY number")
                .bind("number", number)
                .map((row, _) -> commit(row))
                .list());
    }

    @Override
    public boolean add(Commit commit) {
        return database.write(handle -> {
            var last = handle.createQuery("SELECT max(number) FROM settings_commit")
                    .mapTo(Long.class)
                    .findOne();
            if (last.isPresent() && last.get() >= commit.number()) return false;
            handle.execute(
                    "INSERT INTO settings_commit (number, time, author_id, author, comment, changes, tree)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                    commit.number(),
                    commit.time().toEpochMilli(),
                    commit.authorId(),
                    commit.author(),
                    commit.comment(),
                    changes(commit.changes()).toString(),
                    commit.tree().toString());
            handle.execute("DELETE FROM settings_pending WHERE account_id = ?", commit.authorId());
            return true;
        });
    }

    @Override
    public Optional<Pending> pending(String accountId) {
        return database.read(
                handle -> handle.createQuery("SELECT account_id, items FROM settings_pending WHERE account_id = :id")
                        .bind("id", accountId)
                        .map((row, _) -> pending(row))
                        .findOne());
    }

    @Override
    public List<Pending> allPending() {
        return database.read(
                handle -> handle.createQuery("SELECT account_id, items FROM settings_pending ORDER BY account_id")
                        .map((row, _) -> pending(row))
                        .list());
    }

    @Override
    public void save(Pending pending) {
        database.update(handle -> {
            handle.execute("DELETE FROM settings_pending WHERE account_id = ?", pending.accountId());
            if (pending.items().isEmpty()) return;
            var items = JSON.createArrayNode();
            for (var item : pending.items()) items.add(change(item.change()).put("seen", item.seen()));
            handle.execute(
                    "INSERT INTO settings_pending (account_id, items) VALUES (?, ?)",
                    pending.accountId(),
                    items.toString());
        });
    }

    private static ArrayNode changes(List<Change> changes) {
        var list = JSON.createArrayNode();
        for (var change : changes) list.add(change(change));
        return list;
    }

    private static ObjectNode change(Change change) {
        var object = JSON.createObjectNode().put("path", change.path());
        change.from().ifPresent(value -> object.set("from", value));
        change.to().ifPresent(value -> object.set("to", value));
        return object;
    }

    private static Change change(JsonNode object) {
        return new Change(object.path("path").asString(), present(object.get("from")), present(object.get("to")));
    }

    private static JsonNode present(@org.jspecify.annotations.Nullable JsonNode node) {
        return node == null ? MissingNode.getInstance() : node;
    }

    private static Commit commit(ResultSet row) throws SQLException {
        var changes = new ArrayList<Change>();
        for (var change : JSON.readTree(row.getString("changes"))) changes.add(change(change));
        return new Commit(
                row.getLong("number"),
                Instant.ofEpochMilli(row.getLong("time")),
                row.getString("author_id"),
                row.getString("author"),
                row.getString("comment"),
                changes,
                (ObjectNode) JSON.readTree(row.getString("tree")));
    }

    private static Pending pending(ResultSet row) throws SQLException {
        var items = new ArrayList<Pending.Item>();
        for (var item : JSON.readTree(row.getString("items")))
            items.add(new Pending.Item(change(item), item.path("seen").asLong()));
        return new Pending(row.getString("account_id"), items);
    }
}
