package argiope.sql.appliance;

import argiope.appliance.settings.SettingsStore;
import argiope.contracts.appliance.SettingsStoreContract;
import argiope.sql.Database;
import org.junit.jupiter.api.AfterEach;

class SqlSettingsStoreTest implements SettingsStoreContract {
    private final Database database = Database.temporary("db/appliance");

    @Override
    public SettingsStore open() {
        return new SqlSettingsStore(database);
    }

    @AfterEach
    void close() {
        database.close();
    }
}
