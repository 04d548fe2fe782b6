package argiope.appliance.policy;

import argiope.core.observable.Observable;
import java.time.Instant;
import java.util.Optional;

/// One thing that is blocked: a domain with its sub-domains, a URL, an address or a file by its SHA-256.
///
/// @param key idempotency key of the action that made it, `""` if a person did
/// @param untilOrNever end, [Instant#MAX] for none
public record BlockEntry(
        String id, Observable observable, String reason, String by, Instant at, Instant untilOrNever, String key) {
    public Optional<Instant> until() {
        return untilOrNever.equals(Instant.MAX) ? Optional.empty() : Optional.of(untilOrNever);
    }
}
