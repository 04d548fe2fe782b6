package argiope.app.config;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/// The one place that a product writes to, locked while its process runs.
public final class DataFolder implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;
    private final FileLock lock;

    private DataFolder(Path path, FileChannel channel, FileLock lock) {
        this.path = path;
        this.channel = channel;
        this.lock = lock;
    }

    /// Makes the folder if absent (mode 700) and takes its lock; says who holds it otherwise.
    public static DataFolder open(Path path) {
        try {
            if (!Files.isDirectory(path)) {
                Files.createDirectories(path);
                if (path.getFileSystem().supportedFileAttributeViews().contains("posix"))
                    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
            }
            var channel = FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            var lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw new ConfigFault(
                        "Another process uses " + path + ". Stop it first, or choose another folder with --folder.");
            }
            return new DataFolder(path, channel, lock);
        } catch (IOException e) {
            throw new ConfigFault("The folder " + path + " cannot be used: " + e, e);
        }
    }

    private static @org.jspecify.annotations.Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException _) {
            return null;
        }
    }

    /// Whether some process holds the folder's lock now.
    public static boolean held(Path path) {
        var file = path.resolve("lock");
        if (!Files.exists(file)) return false;
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            var lock = tryLock(channel);
            if (lock == null) return true;
            lock.release();
            return false;
        } catch (IOException e) {
            throw new ConfigFault("The lock of " + path + " cannot be read: " + e, e);
        }
    }

    public Path path() {
        return path;
    }

    @Override
    public void close() {
        try {
            lock.release();
            channel.close();
        } catch (IOException e) {
            throw new ConfigFault("The lock of " + path + " could not be released.", e);
        }
    }
}
