package argiope.sql.platform.entities;

import argiope.contracts.platform.intelligence.EntityStoreContract;
import argiope.platform.intelligence.EntityStore;
import argiope.sql.Database;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

class SqlEntityStoreTest implements EntityStoreContract {
    private final List<Database> opened = new ArrayList<>();

    @Override
    public EntityStore open() {
        var database = Database.temporary("db/platform");
        opened.add(database);
        return new SqlEntityStore(database);
    }

    @AfterEach
    void close() {
        opened.forEach(Database::close);
    }
}
