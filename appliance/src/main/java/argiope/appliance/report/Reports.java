package argiope.appliance.report;

import argiope.appliance.tracking.TimeRange;
import java.time.Duration;

/// Computes report figures. Safe for many threads. Groups domains by registrable domain, else host.
public interface Reports {
    /// @param top how many rows each table has at most
    /// @param deadline when it passes the figures so far are answered with `exact` false
    Overview overview(TimeRange range, int top, Duration deadline);
}
