package argiope.devicelink;

import argiope.appliance.settings.ApplianceSettings;
import argiope.appliance.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Settings that a test commits.
final class TestSettings implements Settings {
    private final List<Consumer<ApplianceSettings>> listeners = new ArrayList<>();
    private volatile ApplianceSettings committed = ApplianceSettings.initial("gw1.example");
    volatile boolean pending;

    void commit(boolean enabled, String server, ApplianceSettings.Server... servers) {
        committed = new ApplianceSettings(
                new ApplianceSettings.Reporting(true, 60),
                new ApplianceSettings.Cloud(enabled, server, List.of(servers)),
                List.of(),
                committed.system());
        for (var listener : listeners) listener.accept(committed);
    }

    @Override
    public ApplianceSettings committed() {
        return committed;
    }

    @Override
    public void onCommit(Consumer<ApplianceSettings> listener) {
        listeners.add(listener);
    }

    @Override
    public boolean cloudPending() {
        return pending;
    }
}
