package argiope.appliance.format;

/// Times as logs write them, to milliseconds since 1970, UTC.
final class Stamps {
    static final long NONE = Long.MIN_VALUE;
    private static final long DAY = 86_400_000L;
    private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";

    private Stamps() {}

    /// `1764000001.120`: seconds, and any number of decimals, of which three count.
    static long epoch(byte[] b, int from, int to) {
        var seconds = 0L;
        var i = from;
        for (; i < to && Bytes.digit(b[i]); i++) {
            if (i - from == 12) return NONE;
            seconds = seconds * 10 + b[i] - '0';
        }
        if (i == from) return NONE;
        var millis = 0L;
        if (i < to) {
            if (b[i++] != '.' || i == to) return NONE;
            var scale = 100;
            for (; i < to; i++) {
                if (!Bytes.digit(b[i])) return NONE;
                millis += (long) scale * (b[i] - '0');
                scale /= 10;
            }
        }
        return seconds * 1000 + millis;
    }

    /// `24/Nov/2025:16:01:22 +0000`. Without a zone `assumedOffset` (milliseconds east of UTC) holds.
    static long common(byte[] b, int from, int to, long assumedOffset) {
        if (to - from < 20) return NONE;
        var day = two(b, from);
        var month = month(b, from + 3);
        var year = four(b, from + 7);
        var hour = two(b, from + 12);
        var minute = two(b, from + 15);
        var second = two(b, from + 18);
        if ((day | month | year | hour | minute | second) < 0
                || b[from + 2] != '/'
                || b[from + 6] != '/'
                || b[from + 11] != ':'
                || b[from + 14] != ':'
                || b[from + 17] != ':') return NONE;
        var offset = assumedOffset;
        if (to - from > 20) {
            if (to - from != 26 || b[from + 20] != ' ') return NONE;
            offset = offset(b, from + 21, to);
            if (offset == NONE) return NONE;
        }
        return of(year, month, day, hour, minute, second, offset);
    }

    /// `+0100` or `+01:00` as milliseconds east of UTC.
    static long offset(byte[] b, int from, int to) {
        if (to - from < 5 || (b[from] != '+' && b[from] != '-')) return NONE;
        var minuteAt = b[from + 3] == ':' ? from + 4 : from + 3;
        if (minuteAt + 2 != to) return NONE;
        var hours = two(b, from + 1);
        var minutes = two(b, minuteAt);
        if ((hours | minutes) < 0 || hours > 18 || minutes > 59) return NONE;
        var offset = (hours * 60L + minutes) * 60_000;
        return b[from] == '-' ? -offset : offset;
    }

    /// The instant of a civil time; [#NONE] if there is no such time.
    static long of(int year, int month, int day, int hour, int minute, int second, long offset) {
        if (year < 1970 || year > 9999 || month < 1 || month > 12 || day < 1 || day > length(year, month)) return NONE;
        if (hour > 23 || minute > 59 || second > 60) return NONE;
        return days(year, month, day) * DAY + ((hour * 60L + minute) * 60 + second) * 1000 - offset;
    }

    private static int length(int year, int month) {
        return switch (month) {
            case 2 -> year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            default -> 31;
        };
    }

    /// Days since 1970-01-01, counting years from March so that the leap day comes last.
    private static long days(int year, int month, int day) {
        var y = month <= 2 ? year - 1 : year;
        var era = y / 400;
        var ofEra = y - era * 400;
        var ofYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        return era * 146_097L + ofEra * 365L + ofEra / 4 - ofEra / 100 + ofYear - 719_468;
    }

    /// 1 to 12, or -1.
    static int month(byte[] b, int at) {
        for (var i = 0; i < 36; i += 3)
            if ((b[at] | 32) == MONTHS.charAt(i)
                    && (b[at + 1] | 32) == MONTHS.charAt(i + 1)
                    && (b[at + 2] | 32) == MONTHS.charAt(i + 2)) return i / 3 + 1;
        return -1;
    }

    static int two(byte[] b, int at) {
        return Bytes.digit(b[at]) && Bytes.digit(b[at + 1]) ? (b[at] - '0') * 10 + b[at + 1] - '0' : -1;
    }

    static int four(byte[] b, int at) {
        var high = two(b, at);
        var low = two(b, at + 2);
        return (high | low) < 0 ? -1 : high * 100 + low;
    }
}
