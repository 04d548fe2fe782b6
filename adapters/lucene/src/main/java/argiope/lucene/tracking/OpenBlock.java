package argiope.lucene.tracking;

import argiope.appliance.tracking.NumberField;
import argiope.appliance.tracking.Row;
import argiope.appliance.tracking.RowMatcher;
import argiope.appliance.tracking.UrlText;
import java.util.Arrays;

/// A raw block while it is being filled, with the filter of its 4-grams. Owned by one thread, reused.
final class OpenBlock {
    static final int TARGET_BYTES = 16 * 1024;
    static final int MOST_ROWS = 4096;

    private byte[] raw = new byte[TARGET_BYTES * 2];
    private int rawUsed;
    private byte[] head = new byte[1024];
    private int headUsed;
    private int rows;
    private long minTime;
    private long maxTime;
    private boolean longRows;
    private boolean plain;
    private int lastPlace;
    private final long[] bits = new long[Grams.MOST_BITS / 64];
    private final UrlText text = new UrlText();

    void clear() {
        rawUsed = 0;
        headUsed = 0;
        rows = 0;
        minTime = Long.MAX_VALUE;
        maxTime = Long.MIN_VALUE;
        longRows = false;
        plain = true;
        lastPlace = 0;
        Arrays.fill(bits, 0);
    }

    void add(Row row, boolean observables) {
        var length = row.rawTo() - row.rawFrom();
        if (rawUsed + length > raw.length) raw = Arrays.copyOf(raw, Math.max(raw.length * 2, rawUsed + length));
        System.arraycopy(row.rawArray(), row.rawFrom(), raw, rawUsed, length);
        rawUsed += length;
        if (headUsed + 5 > head.length) head = Arrays.copyOf(head, head.length * 2);
        var left = length;
        while (left >= 128) {
            head[headUsed++] = (byte) (left | 128);
            left >>>= 7;
        }
        head[headUsed++] = (byte) left;
        rows++;
        var time = row.number(NumberField.TIME);
        minTime = Math.min(minTime, time);
        maxTime = Math.max(maxTime, time);
        longRows |= RowMatcher.isLong(row);
        if (observables) {
            text.of(row);
            Grams.add(text.array(), text.from(), text.to(), bits);
            Grams.addWhole(text.array(), text.from(), text.to(), bits);
            plain = plain && isPlain(row);
        }
    }

    /// Whether the line holds the text as it is, but for case. Looks near the place of the last one first.
    private boolean isPlain(Row row) {
        var from = row.rawFrom();
        var start = Math.max(from, Math.min(row.rawTo(), from + lastPlace - 8));
        var at = Bytes.find(row.rawArray(), start, row.rawTo(), text.array(), text.from(), text.to());
        if (at < 0) at = Bytes.find(row.rawArray(), from, row.rawTo(), text.array(), text.from(), text.to());
        lastPlace = at - from;
        return at >= 0;
    }

    boolean isFull() {
        return rawUsed >= TARGET_BYTES || rows == MOST_ROWS;
    }

    int rows() {
        return rows;
    }

    int rawBytes() {
        return rawUsed;
    }

    long minTime() {
        return minTime;
    }

    long maxTime() {
        return maxTime;
    }

    boolean hasLongRows() {
        return longRows;
    }

    /// Whether every line holds what a part of a URL is looked for in as it is, so that the lines can be searched.
    boolean isPlain() {
        return plain;
    }

    /// The block's bytes before compression.
    byte[] payload() {
        var payload = new byte[headUsed + rawUsed];
        System.arraycopy(head, 0, payload, 0, headUsed);
        System.arraycopy(raw, 0, payload, headUsed, rawUsed);
        return payload;
    }

    /// The filter, sized by the block's bytes.
    long[] filter() {
        return Grams.fold(bits, rawUsed);
    }
}
