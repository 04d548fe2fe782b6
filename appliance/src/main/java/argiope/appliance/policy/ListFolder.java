package argiope.appliance.policy;

import argiope.core.access.Refusal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/// The folder that gateways of this machine read the lists from. A file is replaced whole, by a rename, so
/// that a reader sees the old one or the new one; one that is the same stays untouched. The include file
/// comes last.
final class ListFolder {
    private final Path folder;

    ListFolder(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
        if (this.folder.toString().chars().anyMatch(c -> c == '"' || c == '\\' || Character.isISOControl(c)))
            throw new IllegalArgumentException(
                    "The folder of the lists, " + folder + ", has a character that Squid's configuration cannot name.");
    }

    /// The paths by kind: `domains`, `urls`, `ips`, `sha256`, `squid`.
    Map<String, Path> files() {
        var files = new LinkedHashMap<String, Path>();
        for (var kind : java.util.List.of("domains", "urls", "ips", "sha256"))
            files.put(kind, folder.resolve(kind + ".txt"));
        files.put("squid", folder.resolve("squid.conf"));
        return files;
    }

    void publish(PublishedLists lists) {
        try {
            Files.createDirectories(folder);
            var squidDomains = folder.resolve("squid-domains.txt");
            var squidUrls = folder.resolve("squid-urls.txt");
            var ips = folder.resolve("ips.txt");
            replace(folder.resolve("domains.txt"), PublishedLists.lines(lists.domains()));
            replace(folder.resolve("urls.txt"), PublishedLists.lines(lists.urls()));
            replace(ips, PublishedLists.lines(lists.ips()));
            replace(folder.resolve("sha256.txt"), PublishedLists.lines(lists.sha256()));
            replace(squidDomains, PublishedLists.lines(lists.squidDomains()));
            replace(squidUrls, PublishedLists.lines(lists.squidUrls()));
            replace(folder.resolve("squid.conf"), PublishedLists.squidInclude(squidDomains, squidUrls, ips));
        } catch (IOException e) {
            var refusal = new Refusal.Unavailable(
                    "not-published",
                    "The lists could not be written to " + folder + ": " + e.getMessage()
                            + ". Make room, or check the folder's rights; they are written again at the next change.");
            refusal.initCause(e);
            throw refusal;
        }
    }

    private static void replace(Path file, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.US_ASCII);
        if (Files.exists(file)
                && Files.size(file) == bytes.length
                && java.util.Arrays.equals(Files.readAllBytes(file), bytes)) return;
        var part = file.resolveSibling(file.getFileName() + ".part");
        try (var channel = FileChannel.open(
                part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            var buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) channel.write(buffer);
            channel.force(true);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
