package argiope.appliance.tracking;

import argiope.appliance.tracking.TrackingQuery.Client;
import argiope.appliance.tracking.TrackingQuery.Decisions;
import argiope.appliance.tracking.TrackingQuery.Server;
import argiope.core.access.Refusal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A place in the order of answers: newest first, equal times by descending `seq`. A cursor is a place and the
/// question it belongs to, as text.
public record Place(long time, long seq) implements Comparable<Place> {
    /// Before everything.
    public static final Place NEWEST = new Place(Long.MAX_VALUE, Long.MAX_VALUE);

    /// Negative when this comes first.
    @Override
    public int compareTo(Place other) {
        return time != other.time ? Long.compare(other.time, time) : Long.compare(other.seq, seq);
    }

    /// Whether a row at these lies behind this place.
    public boolean isBefore(long rowTime, long rowSeq) {
        return rowTime < time || (rowTime == time && rowSeq < seq);
    }

    /// The text that goes on behind this place in the answer to `query`.
    public Cursor cursor(TrackingQuery query) {
        return new Cursor("c1." + Long.toString(time, 36) + "." + Long.toString(seq, 36) + "." + digest(query));
    }

    /// Where an answer to `query` goes on. Refuses text that is no cursor, or belongs to another question.
    public static Place of(Cursor cursor, TrackingQuery query) {
        if (cursor.isStart()) return NEWEST;
        var parts = cursor.value().split("\\.", -1);
        if (parts.length != 4 || !parts[0].equals("c1"))
            throw new Refusal.Invalid("cursor-unreadable", "The cursor is not one that this appliance gave out.");
        if (!parts[3].equals(digest(query)))
            throw new Refusal.Invalid(
                    "cursor-of-another-query",
                    "The cursor belongs to another search. Start the changed search without a cursor.");
        try {
            return new Place(Long.parseLong(parts[1], 36), Long.parseLong(parts[2], 36));
        } catch (NumberFormatException e) {
            throw new Refusal.Invalid("cursor-unreadable", "The cursor is not one that this appliance gave out.");
        }
    }

    private static String digest(TrackingQuery query) {
        var text = new StringBuilder();
        text.append(query.range().from().toEpochMilli())
                .append('-')
                .append(query.range().to().toEpochMilli());
        for (var criterion : query.criteria()) {
            text.append('\n');
            switch (criterion) {
                case Client(var range) -> text.append("client ").append(range.text());
                case Server(var range) -> text.append("server ").append(range.text());
                case Decisions(var any) ->
                    text.append("decision ").append(any.stream().sorted().toList());
                default -> text.append(criterion);
            }
        }
        try {
            var hash =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
