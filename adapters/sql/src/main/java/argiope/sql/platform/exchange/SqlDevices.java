package argiope.sql.platform.exchange;

import argiope.platform.exchange.Device;
import argiope.platform.exchange.Devices;
import argiope.sql.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// [Devices] in a relational database.
public final class SqlDevices implements Devices {
    private final Database database;

    public SqlDevices(Database database) {
        this.database = database;
    }

    @Override
    public void add(Device device) {
        database.update(handle -> insert(handle, device));
    }

    @Override
    public Optional<Device> find(String id) {
        return database.read(handle -> find(handle, id));
    }

    @Override
    public List<Device> of(String orgId) {
        return database.read(
                handle -> handle.createQuery("SELECT * FROM device WHERE org_id = :org ORDER BY created_at, id")
                        .bind("org", orgId)
                        .map((row, _) -> device(row))
                        .list());
    }

    @Override
    public Optional<Device> change(String id, UnaryOperator<Device> change) {
        return database.write(handle -> {
            var before = find(handle, id);
            if (before.isEmpty()) return before;
            var after = change.apply(before.get());
            replace(handle, after);
            return Optional.of(after);
        });
    }

    @Override
    public boolean delete(String id) {
        return database.write(handle -> {
            handle.createUpdate("DELETE FROM device_token WHERE device_id = :id AND used_at IS NULL")
                    .bind("id", id)
                    .execute();
            return handle.createUpdate("DELETE FROM device WHERE id = :id")
                            .bind("id", id)
                            .execute()
                    > 0;
        });
    }

    @Override
    public void issue(Token token, Instant now) {
        database.update(handle -> {
            handle.createUpdate("DELETE FROM device_token WHERE (device_id = :device AND used_at IS NULL)"
                            + " OR coalesce(used_at, expires) < :oldest")
                    .bind("device", token.deviceId())
                    .bind("oldest", now.minus(MEMORY).toEpochMilli())
                    .execute();
            handle.createUpdate("INSERT INTO device_token (hash, device_id, expires, used_by, used_at)"
                            + " VALUES (:hash, :device, :expires, '', NULL)")
                    .bind("hash", token.hash())
                    .bind("device", token.deviceId())
                    .bind("expires", token.expires().toEpochMilli())
                    .execute();
        });
    }

    private record Kept(String deviceId, Instant expires, String usedBy, Optional<Instant> usedAt) {}

    @Override
    public Redemption redeem(String tokenHash, String keyHash, Instant now, UnaryOperator<Device> enrol) {
        return database.write(handle -> {
            var found = handle.createQuery("SELECT * FROM device_token WHERE hash = :hash")
                    .bind("hash", tokenHash)
                    .map((row, _) -> new Kept(
                            row.getString("device_id"),
                            Instant.ofEpochMilli(row.getLong("expires")),
                            row.getString("used_by"),
                            Optional.ofNullable(millis(row, "used_at")).map(Instant::ofEpochMilli)))
                    .findOne();
            if (found.isEmpty()) return new Redemption.Unknown();
            var kept = found.get();
            var device = find(handle, kept.deviceId());
            if (kept.usedAt().isPresent()) {
                var again = kept.usedBy().equals(keyHash)
                        && now.isBefore(kept.usedAt().get().plus(RETRY));
                if (!again || device.isEmpty()) return new Redemption.Used();
            } else if (!now.isBefore(kept.expires())) {
                return new Redemption.Expired(kept.expires());
            }
            if (device.isEmpty()) return new Redemption.Unknown();
            if (!integration(handle, device.get().orgId())) return new Redemption.IntegrationOff();
            var enrolled = enrol.apply(device.get());
            replace(handle, enrolled);
            if (kept.usedAt().isEmpty())
                handle.createUpdate("UPDATE device_token SET used_by = :key, used_at = :now WHERE hash = :hash")
                        .bind("key", keyHash)
                        .bind("now", now.toEpochMilli())
                        .bind("hash", tokenHash)
                        .execute();
            return new Redemption.Granted(enrolled);
        });
    }

    @Override
    public boolean integration(String orgId) {
        return database.read(handle -> integration(handle, orgId));
    }

    @Override
    public void integration(String orgId, boolean enabled) {
        database.update(handle -> handle.createUpdate(
                        enabled
                                ? "INSERT INTO exchange_integration (org_id) VALUES (:org) ON CONFLICT (org_id) DO NOTHING"
                                : "DELETE FROM exchange_integration WHERE org_id = :org")
                .bind("org", orgId)
                .execute());
    }

    private static boolean integration(Handle handle, String orgId) {
        return handle.createQuery("SELECT count(*) FROM exchange_integration WHERE org_id = :org")
                        .bind("org", orgId)
                        .mapTo(Integer.class)
                        .one()
                > 0;
    }

    private static Optional<Device> find(Handle handle, String id) {
        return handle.createQuery("SELECT * FROM device WHERE id = :id")
                .bind("id", id)
                .map((row, _) -> device(row))
                .findOne();
    }

    private static void insert(Handle handle, Device device) {
        write(
                handle,
                "INSERT INTO device (id, org_id, name, description, version, ip, created_at, registered_at, last_seen,"
                        + " serial, previous_serial) VALUES (:id, :org, :name, :description, :version, :ip, :created,"
                        + " :registered, :seen, :serial, :previous)",
                device);
    }

    private static void replace(Handle handle, Device device) {
        write(
                handle,
                "UPDATE device SET org_id = :org, name = :name, description = :description, version = :version,"
                        + " ip = :ip, created_at = :created, registered_at = :registered, last_seen = :seen,"
                        + " serial = :serial, previous_serial = :previous WHERE id = :id",
                device);
    }

    private static void write(Handle handle, String sql, Device device) {
        handle.createUpdate(sql)
                .bind("id", device.id())
                .bind("org", device.orgId())
                .bind("name", device.name())
                .bind("description", device.description())
                .bind("version", device.version())
                .bind("ip", device.ip())
                .bind("created", device.createdAt().toEpochMilli())
                .bind(
                        "registered",
                        device.registeredAt().map(Instant::toEpochMilli).orElse(null))
                .bind("seen", device.lastSeen().map(Instant::toEpochMilli).orElse(null))
                .bind("serial", device.serial())
                .bind("previous", device.previousSerial())
                .execute();
    }

    private static Device device(ResultSet row) throws SQLException {
        return new Device(
                row.getString("id"),
                row.getString("org_id"),
                row.getString("name"),
                row.getString("description"),
                row.getString("version"),
                row.getString("ip"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                instant(row, "registered_at"),
                instant(row, "last_seen"),
                row.getString("serial"),
                row.getString("previous_serial"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        var millis = millis(row, column);
        return millis == null ? Instant.MIN : Instant.ofEpochMilli(millis);
    }

    private static @Nullable Long millis(ResultSet row, String column) throws SQLException {
        var value = row.getLong(column);
        return row.wasNull() ? null : value;
    }
}
