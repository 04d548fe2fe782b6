package argiope.appliance.format;

/// Finds the payload in what syslog relays wrap around a line: RFC 3164 and 5424 headers, at most three, and the
/// `accesslogs: Info: ` of a WSA. What is no envelope is payload. Owned by one thread.
public final class SyslogEnvelope {
    private static final int MAX_ENVELOPES = 3;
    private static final byte[][] LEVELS = {
        Bytes.of("Info: "), Bytes.of("Warning: "), Bytes.of("Critical: "), Bytes.of("Debug: "), Bytes.of("Trace: ")
    };
    private int payload;
    private int hostFrom;
    private int hostTo;

    /// Looks at `[from,to)`; returns where the payload begins.
    public int peel(byte[] b, int from, int to) {
        payload = from;
        hostFrom = -1;
        for (var i = 0; i < MAX_ENVELOPES; i++) if (!one(b, payload, to)) break;
        level(b, to);
        payload = Bytes.skip(b, ' ', payload, to);
        return payload;
    }

    /// Start of the name of the host that wrote the line, or -1. Of several envelopes the innermost that names one.
    public int hostFrom() {
        return hostFrom;
    }

    public int hostTo() {
        return hostTo;
    }

    private boolean one(byte[] b, int from, int to) {
        var i = Bytes.skip(b, ' ', from, to);
        var pri = priority(b, i, to);
        if (pri > 0) {
            i = pri;
            if (i + 1 < to && b[i] == '1' && b[i + 1] == ' ') return rfc5424(b, i + 2, to);
            i = Bytes.skip(b, ' ', i, to);
        }
        var stamp = stamp(b, i, to);
        if (stamp < 0) {
            if (pri < 0) return false;
            payload = i;
            return true;
        }
        return rfc3164(b, stamp, to);
    }

    /// End of `<0>` to `<191>`, or -1.
    private static int priority(byte[] b, int from, int to) {
        if (from >= to || b[from] != '<') return -1;
        var value = 0;
        for (var i = from + 1; i < to && i < from + 5; i++) {
            if (b[i] == '>') return i > from + 1 && value <= 191 ? i + 1 : -1;
            if (!Bytes.digit(b[i])) return -1;
            value = value * 10 + b[i] - '0';
        }
        return -1;
    }

    /// End of `Mmm dd hh:mm:ss ` or of an ISO stamp and its blank, or -1.
    private static int stamp(byte[] b, int from, int to) {
        if (to - from >= 16
                && Stamps.month(b, from) > 0
                && b[from + 3] == ' '
                && (b[from + 4] == ' ' || Bytes.digit(b[from + 4]))
                && Bytes.digit(b[from + 5])
                && b[from + 6] == ' '
                && b[from + 9] == ':'
                && b[from + 12] == ':'
                && b[from + 15] == ' '
                && Stamps.two(b, from + 7) >= 0
                && Stamps.two(b, from + 10) >= 0
                && Stamps.two(b, from + 13) >= 0) return from + 16;
        if (to - from >= 20
                && Stamps.four(b, from) >= 0
                && b[from + 4] == '-'
                && b[from + 7] == '-'
                && b[from + 10] == 'T'
                && b[from + 13] == ':') {
            var end = Bytes.find(b, ' ', from, to);
            return end < to && end - from <= 35 ? end + 1 : -1;
        }
        return -1;
    }

    /// After the stamp: `host tag[pid]: `; host or tag may miss.
    private boolean rfc3164(byte[] b, int from, int to) {
        payload = from;
        var first = Bytes.find(b, ' ', from, to);
        if (first == from || first == to) return true;
        if (b[first - 1] == ':') {
            if (level(b, from, to)) return true;
            payload = first + 1;
            return true;
        }
        if (!isHost(b, from, first)) return true;
        var second = Bytes.find(b, ' ', first + 1, to);
        var tagged = second < to && second > first + 1 && b[second - 1] == ':' && !level(b, first + 1, to);
        var nested = stamp(b, first + 1, to) >= 0 || priority(b, first + 1, to) >= 0;
        if (!tagged && !nested && !level(b, first + 1, to) && looksLikeStart(b, from, first)) return true;
        hostFrom = from;
        hostTo = first;
        payload = tagged && isTag(b, first + 1, second - 1) ? second + 1 : first + 1;
        return true;
    }

    /// Whether a first word is rather a line's own beginning (an epoch stamp) than a host.
    private static boolean looksLikeStart(byte[] b, int from, int to) {
        var digits = 0;
        while (from + digits < to && Bytes.digit(b[from + digits])) digits++;
        return digits >= 9;
    }

    private static boolean isHost(byte[] b, int from, int to) {
        if (to - from > 255) return false;
        for (var i = from; i < to; i++) {
            var c = b[i];
            var fine = Bytes.digit(c)
                    || ((c | 32) >= 'a' && (c | 32) <= 'z')
                    || c == '.'
                    || c == '-'
                    || c == '_'
                    || c == ':'
                    || c == '%'
                    || c == '/';
            if (!fine) return false;
        }
        return true;
    }

    private static boolean isTag(byte[] b, int from, int to) {
        if (from >= to || to - from > 64) return false;
        for (var i = from; i < to; i++) if (b[i] <= ' ' || b[i] == '"' || b[i] == ':') return false;
        return true;
    }

    /// After `<pri>1 `: TIMESTAMP HOST APP PROCID MSGID SD MSG.
    private boolean rfc5424(byte[] b, int from, int to) {
        var i = from;
        var hostAt = -1;
        var hostEnd = -1;
        for (var field = 0; field < 5; field++) {
            var end = Bytes.find(b, ' ', i, to);
            if (end == to || end == i) return false;
            if (field == 1) {
                hostAt = i;
                hostEnd = end;
            }
            i = end + 1;
        }
        if (i < to && b[i] == '-') {
            i++;
        } else {
            if (i >= to || b[i] != '[') return false;
            while (i < to && b[i] == '[') {
                i = elementEnd(b, i + 1, to);
                if (i < 0) return false;
            }
        }
        if (i < to && b[i] != ' ') return false;
        i = Bytes.skip(b, ' ', i, to);
        if (i + 2 < to && b[i] == (byte) 0xEF && b[i + 1] == (byte) 0xBB && b[i + 2] == (byte) 0xBF) i += 3;
        if (!Bytes.isDash(b, hostAt, hostEnd)) {
            hostFrom = hostAt;
            hostTo = hostEnd;
        }
        payload = i;
        return true;
    }

    private static int elementEnd(byte[] b, int from, int to) {
        var quoted = false;
        for (var i = from; i < to; i++) {
            if (quoted && b[i] == '\\') i++;
            else if (b[i] == '"') quoted = !quoted;
            else if (!quoted && b[i] == ']') return i + 1;
        }
        return -1;
    }

    /// Strips `(word: )?(Info|Warning|…): ` from the payload.
    private void level(byte[] b, int to) {
        var i = Bytes.skip(b, ' ', payload, to);
        var end = i;
        while (end < to
                && end - i < 64
                && (Bytes.digit(b[end]) || ((b[end] | 32) >= 'a' && (b[end] | 32) <= 'z') || b[end] == '_')) end++;
        if (end > i && end + 1 < to && b[end] == ':' && b[end + 1] == ' ' && level(b, end + 2, to)) i = end + 2;
        for (var level : LEVELS)
            if (Bytes.starts(b, i, to, level)) {
                payload = i + level.length;
                return;
            }
    }

    private static boolean level(byte[] b, int from, int to) {
        for (var level : LEVELS) if (Bytes.starts(b, from, to, level)) return true;
        return false;
    }
}
