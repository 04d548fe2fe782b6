package argiope.sql.platform.identity;

import argiope.core.access.Role;
import argiope.platform.identity.Account;
import argiope.platform.identity.Accounts;
import argiope.platform.identity.Organisation;
import argiope.sql.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

public final class SqlAccounts implements Accounts {
    private final Database database;

    public SqlAccounts(Database database) {
        this.database = database;
    }

    @Override
    public boolean found(Organisation organisation, Account admin) {
        return database.write(handle -> {
            var any = handle.createQuery("SELECT count(*) FROM organisation")
                    .mapTo(Integer.class)
                    .one();
            if (any > 0) return false;
            handle.execute(
                    "INSERT INTO organisation (id, name, enabled, created_at, updated_at) VALUES (?, ?, ?, ?, ?)",
                    organisation.id(),
                    organisation.name(),
                    organisation.enabled(),
                    organisation.createdAt().toEpochMilli(),
                    organisation.updatedAt().toEpochMilli());
            insert(handle, admin);
            return true;
        });
    }

    @Override
    public List<Organisation> organisations() {
        return database.read(handle -> handle.createQuery("SELECT * FROM organisation ORDER BY created_at, id")
                .map((row, _) -> organisation(row))
                .list());
    }

    @Override
    public Optional<Organisation> organisation(String id) {
        return database.read(handle -> handle.createQuery("SELECT * FROM organisation WHERE id = ?")
                .bind(0, id)
                .map((row, _) -> organisation(row))
                .findOne());
    }

    @Override
    public void update(Organisation organisation) {
        database.update(handle -> handle.execute(
                "UPDATE organisation SET name = ?, enabled = ?, updated_at = ? WHERE id = ?",
                organisation.name(),
                organisation.enabled(),
                organisation.updatedAt().toEpochMilli(),
                organisation.id()));
    }

    @Override
    public boolean create(Account account) {
        return database.write(handle -> {
            var taken = handle.createQuery("SELECT count(*) FROM account WHERE login_key = ?")
                    .bind(0, account.key())
                    .mapTo(Integer.class)
                    .one();
            if (taken > 0) return false;
            insert(handle, account);
            return true;
        });
    }

    private static void insert(Handle handle, Account account) {
        handle.execute(
                "INSERT INTO account (id, org_id, login, login_key, name, role, enabled, password_hash, created_at,"
                        + " updated_at, signed_in_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                account.id(),
                account.orgId(),
                account.login(),
                account.key(),
                account.name(),
                account.role().wire(),
                account.enabled(),
                account.passwordHash(),
                account.createdAt().toEpochMilli(),
                account.updatedAt().toEpochMilli(),
                account.signedInAtOrNever().toEpochMilli());
    }

    @Override
    public Optional<Account> byId(String id) {
        return one("SELECT * FROM account WHERE id = ?", id);
    }

    @Override
    public Optional<Account> byLogin(String login) {
        return one("SELECT * FROM account WHERE login_key = ?", Account.key(login));
    }

    private Optional<Account> one(String sql, String key) {
        return database.read(handle -> handle.createQuery(sql)
                .bind(0, key)
                .map((row, _) -> account(row))
                .findOne());
    }

    @Override
    public List<Account> all(String orgId) {
        return database.read(
                handle -> handle.createQuery("SELECT * FROM account WHERE org_id = ? ORDER BY created_at, rowid")
                        .bind(0, orgId)
                        .map((row, _) -> account(row))
                        .list());
    }

    @Override
    public Changed update(Account account) {
        return database.write(handle -> {
            var old = handle.createQuery("SELECT * FROM account WHERE id = ?")
                    .bind(0, account.id())
                    .map((row, _) -> account(row))
                    .findOne();
            if (old.isEmpty()) return Changed.UNKNOWN;
            if (!account.enabled() || account.role() != Role.ADMIN) {
                var others = handle.createQuery("SELECT count(*) FROM account WHERE org_id = ? AND id <> ? AND enabled"
                                + " AND role = ?")
                        .bind(0, old.get().orgId())
                        .bind(1, account.id())
                        .bind(2, Role.ADMIN.wire())
                        .mapTo(Integer.class)
                        .one();
                if (others == 0) return Changed.LAST_ADMIN;
            }
            handle.execute(
                    "UPDATE account SET name = ?, role = ?, enabled = ?, password_hash = ?, updated_at = ? WHERE id = ?",
                    account.name(),
                    account.role().wire(),
                    account.enabled(),
                    account.passwordHash(),
                    account.updatedAt().toEpochMilli(),
                    account.id());
            return Changed.DONE;
        });
    }

    @Override
    public void signedIn(String id, Instant at) {
        database.update(
                handle -> handle.execute("UPDATE account SET signed_in_at = ? WHERE id = ?", at.toEpochMilli(), id));
    }

    private static Organisation organisation(ResultSet row) throws SQLException {
        return new Organisation(
                row.getString("id"),
                row.getString("name"),
                row.getBoolean("enabled"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                Instant.ofEpochMilli(row.getLong("updated_at")));
    }

    private static Account account(ResultSet row) throws SQLException {
        var role = row.getString("role");
        return new Account(
                row.getString("id"),
                row.getString("org_id"),
                row.getString("login"),
                row.getString("name"),
                Role.of(role).orElseThrow(() -> new IllegalStateException("unknown role in the store: " + role)),
                row.getBoolean("enabled"),
                row.getString("password_hash"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                Instant.ofEpochMilli(row.getLong("updated_at")),
                Instant.ofEpochMilli(row.getLong("signed_in_at")));
    }
}
