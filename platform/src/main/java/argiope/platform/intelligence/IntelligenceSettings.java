package argiope.platform.intelligence;

import argiope.platform.intelligence.entity.Tlp;
import java.time.Duration;

/// How private intelligence is run.
///
/// @param publicUrl the address entities are shown with
/// @param visibleToEveryone whether other organisations may read white and green entities
/// @param leastTlp entities marked lower are refused
/// @param searchDeadline how long one search may take
/// @param waitForIndex how long a write waits until it can be found
public record IntelligenceSettings(
        String publicUrl, boolean visibleToEveryone, Tlp leastTlp, Duration searchDeadline, Duration waitForIndex) {

    /// The defaults: visible to the group only, every mark allowed, 2 s for a search, 5 s of waiting.
    public static IntelligenceSettings of(String publicUrl) {
        return new IntelligenceSettings(publicUrl, false, Tlp.WHITE, Duration.ofSeconds(2), Duration.ofSeconds(5));
    }
}
