package argiope.appliance.ingest;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/// A file's bytes as its writer wrote them: unpacked when the file begins like a packed one, whatever its name.
/// Owned by one thread.
sealed interface Content extends Closeable {

    /// Reads at `position` until `[from,to)` is full or nothing more is there; how many bytes came. A packed file is
    /// read
    /// forwards only: `position` is where the last read ended, or where [#unread] put it back to.
    /// Throws [Refused] when the file is not to be read on.
    int read(long position, byte[] into, int from, int to) throws IOException;

    /// Puts the last read bytes back; the next read begins with them.
    void unread(byte[] bytes, int from, int to);

    boolean packed();

    /// How much of the file on disk has been read when its content was read up to `position`.
    long diskPosition(long position);

    /// Bytes on disk.
    long diskSize() throws IOException;

    /// Why a packed file ended before its end, or an empty text.
    Ending ending();

    /// @param code `truncated-archive`, `damaged-archive`, or empty
    record Ending(String code, String text) {
        static final Ending WHOLE = new Ending("", "");
    }

    /// Reading on would do harm; the message names the cause.
    final class Refused extends IOException {
        private static final long serialVersionUID = 1;

        Refused(String message) {
            super(message);
        }
    }

    static Content open(Path path, IngestLimits limits) throws IOException {
        if (Files.isDirectory(path)) throw new Refused(path + " is a folder; name the files in it");
        if (!Files.isRegularFile(path) && Files.exists(path)) throw new Refused(path + " is no regular file");
        var channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            var magic = new byte[6];
            var length = readFully(channel, 0, magic, 0, magic.length);
            var packing = Packing.of(magic, length);
            return packing == Packing.NONE ? new Plain(channel) : new Packed(channel, packing, limits);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    enum Packing {
        NONE,
        GZIP,
        BZIP2,
        ZSTD,
        XZ;

        static Packing of(byte[] magic, int length) {
            if (starts(magic, length, 0x1f, 0x8b)) return GZIP;
            if (starts(magic, length, 'B', 'Z', 'h') && length > 3 && magic[3] >= '1' && magic[3] <= '9') return BZIP2;
            if (starts(magic, length, 0x28, 0xb5, 0x2f, 0xfd)) return ZSTD;
            if (starts(magic, length, 0xfd, '7', 'z', 'X', 'Z', 0)) return XZ;
            return NONE;
        }

        private static boolean starts(byte[] magic, int length, int... sign) {
            if (length < sign.length) return false;
            for (var i = 0; i < sign.length; i++) if ((magic[i] & 0xff) != sign[i]) return false;
            return true;
        }
    }

    private static int readFully(FileChannel channel, long position, byte[] into, int from, int to) throws IOException {
        var buffer = ByteBuffer.wrap(into, from, to - from);
        while (buffer.hasRemaining()) {
            var count = channel.read(buffer, position + buffer.position() - from);
            if (count < 0) break;
        }
        return buffer.position() - from;
    }

    /// A file as it is; it may grow.
    final class Plain implements Content {
        private final FileChannel channel;

        private Plain(FileChannel channel) {
            this.channel = channel;
        }

        @Override
        public int read(long position, byte[] into, int from, int to) throws IOException {
            return readFully(channel, position, into, from, to);
        }

        @Override
        public void unread(byte[] bytes, int from, int to) {
            // the next read gives its own position
        }

        @Override
        public boolean packed() {
            return false;
        }

        @Override
        public long diskPosition(long position) {
            return position;
        }

        @Override
        public long diskSize() throws IOException {
            return channel.size();
        }

        @Override
        public Ending ending() {
            return Ending.WHOLE;
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /// A packed file, members one after the other.
    final class Packed implements Content {
        /// Small files may expand as they like.
        private static final long FREE_BYTES = 16L << 20;

        private static final int XZ_MEMORY_KIB = 256 << 10;

        private final FileChannel channel;
        private final Counting counting;
        private final Packing packing;
        private final IngestLimits limits;
        private InputStream stream = InputStream.nullInputStream();
        private boolean opened;
        private long given;
        private byte[] pushedBack = new byte[0];
        private Ending ending = Ending.WHOLE;
        private boolean ended;

        private Packed(FileChannel channel, Packing packing, IngestLimits limits) {
            this.channel = channel;
            this.packing = packing;
            this.limits = limits;
            this.counting = new Counting(channel);
        }

        private void open() throws IOException {
            opened = true;
            var in = new BufferedInputStream(counting, 64 << 10);
            stream = switch (packing) {
                case GZIP -> new GzipCompressorInputStream(in, true);
                case BZIP2 -> new BZip2CompressorInputStream(in, true);
                case ZSTD -> new com.github.luben.zstd.ZstdInputStream(in);
                case XZ -> new org.tukaani.xz.XZInputStream(in, XZ_MEMORY_KIB);
                case NONE -> in;
            };
        }

        @Override
        public int read(long position, byte[] into, int from, int to) throws IOException {
            if (position != given - pushedBack.length)
                throw new IllegalStateException("a packed file is read forwards only");
            var at = from;
            if (pushedBack.length > 0) {
                var part = Math.min(pushedBack.length, to - at);
                System.arraycopy(pushedBack, 0, into, at, part);
                pushedBack = Arrays.copyOfRange(pushedBack, part, pushedBack.length);
                at += part;
            }
            while (at < to && !ended) {
                var count = unpack(into, at, to);
                if (count < 0) ended = true;
                else {
                    at += count;
                    given += count;
                    guard();
                }
            }
            return at - from;
        }

        private int unpack(byte[] into, int from, int to) throws IOException {
            try {
                if (!opened) open();
                return stream.read(into, from, to - from);
            } catch (IOException | RuntimeException e) {
                if (counting.failed) throw e;
                var cut = e instanceof EOFException || counting.atEnd();
                ending = cut
                        ? new Ending(
                                "truncated-archive",
                                "The packed file ends in the middle; what came before the cut was read.")
                        : new Ending(
                                "damaged-archive",
                                "The packed file is damaged after " + counting.count
                                        + " bytes; what came before was read.");
                return -1;
            }
        }

        private void guard() throws Refused {
            if (given > limits.maxContentBytes())
                throw new Refused("The packed file holds more than the limit of " + limits.maxContentBytes()
                        + " bytes; reading stopped there");
            if (given > FREE_BYTES + counting.count * limits.maxExpansion())
                throw new Refused("The packed file expands more than " + limits.maxExpansion()
                        + " times, as no log does; reading stopped after " + given + " bytes");
        }

        @Override
        public void unread(byte[] bytes, int from, int to) {
            if (from == to) return;
            var joined = Arrays.copyOfRange(bytes, from, to + pushedBack.length);
            System.arraycopy(pushedBack, 0, joined, to - from, pushedBack.length);
            pushedBack = joined;
        }

        @Override
        public boolean packed() {
            return true;
        }

        @Override
        public long diskPosition(long position) {
            return counting.count;
        }

        @Override
        public long diskSize() throws IOException {
            return channel.size();
        }

        @Override
        public Ending ending() {
            return ending;
        }

        @Override
        public void close() throws IOException {
            try {
                stream.close();
            } finally {
                channel.close();
            }
        }

        /// Counts what is read of the file and remembers whether the file itself could not be read.
        private static final class Counting extends InputStream {
            private final FileChannel channel;
            private volatile long count;
            private boolean failed;

            private Counting(FileChannel channel) {
                this.channel = channel;
            }

            @Override
            public int read() throws IOException {
                var one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] into, int from, int length) throws IOException {
                try {
                    var part = readFully(channel, count, into, from, from + length);
                    count += part;
                    return part == 0 && length > 0 ? -1 : part;
                } catch (IOException e) {
                    failed = true;
                    throw e;
                }
            }

            private boolean atEnd() {
                try {
                    return count >= channel.size();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }
}
