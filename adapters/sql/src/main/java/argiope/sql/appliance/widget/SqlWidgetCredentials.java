package argiope.sql.appliance.widget;

import argiope.appliance.widget.WidgetCredentials;
import argiope.sql.Database;
import java.util.Optional;

/// [WidgetCredentials] in a relational database; the account's row takes them with it.
public final class SqlWidgetCredentials implements WidgetCredentials {
    private final Database database;

    public SqlWidgetCredentials(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Kept> find(String userId) {
        return database.read(handle -> handle.createQuery("SELECT * FROM widget_credentials WHERE account_id = :id")
                .bind("id", userId)
                .map((row, _) ->
                        new Kept(row.getString("client_id"), row.getString("sealed_password"), row.getString("server")))
                .findOne());
    }

    @Override
    public void save(String userId, Kept kept) {
        database.update(handle -> handle.createUpdate(
                        "INSERT INTO widget_credentials (account_id, client_id, sealed_password, server)"
                                + " VALUES (:id, :client, :password, :server) ON CONFLICT (account_id) DO UPDATE SET"
                                + " client_id = :client, sealed_password = :password, server = :server")
                .bind("id", userId)
                .bind("client", kept.clientId())
                .bind("password", kept.sealedPassword())
                .bind("server", kept.server())
                .execute());
    }

    @Override
    public void erase(String userId) {
        database.update(handle -> handle.createUpdate("DELETE FROM widget_credentials WHERE account_id = :id")
                .bind("id", userId)
                .execute());
    }
}
