package argiope.sql.appliance.device;

import argiope.appliance.device.Triggers;
import argiope.contracts.appliance.device.TriggersContract;
import argiope.sql.Database;
import org.junit.jupiter.api.AfterEach;

class SqlTriggersTest implements TriggersContract {
    private final Database database = Database.temporary("db/appliance");
    private final Triggers triggers = new SqlTriggers(database);

    @AfterEach
    void close() {
        database.close();
    }

    @Override
    public Triggers triggers() {
        return triggers;
    }
}
