package argiope.memory.appliance.device;

import argiope.appliance.device.Triggers;
import argiope.contracts.appliance.device.TriggersContract;

class MemoryTriggersTest implements TriggersContract {
    private final Triggers triggers = new MemoryTriggers();

    @Override
    public Triggers triggers() {
        return triggers;
    }
}
