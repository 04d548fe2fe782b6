package argiope.memory.platform.entities;

import argiope.contracts.platform.intelligence.IntelligenceContract;
import argiope.platform.intelligence.EntityIndex;
import argiope.platform.intelligence.EntityStore;

class MemoryIntelligenceTest implements IntelligenceContract {
    @Override
    public EntityStore store() {
        return new MemoryEntityStore();
    }

    @Override
    public EntityIndex index() {
        return new MemoryEntityIndex();
    }
}
