package argiope.sql.platform.identity;

import static org.assertj.core.api.Assertions.assertThat;

import argiope.contracts.platform.identity.IdentityContract;
import argiope.sql.Database;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlIdentityTest implements IdentityContract {
    @Override
    public Stores open() {
        var database = Database.temporary("db/platform");
        return new Stores(new SqlAccounts(database), new SqlClients(database), new SqlSessions(database), database);
    }

    @Test
    void accountsAreThereAfterARestart(@TempDir Path folder) {
        try (var database = Database.open(folder.resolve("platform.db"), "db/platform")) {
            new SqlAccounts(database).found(WEB, ADA);
        }
        try (var database = Database.open(folder.resolve("platform.db"), "db/platform")) {
            assertThat(new SqlAccounts(database).byLogin("ada")).contains(ADA);
        }
    }
}
