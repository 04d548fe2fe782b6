package argiope.memory.appliance;

import argiope.appliance.policy.BlockStore;
import argiope.contracts.appliance.BlockStoreContract;

class MemoryBlockStoreTest implements BlockStoreContract {
    @Override
    public BlockStore open() {
        return new MemoryBlockStore();
    }
}
