package argiope.sql.platform.identity;

import argiope.platform.identity.ApiClient;
import argiope.platform.identity.Clients;
import argiope.sql.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

public final class SqlClients implements Clients {
    private final Database database;

    public SqlClients(Database database) {
        this.database = database;
    }

    @Override
    public void create(ApiClient client) {
        database.update(handle -> handle.execute(
                "INSERT INTO api_client (id, org_id, owner_id, name, scopes, password_hash, created_at, used_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                client.id(),
                client.orgId(),
                client.ownerId(),
                client.name(),
                String.join(" ", new TreeSet<>(client.scopes())),
                client.passwordHash(),
                client.createdAt().toEpochMilli(),
                client.usedAtOrNever().toEpochMilli()));
    }

    @Override
    public Optional<ApiClient> byId(String id) {
        return database.read(handle -> handle.createQuery("SELECT * FROM api_client WHERE id = ?")
                .bind(0, id)
                .map((row, _) -> client(row))
                .findOne());
    }

    @Override
    public List<ApiClient> all(String orgId) {
        return database.read(
                handle -> handle.createQuery("SELECT * FROM api_client WHERE org_id = ? ORDER BY created_at, rowid")
                        .bind(0, orgId)
                        .map((row, _) -> client(row))
                        .list());
    }

    @Override
    public boolean delete(String id) {
        return database.write(handle -> handle.execute("DELETE FROM api_client WHERE id = ?", id) > 0);
    }

    @Override
    public void used(String id, Instant at) {
        database.update(
                handle -> handle.execute("UPDATE api_client SET used_at = ? WHERE id = ?", at.toEpochMilli(), id));
    }

    private static ApiClient client(ResultSet row) throws SQLException {
        return new ApiClient(
                row.getString("id"),
                row.getString("org_id"),
                row.getString("owner_id"),
                row.getString("name"),
                Set.of(row.getString("scopes").split(" ")),
                row.getString("password_hash"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                Instant.ofEpochMilli(row.getLong("used_at")));
    }
}
