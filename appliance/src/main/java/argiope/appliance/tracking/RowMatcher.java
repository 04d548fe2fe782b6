package argiope.appliance.tracking;

import argiope.appliance.tracking.TrackingQuery.Bytes;
import argiope.appliance.tracking.TrackingQuery.Category;
import argiope.appliance.tracking.TrackingQuery.Client;
import argiope.appliance.tracking.TrackingQuery.Criterion;
import argiope.appliance.tracking.TrackingQuery.Decisions;
import argiope.appliance.tracking.TrackingQuery.Equal;
import argiope.appliance.tracking.TrackingQuery.FileName;
import argiope.appliance.tracking.TrackingQuery.InDomain;
import argiope.appliance.tracking.TrackingQuery.Reputation;
import argiope.appliance.tracking.TrackingQuery.Server;
import argiope.appliance.tracking.TrackingQuery.Sha256;
import argiope.appliance.tracking.TrackingQuery.Status;
import argiope.appliance.tracking.TrackingQuery.Url;
import argiope.appliance.tracking.TrackingQuery.User;
import argiope.core.access.Refusal;
import argiope.core.net.Addresses;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/// A question made ready to be held against rows: the meaning of every criterion, for all stores alike. An index may
/// only narrow down what this decides. Owned by one thread.
public final class RowMatcher {
    /// Rows that took longer also match a range they overlap.
    public static final Duration LONG_ROW = Duration.ofSeconds(60);

    /// How far past a range's end such rows are looked for.
    public static final Duration LONG_ROW_REACH = Duration.ofHours(24);

    private interface Test {
        boolean matches(Row row);
    }

    private final long from;
    private final long to;
    private final Test[] tests;

    /// Refuses a question that cannot be asked ([Refusal.Invalid]).
    public RowMatcher(TrackingQuery query, UserAliases aliases) {
        from = query.range().from().toEpochMilli();
        to = query.range().to().toEpochMilli();
        tests = query.criteria().stream().map(c -> test(c, aliases)).toArray(Test[]::new);
    }

    /// Whether a criterion is about a URL, a file or a hash: answered only for rows whose observables were indexed.
    public static boolean needsObservables(TrackingQuery query) {
        return query.criteria().stream()
                .anyMatch(c -> c instanceof Url || c instanceof Sha256 || c instanceof FileName);
    }

    public boolean matches(Row row) {
        if (!inRange(row)) return false;
        for (var test : tests) if (!test.matches(row)) return false;
        return true;
    }

    private boolean inRange(Row row) {
        var time = row.number(NumberField.TIME);
        return time < to ? time >= from : isLong(row) && startTime(row) < to && time < reach(to);
    }

    /// End of the time in which rows can match a range that ends at `to`.
    public static long reach(long to) {
        return to + LONG_ROW_REACH.toMillis();
    }

    public static boolean isLong(Row row) {
        return row.number(NumberField.TIME) - startTime(row) > LONG_ROW.toMillis();
    }

    public static long startTime(Row row) {
        return row.has(NumberField.START_TIME) ? row.number(NumberField.START_TIME) : row.number(NumberField.TIME);
    }

    private static Test test(Criterion criterion, UserAliases aliases) {
        return switch (criterion) {
            case InDomain(var name) -> inDomain(hostName(name));
            case Url url -> UrlPattern.of(url)::matches;
            case User(var pattern) -> UserPattern.of(pattern, aliases)::matches;
            case Client(var range) -> row -> row.hasClient() && range.contains(row.client());
            case Server(var range) -> row -> row.hasServer() && range.contains(row.server());
            case Sha256(var value) -> equal(TextField.FILE_SHA256, value);
            case FileName(var text) -> equal(TextField.FILE_NAME, text);
            case Decisions(var any) -> row -> any.contains(row.decision());
            case Status(var low, var high) -> between(NumberField.STATUS, low, high);
            case Bytes(var low, var high) -> between(NumberField.BYTES_TO_CLIENT, low, high);
            case Equal(var field, var value) -> equal(field, value);
            case Category(var name) -> row -> row.categories().stream().anyMatch(c -> asciiEqual(c, name));
            case Reputation(var low, var high) -> between(NumberField.REPUTATION_SCORE, low, high);
        };
    }

    /// A host or domain as asked for, in the form that rows hold.
    public static String hostName(String asked) {
        var name = asked.strip();
        if (name.startsWith("*.")) name = name.substring(2);
        while (name.startsWith(".")) name = name.substring(1);
        name = UrlPattern.hostKey(name);
        if (name.isEmpty()) throw new Refusal.Invalid("domain-empty", "The domain to search for is empty.");
        return address(name).orElse(name);
    }

    /// The canonical text if `name` is an address, with or without brackets.
    public static Optional<String> address(String name) {
        var bare = name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
        return Addresses.parse(bare).map(Addresses::text);
    }

    /// Whether `name` can only match itself: it is an address, or ends in a number as no domain does but part of an
    /// address.
    public static boolean isAddressLike(String name) {
        var last = name.substring(name.lastIndexOf('.') + 1);
        return address(name).isPresent() || (!last.isEmpty() && last.chars().allMatch(c -> c >= '0' && c <= '9'));
    }

    private static Test inDomain(String name) {
        var bytes = name.getBytes(StandardCharsets.UTF_8);
        var exactOnly = isAddressLike(name);
        return row -> {
            if (!row.has(TextField.HOST)) return false;
            var end = row.to(TextField.HOST);
            var start = row.from(TextField.HOST);
            var at = end - bytes.length;
            if (at < start || (exactOnly && at != start)) return false;
            var host = row.array();
            for (var i = 0; i < bytes.length; i++) if (host[at + i] != bytes[i]) return false;
            return at == start || host[at - 1] == '.';
        };
    }

    private static Test between(NumberField field, long low, long high) {
        return row -> row.has(field) && row.number(field) >= low && row.number(field) <= high;
    }

    private static Test equal(TextField field, String value) {
        var bytes = value.strip().getBytes(StandardCharsets.UTF_8);
        for (var i = 0; i < bytes.length; i++) bytes[i] = UrlText.lower(bytes[i]);
        return row -> {
            if (!row.has(field) || row.to(field) - row.from(field) != bytes.length) return false;
            var array = row.array();
            var at = row.from(field);
            for (var i = 0; i < bytes.length; i++) if (UrlText.lower(array[at + i]) != bytes[i]) return false;
            return true;
        };
    }

    private static boolean asciiEqual(String a, String b) {
        return a.strip().equalsIgnoreCase(b.strip());
    }
}
