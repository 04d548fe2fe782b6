package argiope.sql.platform.identity;

import argiope.platform.identity.Session;
import argiope.platform.identity.Sessions;
import argiope.sql.Database;
import java.time.Instant;
import java.util.Optional;

public final class SqlSessions implements Sessions {
    private final Database database;

    public SqlSessions(Database database) {
        this.database = database;
    }

    @Override
    public void create(Session session) {
        database.update(handle -> handle.execute(
                "INSERT INTO session (hash, user_id, created_at, expires_at) VALUES (?, ?, ?, ?)",
                session.hash(),
                session.userId(),
                session.createdAt().toEpochMilli(),
                session.expiresAt().toEpochMilli()));
    }

    @Override
    public Optional<Session> byHash(String hash) {
        return database.read(handle -> handle.createQuery("SELECT * FROM session WHERE hash = ?")
                .bind(0, hash)
                .map((row, _) -> new Session(
                        row.getString("hash"),
                        row.getString("user_id"),
                        Instant.ofEpochMilli(row.getLong("created_at")),
                        Instant.ofEpochMilli(row.getLong("expires_at"))))
                .findOne());
    }

    @Override
    public void delete(String hash) {
        database.update(handle -> handle.execute("DELETE FROM session WHERE hash = ?", hash));
    }

    @Override
    public void deleteOf(String userId) {
        database.update(handle -> handle.execute("DELETE FROM session WHERE user_id = ?", userId));
    }

    @Override
    public void deleteExpired(Instant before) {
        database.update(handle -> handle.execute("DELETE FROM session WHERE expires_at < ?", before.toEpochMilli()));
    }
}
