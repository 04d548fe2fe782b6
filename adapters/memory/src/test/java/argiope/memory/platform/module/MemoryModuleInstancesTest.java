package argiope.memory.platform.module;

import argiope.contracts.platform.module.ModuleInstancesContract;

class MemoryModuleInstancesTest implements ModuleInstancesContract {
    @Override
    public Opened open() {
        return new Opened(new MemoryModuleInstances(), () -> {});
    }
}
