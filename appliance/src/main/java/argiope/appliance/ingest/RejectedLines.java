package argiope.appliance.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A source's rejected lines, whole and masked, in numbered files of a folder; when they fill their space the oldest
/// file
/// goes and its lines are counted as dropped. What lies past the committed end is cut off at the start.
/// Guarded by the [Book] that owns it.
final class RejectedLines implements AutoCloseable {
    private static final int FILES = 8;

    private final Path folder;
    private final long fileBytes;
    private long number;
    private long length;
    private long dropped;
    private List<FileChannel> open = List.of();
    private boolean unforced;

    /// @param number of the file being written
    /// @param length of it
    /// @param dropped lines
    record End(long number, long length, long dropped) {
        static final End NONE = new End(0, 0, 0);
    }

    RejectedLines(Path folder, long bytes) {
        this.folder = folder;
        this.fileBytes = Math.max(1, bytes / FILES);
    }

    void append(byte[] lines) {
        if (lines.length == 0) return;
        try {
            if (length > 0 && length + lines.length > fileBytes) {
                force();
                close();
                number++;
                length = 0;
                drop(file(number - FILES));
            }
            var channel = channel();
            var buffer = ByteBuffer.wrap(lines);
            while (buffer.hasRemaining()) channel.write(buffer, length + buffer.position());
            length += lines.length;
            unforced = true;
        } catch (IOException e) {
            throw new UncheckedIOException("The rejected lines cannot be kept in " + folder + ": " + e.getMessage(), e);
        }
    }

    private void drop(Path oldest) throws IOException {
        if (!Files.exists(oldest)) return;
        dropped += Bytes.lines(Files.readAllBytes(oldest), 0, (int) Files.size(oldest));
        Files.delete(oldest);
    }

    private FileChannel channel() throws IOException {
        if (open.isEmpty()) {
            Files.createDirectories(folder);
            open = List.of(FileChannel.open(file(number), StandardOpenOption.CREATE, StandardOpenOption.WRITE));
        }
        return open.getFirst();
    }

    private Path file(long which) {
        return folder.resolve(String.format(Locale.ROOT, "%010d.log", which));
    }

    /// Makes what was appended durable.
    void force() {
        if (!unforced) return;
        try {
            for (var channel : open) channel.force(false);
            unforced = false;
        } catch (IOException e) {
            throw new UncheckedIOException("The rejected lines cannot be kept in " + folder + ": " + e.getMessage(), e);
        }
    }

    End end() {
        return new End(number, length, dropped);
    }

    /// Goes back to a committed end.
    void restore(End end) {
        try {
            close();
            number = end.number;
            length = end.length;
            dropped = end.dropped;
            unforced = false;
            for (var which = number + 1; Files.deleteIfExists(file(which)); which++) {}
            if (!Files.exists(file(number))) {
                length = 0;
                return;
            }
            var channel = channel();
            if (channel.size() > length) channel.truncate(length);
            length = channel.size();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The rejected lines in " + folder + " cannot be opened: " + e.getMessage(), e);
        }
    }

    /// The files, oldest first.
    List<Path> files() {
        var files = new ArrayList<Path>();
        for (var which = Math.max(0, number - FILES + 1); which <= number; which++)
            if (Files.exists(file(which))) files.add(file(which));
        return files;
    }

    @Override
    public void close() {
        try {
            for (var channel : open) channel.close();
            open = List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
