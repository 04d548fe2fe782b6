package argiope.appliance.format;

/// Finds the second record on a physical line: Squid's built-in formats end a record of 8 KB with a NUL and no line
/// end.
/// Source: the access-log contract, 1.5.
final class SquidRecords {
    private SquidRecords() {}

    /// Where a native record begins behind a NUL, or -1.
    static int secondNative(byte[] b, int from, int to) {
        for (var i = from; i < to; i++) if (b[i] == 0 && nativeHead(b, i + 1, to)) return i + 1;
        return -1;
    }

    /// `\d{9,10}\.\d{3} `
    private static boolean nativeHead(byte[] b, int from, int to) {
        var i = from;
        while (i < to && i - from < 11 && Bytes.digit(b[i])) i++;
        var digits = i - from;
        return (digits == 9 || digits == 10)
                && i + 4 < to
                && b[i] == '.'
                && Bytes.digit(b[i + 1])
                && Bytes.digit(b[i + 2])
                && Bytes.digit(b[i + 3])
                && b[i + 4] == ' ';
    }

    /// Where a common or combined record (`client … [dd/Mon`) begins behind a NUL, or -1.
    static int secondCommon(byte[] b, int from, int to) {
        for (var i = from; i < to; i++) {
            if (b[i] != 0) continue;
            var start = i + 1;
            var stop = start;
            while (stop < to && b[stop] != 0) stop++;
            if (commonStamp(b, start, Math.min(stop, start + 1024)) >= 0) return start;
        }
        return -1;
    }

    /// Where ` [dd/Mon/` begins, or -1.
    static int commonStamp(byte[] b, int from, int to) {
        for (var i = from; i + 9 < to; i++)
            if (b[i] == ' '
                    && b[i + 1] == '['
                    && b[i + 4] == '/'
                    && b[i + 8] == '/'
                    && Stamps.two(b, i + 2) > 0
                    && Stamps.month(b, i + 5) > 0) return i;
        return -1;
    }
}
