package argiope.memory.platform.entities;

import argiope.contracts.platform.intelligence.EntityIndexContract;
import argiope.platform.intelligence.EntityIndex;

class MemoryEntityIndexTest implements EntityIndexContract {
    @Override
    public EntityIndex open() {
        return new MemoryEntityIndex();
    }
}
