package argiope.lucene.tracking;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;

/// How the store writes files of its own. Tests put a disk here that fails.
class Disk {
    /// Bytes that may still be used on the storage of `folder`.
    long free(Path folder) throws IOException {
        return Files.getFileStore(folder).getUsableSpace();
    }

    FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    void write(FileChannel file, ByteBuffer bytes, long at) throws IOException {
        while (bytes.hasRemaining()) at += file.write(bytes, at);
    }

    void force(FileChannel file) throws IOException {
        file.force(false);
    }

    /// Puts a file in place whole: written aside, made durable, renamed; then the folder is made durable.
    void replace(Path file, byte[] content) throws IOException {
        var aside = file.resolveSibling(file.getFileName() + ".tmp");
        try (var channel = FileChannel.open(
                aside, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            write(channel, ByteBuffer.wrap(content), 0);
            force(channel);
        }
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceFolder(java.util.Objects.requireNonNull(file.toAbsolutePath().getParent()));
    }

    void forceFolder(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    static void deleteTree(Path folder) throws IOException {
        if (!Files.exists(folder)) return;
        try (var all = Files.walk(folder)) {
            for (var path : all.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(path);
        }
    }
}
