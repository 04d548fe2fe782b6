package argiope.sql.platform.module;

import argiope.contracts.platform.module.ModuleInstancesContract;
import argiope.sql.Database;

class SqlModuleInstancesTest implements ModuleInstancesContract {
    @Override
    public Opened open() {
        var database = Database.temporary("db/platform");
        return new Opened(new SqlModuleInstances(database), database);
    }
}
