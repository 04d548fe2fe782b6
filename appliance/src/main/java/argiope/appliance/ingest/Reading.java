package argiope.appliance.ingest;

/// How far one file's content was read, with what it takes to know the file again. Owned by its reader; a commit looks
/// at
/// it while the readers stand still.
final class Reading {
    private long offset;
    private final byte[] head = new byte[Identity.WINDOW];
    private int headLength;
    private final byte[] tail = new byte[Identity.WINDOW];
    private int tailLength;
    private Identity last = new Identity(0, 0, "", "");

    /// Takes note of bytes that were read on from [#offset].
    void consumed(byte[] bytes, int from, int to) {
        var length = to - from;
        if (headLength < head.length) {
            var part = Math.min(head.length - headLength, length);
            System.arraycopy(bytes, from, head, headLength, part);
            headLength += part;
        }
        if (length >= tail.length) {
            System.arraycopy(bytes, to - tail.length, tail, 0, tail.length);
            tailLength = tail.length;
        } else {
            var keep = Math.min(tailLength, tail.length - length);
            System.arraycopy(tail, tailLength - keep, tail, 0, keep);
            System.arraycopy(bytes, from, tail, keep, length);
            tailLength = keep + length;
        }
        offset += length;
    }

    /// Moves on to `position` unseen; at least as many bytes as a tail is long must be consumed from there.
    void skip(long position) {
        if (position == offset) return;
        offset = position;
        tailLength = 0;
    }

    long offset() {
        return offset;
    }

    /// As the first bytes tell.
    Encoding encoding() {
        return Encoding.of(head, headLength);
    }

    /// The last bytes read, at most 4,096.
    byte[] tail() {
        return java.util.Arrays.copyOf(tail, tailLength);
    }

    Identity identity() {
        if (last.offset() != offset)
            last = new Identity(
                    offset, headLength, Identity.hash(head, 0, headLength), Identity.hash(tail, 0, tailLength));
        return last;
    }

    Reading copy() {
        var copy = new Reading();
        copy.offset = offset;
        copy.headLength = headLength;
        copy.tailLength = tailLength;
        copy.last = last;
        System.arraycopy(head, 0, copy.head, 0, headLength);
        System.arraycopy(tail, 0, copy.tail, 0, tailLength);
        return copy;
    }
}
