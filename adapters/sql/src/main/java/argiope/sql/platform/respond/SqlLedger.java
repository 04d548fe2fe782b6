package argiope.sql.platform.respond;

import argiope.core.observable.Observable;
import argiope.core.observable.ObservableType;
import argiope.platform.respond.Ledger;
import argiope.platform.respond.LedgerEntry;
import argiope.platform.respond.LedgerEntry.State;
import argiope.platform.respond.LedgerEntry.Step;
import argiope.sql.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

public final class SqlLedger implements Ledger {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Database database;

    public SqlLedger(Database database) {
        this.database = database;
    }

    @Override
    public Planned plan(LedgerEntry entry) {
        return database.write(handle -> {
            var known = byKey(handle, entry.orgId(), entry.key());
            if (known.isPresent()) return new Planned(known.get(), false);
            handle.execute(
                    "INSERT INTO action (id, org_id, idempotency_key, action_id, title, module, module_instance_id,"
                            + " observable_type, observable_value, parameters, user_id, login, state)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    entry.id(),
                    entry.orgId(),
                    entry.key(),
                    entry.actionId(),
                    entry.title(),
                    entry.module(),
                    entry.moduleInstanceId(),
                    entry.observable().type().wire(),
                    entry.observable().value(),
                    JSON.writeValueAsString(new TreeMap<>(entry.parameters())),
                    entry.userId(),
                    entry.login(),
                    entry.state().wire());
            for (var step : entry.steps()) add(handle, entry.id(), step);
            return new Planned(entry, true);
        });
    }

    private static void add(Handle handle, String id, Step step) {
        handle.execute(
                "INSERT INTO action_step (action_number, step, state, at, detail) SELECT number, (SELECT count(*) FROM"
                        + " action_step WHERE action_number = number), ?, ?, ? FROM action WHERE id = ?",
                step.state().wire(),
                step.at().toEpochMilli(),
                step.detail(),
                id);
    }

    @Override
    public boolean step(String id, State from, State to, Instant at, String detail) {
        return database.write(handle -> {
            var moved = handle.execute(
                    "UPDATE action SET state = ? WHERE id = ? AND state = ?", to.wire(), id, from.wire());
            if (moved == 0) return false;
            add(handle, id, new Step(to, at, detail));
            return true;
        });
    }

    @Override
    public Optional<LedgerEntry> byId(String id) {
        return database.read(handle -> handle.createQuery("SELECT * FROM action WHERE id = ?")
                .bind(0, id)
                .map((row, _) -> entry(handle, row))
                .findOne());
    }

    @Override
    public Optional<LedgerEntry> byKey(String orgId, String key) {
        return database.read(handle -> byKey(handle, orgId, key));
    }

    private static Optional<LedgerEntry> byKey(Handle handle, String orgId, String key) {
        return handle.createQuery("SELECT * FROM action WHERE org_id = ? AND idempotency_key = ?")
                .bind(0, orgId)
                .bind(1, key)
                .map((row, _) -> entry(handle, row))
                .findOne();
    }

    @Override
    public List<LedgerEntry> newest(String orgId, int limit, int offset) {
        return database.read(handle -> handle.createQuery(
                        "SELECT * FROM action WHERE org_id = ? ORDER BY number DESC LIMIT ? OFFSET ?")
                .bind(0, orgId)
                .bind(1, limit)
                .bind(2, offset)
                .map((row, _) -> entry(handle, row))
                .list());
    }

    @Override
    public List<LedgerEntry> unsettled() {
        return database.read(handle -> handle.createQuery(
                        "SELECT * FROM action WHERE state IN ('planned', 'sent') ORDER BY number LIMIT 1000")
                .map((row, _) -> entry(handle, row))
                .list());
    }

    private static LedgerEntry entry(Handle handle, ResultSet row) throws SQLException {
        var type = row.getString("observable_type");
        return new LedgerEntry(
                row.getString("id"),
                row.getString("org_id"),
                row.getString("idempotency_key"),
                row.getString("action_id"),
                row.getString("title"),
                row.getString("module"),
                row.getString("module_instance_id"),
                new Observable(
                        ObservableType.of(type)
                                .orElseThrow(() -> new IllegalStateException("unknown type in the store: " + type)),
                        row.getString("observable_value")),
                JSON.readValue(row.getString("parameters"), new TypeReference<Map<String, String>>() {}),
                row.getString("user_id"),
                row.getString("login"),
                handle.createQuery("SELECT state, at, detail FROM action_step WHERE action_number = ? ORDER BY step")
                        .bind(0, row.getLong("number"))
                        .map((step, _) -> new Step(
                                state(step.getString("state")),
                                Instant.ofEpochMilli(step.getLong("at")),
                                step.getString("detail")))
                        .list());
    }

    private static State state(String wire) {
        return State.of(wire).orElseThrow(() -> new IllegalStateException("unknown state in the store: " + wire));
    }
}
