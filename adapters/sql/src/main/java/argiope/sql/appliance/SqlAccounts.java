package argiope.sql.appliance;

import argiope.appliance.identity.Account;
import argiope.appliance.identity.Accounts;
import argiope.appliance.identity.Session;
import argiope.core.access.Refusal;
import argiope.core.access.Role;
import argiope.sql.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;

/// Accounts and sessions in the tables `account` and `session`.
public final class SqlAccounts implements Accounts {
    private static final String COLUMNS =
            "SELECT id, login, name, role, enabled, password_hash, created_at, last_sign_in FROM account ";

    private final Database database;

    public SqlAccounts(Database database) {
        this.database = database;
    }

    @Override
    public List<Account> all() {
        return database.read(handle -> handle.createQuery(COLUMNS + "ORDER BY login")
                .map((row, _) -> account(row))
                .list());
    }

    @Override
    public Optional<Account> byId(String id) {
        return database.read(handle -> byId(handle, id));
    }

    @Override
    public Optional<Account> byLogin(String login) {
        return database.read(handle -> handle.createQuery(COLUMNS + "WHERE login = :login")
                .bind("login", login)
                .map((row, _) -> account(row))
                .findOne());
    }

    @Override
    public void add(Account account) {
        try {
            database.update(handle -> handle.execute(
                    "INSERT INTO account (id, login, name, role, enabled, password_hash, created_at, last_sign_in)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    account.id(),
                    account.login(),
                    account.name(),
                    account.role().wire(),
                    account.enabled(),
                    account.passwordHash(),
                    account.createdAt().toEpochMilli(),
                    account.lastSignInOrNever().toEpochMilli()));
        } catch (RuntimeException e) {
            if (Database.isDuplicate(e))
                throw new Refusal.Conflict(
                        "login-taken", "There is a user '" + account.login() + "' already.", Map.of());
            throw e;
        }
    }

    @Override
    public Account change(String id, UnaryOperator<Account> change) {
        return database.write(handle -> {
            var before =
                    byId(handle, id).orElseThrow(() -> new Refusal.NotFound("no-such-user", "There is no such user."));
            var after = change.apply(before);
            handle.execute(
                    "UPDATE account SET name = ?, role = ?, enabled = ?, password_hash = ?, last_sign_in = ? WHERE id = ?",
                    after.name(),
                    after.role().wire(),
                    after.enabled(),
                    after.passwordHash(),
                    after.lastSignInOrNever().toEpochMilli(),
                    id);
            var wasAdmin = before.enabled() && before.role() == Role.ADMIN;
            if (wasAdmin && admins(handle) == 0)
                throw new Refusal.Conflict("last-admin", "This is the last admin. Make another one first.", Map.of());
            if (!after.enabled() || !after.passwordHash().equals(before.passwordHash()))
                handle.execute("DELETE FROM session WHERE account_id = ?", id);
            return after;
        });
    }

    @Override
    public void addSession(Session session) {
        database.update(handle -> handle.execute(
                "INSERT INTO session (secret_hash, account_id, started_at, expires, sliding) VALUES (?, ?, ?, ?, ?)",
                session.secretHash(),
                session.accountId(),
                session.startedAt().toEpochMilli(),
                session.expires().toEpochMilli(),
                session.sliding()));
    }

    @Override
    public Optional<Session> session(String secretHash) {
        return database.read(handle -> handle.createQuery(
                        "SELECT secret_hash, account_id, started_at, expires, sliding FROM session"
                                + " WHERE secret_hash = :hash")
                .bind("hash", secretHash)
                .map((row, _) -> new Session(
                        row.getString("secret_hash"),
                        row.getString("account_id"),
                        Instant.ofEpochMilli(row.getLong("started_at")),
                        Instant.ofEpochMilli(row.getLong("expires")),
                        row.getBoolean("sliding")))
                .findOne());
    }

    @Override
    public void extend(String secretHash, Instant expires) {
        database.update(handle -> handle.execute(
                "UPDATE session SET expires = ? WHERE secret_hash = ?", expires.toEpochMilli(), secretHash));
    }

    @Override
    public void removeSession(String secretHash) {
        database.update(handle -> handle.execute("DELETE FROM session WHERE secret_hash = ?", secretHash));
    }

    @Override
    public void removeSessionsEndedBefore(Instant moment) {
        database.update(handle -> handle.execute("DELETE FROM session WHERE expires < ?", moment.toEpochMilli()));
    }

    private static Optional<Account> byId(Handle handle, String id) {
        return handle.createQuery(COLUMNS + "WHERE id = :id")
                .bind("id", id)
                .map((row, _) -> account(row))
                .findOne();
    }

    private static int admins(Handle handle) {
        return handle.createQuery("SELECT count(*) FROM account WHERE enabled = 1 AND role = 'admin'")
                .mapTo(Integer.class)
                .one();
    }

    private static Account account(ResultSet row) throws SQLException {
        var role = row.getString("role");
        return new Account(
                row.getString("id"),
                row.getString("login"),
                row.getString("name"),
                Role.of(role).orElseThrow(() -> new IllegalStateException("unknown role in the store: " + role)),
                row.getBoolean("enabled"),
                row.getString("password_hash"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                Instant.ofEpochMilli(row.getLong("last_sign_in")));
    }
}
