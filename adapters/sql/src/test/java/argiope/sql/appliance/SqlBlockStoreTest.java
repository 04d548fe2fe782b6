package argiope.sql.appliance;

import argiope.appliance.policy.BlockStore;
import argiope.contracts.appliance.BlockStoreContract;
import argiope.sql.Database;
import org.junit.jupiter.api.AfterEach;

class SqlBlockStoreTest implements BlockStoreContract {
    private final Database database = Database.temporary("db/appliance");

    @Override
    public BlockStore open() {
        return new SqlBlockStore(database);
    }

    @AfterEach
    void close() {
        database.close();
    }
}
