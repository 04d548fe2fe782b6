package argiope.http;

import argiope.core.net.Addresses;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Set;

/// Lets commands on this machine, of whoever owns the data folder, act on the running process: a file
/// that only its owner may read holds the address and a key made anew at each start. The key counts from
/// loopback only.
public final class LocalKey {
    public static final String KEY = "X-Argiope-Local-Key";
    public static final String USER = "X-Argiope-Local-User";

    private final String key;

    /// @param key nobody can guess it
    public LocalKey(String key) {
        this.key = key;
    }

    /// Whether a request that brings a key comes from loopback with the right one.
    public boolean admits(Request request) {
        return isLoopback(request.remoteAddress())
                && MessageDigest.isEqual(
                        request.header(KEY).orElse("").getBytes(StandardCharsets.UTF_8),
                        key.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean isLoopback(String address) {
        var text = address.startsWith("[") ? address.substring(1, address.length() - 1) : address;
        return Addresses.parse(text)
                .map(bytes -> Addresses.isV4(bytes)
                        ? bytes[12] == 127
                        : Addresses.text(bytes).equals("::1"))
                .orElse(false);
    }

    /// Writes `{"address","key"}` to the file, mode 600, as a whole.
    ///
    /// @param address base address of the listener, such as `http://127.0.0.1:8441`
    public void publish(Path file, String address) {
        var bytes = Json.MAPPER.writeValueAsBytes(
                Json.object().put("address", address).put("key", key));
        var part = file.resolveSibling(file.getFileName() + ".part");
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            Files.deleteIfExists(part);
            try (var channel =
                    file.getFileSystem().supportedFileAttributeViews().contains("posix")
                            ? Files.newByteChannel(
                                    part,
                                    options,
                                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
                            : Files.newByteChannel(part, options)) {
                var buffer = ByteBuffer.wrap(bytes);
                while (buffer.hasRemaining()) channel.write(buffer);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "The key file " + file + " for commands on this machine cannot be written: " + e.getMessage(), e);
        }
    }
}
