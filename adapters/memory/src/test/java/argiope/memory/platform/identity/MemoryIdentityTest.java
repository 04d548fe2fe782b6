package argiope.memory.platform.identity;

import argiope.contracts.platform.identity.IdentityContract;

class MemoryIdentityTest implements IdentityContract {
    @Override
    public Stores open() {
        return new Stores(new MemoryAccounts(), new MemoryClients(), new MemorySessions(), () -> {});
    }
}
