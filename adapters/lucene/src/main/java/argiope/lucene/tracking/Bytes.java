package argiope.lucene.tracking;

import argiope.appliance.tracking.UrlText;

/// Looking for bytes in bytes without ASCII case.
final class Bytes {
    private Bytes() {}

    /// The first place in `[from,to)` where `part`, in lower case, begins, or -1.
    static int find(byte[] text, int from, int to, byte[] part) {
        return find(text, from, to, part, 0, part.length);
    }

    /// As above, of the part `[partFrom,partTo)` in any case.
    static int find(byte[] text, int from, int to, byte[] part, int partFrom, int partTo) {
        var length = partTo - partFrom;
        if (length == 0) return from;
        var first = UrlText.lower(part[partFrom]);
        var upper = first >= 'a' && first <= 'z' ? (byte) (first - 32) : first;
        var last = to - length;
        for (var i = from; i <= last; i++) {
            var at = text[i];
            if (at != first && at != upper) continue;
            var k = 1;
            while (k < length && UrlText.lower(text[i + k]) == UrlText.lower(part[partFrom + k])) k++;
            if (k == length) return i;
        }
        return -1;
    }
}
