package argiope.appliance.ingest;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/// How a file's text is encoded, known by the mark at its beginning. Nearly always plain bytes.
enum Encoding {
    BYTES(0),
    UTF8_MARK(3),
    UTF16_LITTLE(2),
    UTF16_BIG(2);

    private final int markLength;

    Encoding(int markLength) {
        this.markLength = markLength;
    }

    int markLength() {
        return markLength;
    }

    boolean wide() {
        return this == UTF16_LITTLE || this == UTF16_BIG;
    }

    static Encoding of(byte[] start, int length) {
        if (length >= 3 && is(start, 0, 0xef) && is(start, 1, 0xbb) && is(start, 2, 0xbf)) return UTF8_MARK;
        if (length >= 2 && is(start, 0, 0xff) && is(start, 1, 0xfe)) return UTF16_LITTLE;
        if (length >= 2 && is(start, 0, 0xfe) && is(start, 1, 0xff)) return UTF16_BIG;
        return BYTES;
    }

    private static boolean is(byte[] bytes, int at, int value) {
        return (bytes[at] & 0xff) == value;
    }

    /// Just after the last line feed of `[from,to)`, or -1. A wide file is cut between its units of two bytes, which
    /// are
    /// counted from `from`.
    int afterLastLine(byte[] bytes, int from, int to) {
        if (!wide()) {
            var feed = Bytes.lastLineFeed(bytes, from, to);
            return feed < 0 ? -1 : feed + 1;
        }
        for (var at = from + ((to - from) & ~1) - 2; at >= from; at -= 2) if (lineFeed(bytes, at)) return at + 2;
        return -1;
    }

    /// Just after the first line feed of `[from,to)`, or -1.
    int afterFirstLine(byte[] bytes, int from, int to) {
        if (!wide()) {
            var feed = Bytes.lineFeed(bytes, from, to);
            return feed < 0 ? -1 : feed + 1;
        }
        for (var at = from; at + 1 < to; at += 2) if (lineFeed(bytes, at)) return at + 2;
        return -1;
    }

    private boolean lineFeed(byte[] bytes, int at) {
        var low = this == UTF16_LITTLE ? at : at + 1;
        var high = this == UTF16_LITTLE ? at + 1 : at;
        return bytes[low] == '\n' && bytes[high] == 0;
    }

    /// A wide file's bytes as UTF-8; what is no text becomes U+FFFD.
    byte[] decode(byte[] bytes, int from, int to) {
        Charset charset = this == UTF16_LITTLE ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE;
        return new String(bytes, from, to - from, charset).getBytes(StandardCharsets.UTF_8);
    }
}
