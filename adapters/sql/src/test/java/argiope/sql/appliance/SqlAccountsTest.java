package argiope.sql.appliance;

import argiope.appliance.identity.Accounts;
import argiope.contracts.appliance.AccountsContract;
import argiope.sql.Database;
import org.junit.jupiter.api.AfterEach;

class SqlAccountsTest implements AccountsContract {
    private final Database database = Database.temporary("db/appliance");

    @Override
    public Accounts open() {
        return new SqlAccounts(database);
    }

    @AfterEach
    void close() {
        database.close();
    }
}
