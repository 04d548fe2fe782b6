package argiope.memory.appliance;

import argiope.appliance.identity.Accounts;
import argiope.contracts.appliance.AccountsContract;

class MemoryAccountsTest implements AccountsContract {
    @Override
    public Accounts open() {
        return new MemoryAccounts();
    }
}
