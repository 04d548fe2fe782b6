package argiope.sql.appliance.widget;

import static org.assertj.core.api.Assertions.assertThat;

import argiope.appliance.widget.WidgetCredentials;
import argiope.appliance.widget.WidgetCredentials.Kept;
import argiope.contracts.appliance.widget.WidgetCredentialsContract;
import argiope.sql.Database;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SqlWidgetCredentialsTest implements WidgetCredentialsContract {
    private final Database database = Database.temporary("db/appliance");
    private final WidgetCredentials credentials = new SqlWidgetCredentials(database);

    @BeforeEach
    void accounts() {
        for (var id : new String[] {"ana", "ben"})
            database.update(handle -> handle.createUpdate("INSERT INTO account (id, login, name, role, enabled,"
                            + " password_hash, created_at, last_sign_in) VALUES (:id, :id, '', 'analyst', 1, '', 0, 0)")
                    .bind("id", id)
                    .execute());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Override
    public WidgetCredentials credentials() {
        return credentials;
    }

    @Test
    void theyGoWithTheAccount() {
        credentials.save("ana", new Kept("client-1", "sealed-1", "lab"));

        database.update(handle -> handle.execute("DELETE FROM account WHERE id = 'ana'"));

        assertThat(credentials.find("ana")).isEmpty();
    }
}
