package argiope.appliance.format;

import argiope.core.access.Refusal;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/// A `strftime` pattern turned round: reads a time of that shape. Owned by one thread.
final class TimePattern {
    static final String COMMON = "%d/%b/%Y:%H:%M:%S %z";
    private final List<Character> parts = new ArrayList<>();
    private int year;
    private int month;
    private int day;
    private int hour;
    private int minute;
    private int second;
    private long epoch;
    private long offset;
    private boolean zoned;

    /// Throws [Refusal.Invalid] for a pattern that holds no full date and time.
    TimePattern(String pattern) {
        var text = pattern.replace("%T", "%H:%M:%S")
                .replace("%F", "%Y-%m-%d")
                .replace("%D", "%m/%d/%y")
                .replace("%R", "%H:%M")
                .replace("%h", "%b");
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c != '%') {
                parts.add((char) (c | 0x100));
                if (c > 127) throw refuse(pattern, "letters outside ASCII");
                continue;
            }
            if (++i == text.length() || "dbYHMSzmyes".indexOf(text.charAt(i)) < 0)
                throw refuse(pattern, i == text.length() ? "a lone %" : "%" + text.charAt(i));
            parts.add(text.charAt(i));
        }
        if (!parts.contains('s')
                && !(parts.contains('H')
                        && parts.contains('M')
                        && (parts.contains('d') || parts.contains('e'))
                        && (parts.contains('b') || parts.contains('m'))
                        && (parts.contains('Y') || parts.contains('y'))))
            throw new Refusal.Invalid(
                    "bad_logformat", "The time pattern \"" + pattern + "\" lacks a full date and time.");
    }

    private static Refusal.Invalid refuse(String pattern, String what) {
        return new Refusal.Invalid(
                "bad_logformat", "The time pattern \"" + pattern + "\" has " + what + ", which cannot be read back.");
    }

    /// Reads at `from`; returns the end, or -1 if there is no such time.
    int read(byte[] b, int from, int to) {
        year = 0;
        month = 0;
        day = 0;
        hour = 0;
        minute = 0;
        second = 0;
        epoch = Stamps.NONE;
        offset = 0;
        zoned = false;
        var i = from;
        for (char part : parts) {
            if (part >= 0x100) {
                if (i >= to || b[i] != (byte) part) return -1;
                i++;
                continue;
            }
            var length = switch (part) {
                case 'Y' -> 4;
                case 'b' -> 3;
                case 'z' -> 5;
                case 's' -> digits(b, i, to);
                default -> 2;
            };
            if (length == 0 || i + length > to) return -1;
            var two = length == 2 ? Stamps.two(b, i) : 0;
            if (part == 'e' && b[i] == ' ' && Bytes.digit(b[i + 1])) two = b[i + 1] - '0';
            if (two < 0) return -1;
            switch (part) {
                case 'Y' -> year = Stamps.four(b, i);
                case 'y' -> year = two < 69 ? 2000 + two : 1900 + two;
                case 'm' -> month = two;
                case 'b' -> month = Stamps.month(b, i);
                case 'd', 'e' -> day = two;
                case 'H' -> hour = two;
                case 'M' -> minute = two;
                case 'S' -> second = two;
                case 's' -> epoch = Stamps.epoch(b, i, i + length);
                default -> {
                    offset = Stamps.offset(b, i, i + length);
                    if (offset == Stamps.NONE) return -1;
                    zoned = true;
                }
            }
            i += length;
        }
        return i;
    }

    private static int digits(byte[] b, int from, int to) {
        var i = from;
        while (i < to && i - from < 12 && Bytes.digit(b[i])) i++;
        return i - from;
    }

    /// Whether the time last read names its zone.
    boolean zoned() {
        return zoned || epoch != Stamps.NONE;
    }

    /// The time last read, in `zone` if it names none; [Stamps#NONE] if there is no such time.
    long millis(ZoneId zone) {
        if (epoch != Stamps.NONE) return epoch;
        var utc = Stamps.of(year, month, day, hour, minute, second, offset);
        if (utc == Stamps.NONE || zoned || zone.equals(ZoneOffset.UTC)) return utc;
        return LocalDateTime.ofEpochSecond(utc / 1000, 0, ZoneOffset.UTC)
                .atZone(zone)
                .toInstant()
                .toEpochMilli();
    }
}
