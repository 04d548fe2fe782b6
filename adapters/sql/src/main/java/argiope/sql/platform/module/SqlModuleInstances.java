package argiope.sql.platform.module;

import argiope.platform.module.ModuleInstance;
import argiope.platform.module.ModuleInstances;
import argiope.sql.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

public final class SqlModuleInstances implements ModuleInstances {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Database database;

    public SqlModuleInstances(Database database) {
        this.database = database;
    }

    @Override
    public void create(ModuleInstance instance) {
        database.update(handle -> handle.execute(
                "INSERT INTO module_instance (id, org_id, type_id, name, enabled, visibility, settings, user_id, client_id,"
                        + " created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                instance.id(),
                instance.orgId(),
                instance.typeId(),
                instance.name(),
                instance.enabled(),
                instance.visibility(),
                JSON.writeValueAsString(new TreeMap<>(instance.settings())),
                instance.userId(),
                instance.clientId(),
                instance.createdAt().toEpochMilli(),
                instance.updatedAt().toEpochMilli()));
    }

    @Override
    public Optional<ModuleInstance> byId(String id) {
        return database.read(handle -> handle.createQuery("SELECT * FROM module_instance WHERE id = ?")
                .bind(0, id)
                .map((row, _) -> instance(row))
                .findOne());
    }

    @Override
    public List<ModuleInstance> all(String orgId) {
        return database.read(handle -> handle.createQuery(
                        "SELECT * FROM module_instance WHERE org_id = ? ORDER BY created_at, rowid")
                .bind(0, orgId)
                .map((row, _) -> instance(row))
                .list());
    }

    @Override
    public boolean update(ModuleInstance instance) {
        return database.write(handle -> handle.execute(
                        "UPDATE module_instance SET name = ?, enabled = ?, visibility = ?, settings = ?, updated_at = ?"
                                + " WHERE id = ?",
                        instance.name(),
                        instance.enabled(),
                        instance.visibility(),
                        JSON.writeValueAsString(new TreeMap<>(instance.settings())),
                        instance.updatedAt().toEpochMilli(),
                        instance.id())
                > 0);
    }

    @Override
    public boolean delete(String id) {
        return database.write(handle -> handle.execute("DELETE FROM module_instance WHERE id = ?", id) > 0);
    }

    private static ModuleInstance instance(ResultSet row) throws SQLException {
        return new ModuleInstance(
                row.getString("id"),
                row.getString("org_id"),
                row.getString("type_id"),
                row.getString("name"),
                row.getBoolean("enabled"),
                row.getString("visibility"),
                JSON.readValue(row.getString("settings"), new TypeReference<Map<String, String>>() {}),
                row.getString("user_id"),
                row.getString("client_id"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                Instant.ofEpochMilli(row.getLong("updated_at")));
    }
}
