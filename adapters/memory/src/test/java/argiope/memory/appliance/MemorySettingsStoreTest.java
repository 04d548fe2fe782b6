package argiope.memory.appliance;

import argiope.appliance.settings.SettingsStore;
import argiope.contracts.appliance.SettingsStoreContract;

class MemorySettingsStoreTest implements SettingsStoreContract {
    @Override
    public SettingsStore open() {
        return new MemorySettingsStore();
    }
}
