package argiope.memory.platform.entities;

import argiope.contracts.platform.intelligence.EntityStoreContract;
import argiope.platform.intelligence.EntityStore;

class MemoryEntityStoreTest implements EntityStoreContract {
    @Override
    public EntityStore open() {
        return new MemoryEntityStore();
    }
}
