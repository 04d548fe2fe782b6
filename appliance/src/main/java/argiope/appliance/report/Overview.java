package argiope.appliance.report;

import argiope.appliance.tracking.Availability;
import argiope.appliance.tracking.Decision;
import argiope.appliance.tracking.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// What happened in a range (of the stamps as logged), in figures. All exact unless `exact` is false. Users are named
/// by
/// their comparison keys, `domain\name` or `name`; tables are in descending order of transactions, then by name.
public record Overview(
        TimeRange range,
        Totals totals,
        boolean exact,
        Duration bucket,
        List<Bucket> series,
        List<Top> topDomains,
        List<Top> topUsers,
        List<Top> topClients,
        List<Blocked> blockedDomains,
        Availability availability) {

    /// @param users,domains how many different ones
    public record Totals(long transactions, Map<Decision, Long> byDecision, long bytes, long users, long domains) {}

    public record Bucket(Instant from, Map<Decision, Long> byDecision) {}

    /// A domain, user or client with its transactions, how many of them were blocked, and bytes to the client.
    public record Top(String name, long transactions, long blocked, long bytes) {}

    /// A domain that was blocked: how often, for how many users; a client counts as one where no user is named.
    public record Blocked(String domain, long transactions, long users) {}
}
