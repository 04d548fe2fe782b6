package argiope.appliance.tracking;

import argiope.core.net.Cidr;
import java.util.List;
import java.util.Set;

/// A question to tracking: a time range and criteria that all must hold. Text is a value to match, never a query to
/// parse.
public record TrackingQuery(TimeRange range, List<Criterion> criteria) {
    public TrackingQuery {
        criteria = List.copyOf(criteria);
    }

    public enum UrlMatch {
        EXACT,
        PREFIX,
        CONTAINS
    }

    public sealed interface Criterion {}

    /// The host is `name`, or a sub-domain of it: whole labels only. An address matches itself.
    public record InDomain(String name) implements Criterion {}

    /// `EXACT` and `PREFIX` compare canonical URLs (with or without scheme as given), `CONTAINS` any part of host,
    /// path and query of three characters or more, ASCII case ignored.
    public record Url(String text, UrlMatch match) implements Criterion {}

    /// User by name, `DOMAIN\name` or `name@realm`, without case; `*` is the only wildcard (7.4).
    public record User(String pattern) implements Criterion {}

    public record Client(Cidr range) implements Criterion {}

    public record Server(Cidr range) implements Criterion {}

    /// 64 hexadecimal digits, lower case.
    public record Sha256(String value) implements Criterion {}

    public record FileName(String text) implements Criterion {}

    public record Decisions(Set<Decision> any) implements Criterion {
        public Decisions {
            any = Set.copyOf(any);
        }
    }

    public record Status(int from, int to) implements Criterion {}

    public record Bytes(long from, long to) implements Criterion {}

    /// Equal text of a field, without ASCII case: method, MIME, policy, application, malware name, device.
    public record Equal(TextField field, String value) implements Criterion {}

    public record Category(String name) implements Criterion {}

    /// Reputation score between both, ends included, times ten as in [NumberField#REPUTATION_SCORE].
    public record Reputation(int from, int to) implements Criterion {}
}
