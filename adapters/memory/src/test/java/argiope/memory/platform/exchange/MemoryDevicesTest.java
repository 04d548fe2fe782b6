package argiope.memory.platform.exchange;

import argiope.contracts.platform.exchange.DevicesContract;
import argiope.platform.exchange.Devices;

class MemoryDevicesTest implements DevicesContract {
    private final Devices devices = new MemoryDevices();

    @Override
    public Devices devices() {
        return devices;
    }
}
