package argiope.sql.platform.exchange;

import argiope.contracts.platform.exchange.DevicesContract;
import argiope.platform.exchange.Devices;
import argiope.sql.Database;
import org.junit.jupiter.api.AfterEach;

class SqlDevicesTest implements DevicesContract {
    private final Database database = Database.temporary("db/platform");
    private final Devices devices = new SqlDevices(database);

    @AfterEach
    void close() {
        database.close();
    }

    @Override
    public Devices devices() {
        return devices;
    }
}
