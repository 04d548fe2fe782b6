package argiope.http.appliance;

import argiope.core.access.Refusal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;

/// Times as parameters: ISO 8601 with `Z` or an offset, seconds may be left out.
final class Times {
    private static final Instant FIRST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("2525-01-01T00:00:00Z");

    private Times() {}

    static Instant read(String name, String text) {
        // A plus that was not escaped arrives as a blank.
        try {
            var time = OffsetDateTime.parse(text.strip().replace(' ', '+')).toInstant();
            if (!time.isBefore(FIRST) && !time.isAfter(LAST)) return time.truncatedTo(ChronoUnit.MILLIS);
        } catch (DateTimeException _) {
            // said below
        }
        throw new Refusal.Invalid(
                "bad-parameter", "The parameter '" + name + "' must be a time such as 2026-03-01T12:00:00.000Z.");
    }
}
