package argiope.appliance.tracking;

import java.time.Instant;
import java.util.List;

/// What part of a range an answer can speak of.
///
/// @param complete no gaps
public record Availability(Instant from, Instant to, boolean complete, List<Gap> gaps) {
    public Availability {
        gaps = List.copyOf(gaps);
    }

    /// @param reason `source-down`, `buffer-overflow`, `retention`, `not-indexed`, `clock-skew`
    public record Gap(Instant from, Instant to, String reason) {}
}
