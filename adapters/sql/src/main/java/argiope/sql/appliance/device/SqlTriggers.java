package argiope.sql.appliance.device;

import argiope.appliance.device.Triggers;
import argiope.core.observable.Observable;
import argiope.core.observable.ObservableType;
import argiope.sql.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// [Triggers] in a relational database.
public final class SqlTriggers implements Triggers {
    private final Database database;

    public SqlTriggers(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Kept> begin(Kept fresh) {
        return database.write(handle -> {
            handle.createUpdate("DELETE FROM device_trigger WHERE at < :oldest")
                    .bind("oldest", fresh.at().minus(MEMORY).toEpochMilli())
                    .execute();
            var before = find(handle, fresh.key());
            if (before.isPresent()) return before;
            handle.createUpdate("INSERT INTO device_trigger (key, action_id, type, value, state, detail, at)"
                            + " VALUES (:key, :action, :type, :value, :state, :detail, :at)")
                    .bind("key", fresh.key())
                    .bind("action", fresh.actionId())
                    .bind("type", fresh.observable().type().wire())
                    .bind("value", fresh.observable().value())
                    .bind("state", fresh.state().name())
                    .bind("detail", fresh.detail())
                    .bind("at", fresh.at().toEpochMilli())
                    .execute();
            return before;
        });
    }

    @Override
    public void end(String key, State state, String detail) {
        database.update(handle -> handle.createUpdate(
                        "UPDATE device_trigger SET state = :state, detail = :detail WHERE key = :key")
                .bind("key", key)
                .bind("state", state.name())
                .bind("detail", detail)
                .execute());
    }

    @Override
    public Optional<Kept> find(String key) {
        return database.read(handle -> find(handle, key));
    }

    private static Optional<Kept> find(Handle handle, String key) {
        return handle.createQuery("SELECT * FROM device_trigger WHERE key = :key")
                .bind("key", key)
                .map((row, _) -> kept(row))
                .findOne();
    }

    private static Kept kept(ResultSet row) throws SQLException {
        return new Kept(
                row.getString("key"),
                row.getString("action_id"),
                new Observable(
                        ObservableType.of(row.getString("type")).orElse(ObservableType.DEVICE), row.getString("value")),
                State.valueOf(row.getString("state")),
                row.getString("detail"),
                Instant.ofEpochMilli(row.getLong("at")));
    }
}
