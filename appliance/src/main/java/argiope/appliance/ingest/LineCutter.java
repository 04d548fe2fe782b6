package argiope.appliance.ingest;

import java.io.IOException;
import java.util.Optional;

/// Reads one file on and cuts what it reads at line ends. A line that has not ended waits, unless the file is closed.
/// A line longer than a buffer is skipped to its end and only its beginning kept. Owned by one thread; [#reading] moves
/// only by [#take], so that a commit sees whole lines only.
final class LineCutter implements AutoCloseable {
    private static final int KEPT_OF_LONG_LINE = 1024;

    private final Content content;
    private Reading reading;
    private Encoding encoding;
    private boolean begun;
    /// While a line longer than a buffer is skipped: how far, and its beginning.
    private Optional<Skipping> skipping = Optional.empty();

    private record Skipping(Reading ahead, byte[] beginning) {}

    /// Lines that were cut: `bytes[from,to)`, whole lines; or the beginning of one line too long.
    record Cut(
            byte[] bytes,
            int from,
            int to,
            boolean tooLong,
            byte[] consumed,
            int consumedFrom,
            int consumedTo,
            Optional<Reading> moved) {
        boolean empty() {
            return from == to;
        }
    }

    LineCutter(Content content, Reading reading) {
        this.content = content;
        this.reading = reading;
        this.encoding = reading.encoding();
        this.begun = reading.offset() > 0;
    }

    Content content() {
        return content;
    }

    Reading reading() {
        return reading;
    }

    /// Reads on into `buffer`. `closed` says that nothing more will be written, so the last line needs no line feed.
    /// Nothing when no whole line is there. The buffer belongs to the cut; follow with [#take].
    Optional<Cut> next(byte[] buffer, boolean closed) throws IOException {
        if (skipping.isPresent()) return skipOn(buffer, closed, skipping.get());
        var length = content.read(reading.offset(), buffer, 0, buffer.length);
        if (length == 0) return Optional.empty();
        if (!begun) {
            if (length < 3 && !closed) {
                content.unread(buffer, 0, length);
                return Optional.empty();
            }
            encoding = Encoding.of(buffer, length);
            begun = true;
        }
        var from = reading.offset() == 0 ? encoding.markLength() : 0;
        if (!encoding.wide()) from = Bytes.afterNuls(buffer, from, length);
        var full = length == buffer.length;
        var end = encoding.afterLastLine(buffer, from, length);
        if (end < 0 && from == length) end = length; // a mark, or a hole full of NULs
        if (end < 0 && full) return beginSkipping(buffer, from, closed);
        if (end < 0 || (closed && !full)) {
            if (end < 0 && !closed) {
                content.unread(buffer, 0, length);
                return Optional.empty();
            }
            end = length;
        }
        content.unread(buffer, end, length);
        return Optional.of(cut(buffer, from, end));
    }

    private Cut cut(byte[] buffer, int from, int end) {
        if (!encoding.wide()) return new Cut(buffer, from, end, false, buffer, 0, end, Optional.empty());
        var text = encoding.decode(buffer, from, end);
        return new Cut(text, 0, text.length, false, buffer, 0, end, Optional.empty());
    }

    private Optional<Cut> beginSkipping(byte[] buffer, int from, boolean closed) throws IOException {
        var kept = new byte[Math.min(KEPT_OF_LONG_LINE, buffer.length - from)];
        System.arraycopy(buffer, from, kept, 0, kept.length);
        var ahead = reading.copy();
        ahead.consumed(buffer, 0, buffer.length);
        var begin = new Skipping(ahead, encoding.wide() ? encoding.decode(kept, 0, kept.length) : kept);
        skipping = Optional.of(begin);
        return skipOn(buffer, closed, begin);
    }

    private Optional<Cut> skipOn(byte[] buffer, boolean closed, Skipping skip) throws IOException {
        while (true) {
            var length = content.read(skip.ahead.offset(), buffer, 0, buffer.length);
            if (encoding.wide() && length < buffer.length && !closed) {
                content.unread(buffer, length & ~1, length);
                length &= ~1;
            }
            var end = encoding.afterFirstLine(buffer, 0, length);
            skip.ahead.consumed(buffer, 0, end < 0 ? length : end);
            if (end >= 0 || (length < buffer.length && closed)) {
                if (end >= 0) content.unread(buffer, end, length);
                return Optional.of(
                        new Cut(skip.beginning, 0, skip.beginning.length, true, buffer, 0, 0, Optional.of(skip.ahead)));
            }
            if (length < buffer.length) return Optional.empty();
        }
    }

    /// Counts the cut as read. Called while no commit runs.
    void take(Cut cut) {
        if (cut.moved.isPresent()) {
            reading = cut.moved.get();
            skipping = Optional.empty();
        } else {
            reading.consumed(cut.consumed, cut.consumedFrom, cut.consumedTo);
        }
    }

    @Override
    public void close() throws IOException {
        content.close();
    }
}
