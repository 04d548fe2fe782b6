package argiope.devicelink;

import argiope.appliance.cloud.Backoff;
import argiope.appliance.cloud.Cloud;
import argiope.appliance.cloud.CloudState;
import argiope.appliance.device.DeviceOperations;
import argiope.appliance.settings.ApplianceSettings;
import java.nio.file.Path;
import java.time.Duration;

/// An appliance's cloud services, with what the platform may ask of it chosen by the test.
final class TestAppliance implements AutoCloseable {
    final TestSettings settings = new TestSettings();
    final Cloud cloud;

    TestAppliance(Path folder, DeviceOperations operations, MovableClock clock, Duration interval) {
        cloud = new Cloud(
                settings,
                new ExchangeLink(folder, "9.9", interval, clock),
                operations,
                new Backoff(Duration.ofMillis(20), Duration.ofMillis(100), () -> 0.5),
                clock);
        cloud.start();
    }

    static TestAppliance in(Path folder, DeviceOperations operations) {
        return new TestAppliance(folder, operations, new MovableClock(), Duration.ofSeconds(5));
    }

    /// Enables cloud services with this platform as the chosen server.
    TestAppliance use(TestPlatform platform) throws Exception {
        return use(platform.region, platform.enrolment());
    }

    TestAppliance use(String region, String enrolment) throws Exception {
        settings.commit(true, region, new ApplianceSettings.Server(region, "http://localhost:1", enrolment));
        Until.so("started", () -> state() != CloudState.STARTING && state() != CloudState.DISABLED);
        return this;
    }

    CloudState state() {
        return cloud.status().state();
    }

    void await(CloudState state) throws Exception {
        Until.so(state.wire(), () -> state() == state);
    }

    @Override
    public void close() {
        cloud.close();
    }
}
