package argiope.appliance.cloud;

import argiope.appliance.settings.ApplianceSettings;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the page shows.
public record CloudStatus(
        CloudState state,
        boolean enabled,
        String server,
        List<ApplianceSettings.Server> servers,
        boolean observableIndexing,
        @Nullable DeviceIdentity deviceOrNone,
        Instant lastContactOrNever,
        @Nullable Problem errorOrNone,
        Instant nextRetryOrNever) {
    public CloudStatus {
        servers = List.copyOf(servers);
    }

    /// What went wrong last.
    public record Problem(String code, String message, Instant at) {}

    public Optional<DeviceIdentity> device() {
        return Optional.ofNullable(deviceOrNone);
    }

    public Optional<Problem> error() {
        return Optional.ofNullable(errorOrNone);
    }

    public Optional<Instant> lastContact() {
        return lastContactOrNever.equals(Instant.MIN) ? Optional.empty() : Optional.of(lastContactOrNever);
    }

    public Optional<Instant> nextRetry() {
        return nextRetryOrNever.equals(Instant.MIN) ? Optional.empty() : Optional.of(nextRetryOrNever);
    }
}
