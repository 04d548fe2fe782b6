package argiope.platform.intelligence.entity;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/// How times are read and written: read with or without fractions, offset or zone; written in UTC with milliseconds.
public final class Moments {
    /// The agreed spelling of "for ever".
    public static final Instant FOR_EVER = Instant.parse("2525-01-01T00:00:00Z");

    private static final DateTimeFormatter WRITTEN = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Moments() {}

    public static String text(Instant moment) {
        return WRITTEN.format(moment);
    }

    /// Empty when the text is no time.
    public static Optional<Instant> read(String text) {
        if (text.length() < 10 || text.length() > 64) return Optional.empty();
        try {
            if (text.length() == 10)
                return Optional.of(LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC));
            var best = DateTimeFormatter.ISO_DATE_TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
            var moment = best instanceof OffsetDateTime offset
                    ? offset.toInstant()
                    : ((LocalDateTime) best).toInstant(ZoneOffset.UTC);
            return Optional.of(moment.truncatedTo(ChronoUnit.MILLIS));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    static boolean inRange(Instant moment) {
        return !moment.isBefore(Instant.EPOCH) && !moment.isAfter(FOR_EVER);
    }
}
