package argiope.memory.tracking;

import argiope.appliance.report.Reports;
import argiope.appliance.tracking.TrackingStore;
import argiope.contracts.tracking.ReportsContract;
import argiope.contracts.tracking.TrackingStoreContract;

class MemoryTrackingStoreTest implements TrackingStoreContract, ReportsContract {
    @Override
    public TrackingStore open() {
        var store = new MemoryTrackingStore(() -> ALIASES);
        store.observableIndexing(true);
        return store;
    }

    @Override
    public Reports reports(TrackingStore store) {
        return (MemoryTrackingStore) store;
    }
}
