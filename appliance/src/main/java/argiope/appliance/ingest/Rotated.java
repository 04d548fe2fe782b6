package argiope.appliance.ingest;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Older files of a followed one, as rotation leaves them: `NAME.1`, `NAME.2.gz`, `NAME-20251124`, `NAME.20251124.zst`.
///
/// @param age bigger is older
/// @param key what the file system knows the file by, `""` if nothing
record Rotated(Path path, long age, Object key) {
    /// Runs on file names only, which are short.
    private static final Pattern SUFFIX =
            Pattern.compile("[.-](?:(\\d{1,5})|(\\d[\\d_-]{5,19}))(?:\\.(?:gz|bz2|zst|xz))?");

    private static final int MOST = 1000;

    /// Newest first.
    static List<Rotated> of(Path file) throws IOException {
        var folder = file.toAbsolutePath().getParent();
        var name = file.getFileName();
        if (folder == null || name == null || !Files.isDirectory(folder)) return List.of();
        var found = new ArrayList<Rotated>();
        try (var entries = Files.newDirectoryStream(folder, entry -> starts(entry, name.toString()))) {
            for (var entry : entries) {
                var matcher =
                        SUFFIX.matcher(fileName(entry).substring(name.toString().length()));
                if (!matcher.matches() || !Files.isRegularFile(entry)) continue;
                var number = matcher.group(1);
                var age = number != null ? Long.parseLong(number) : -date(matcher.group(2));
                keys(entry).ifPresent(key -> found.add(new Rotated(entry, age, key)));
                if (found.size() >= MOST) break;
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        found.sort(Comparator.comparingLong(Rotated::age).thenComparing(Rotated::packed));
        // while a file is being packed both are there; the plain one is whole
        var one = new ArrayList<Rotated>();
        for (var rotated : found) if (one.isEmpty() || one.getLast().age != rotated.age) one.add(rotated);
        return one;
    }

    private static Optional<Object> keys(Path entry) throws IOException {
        try {
            var key = Files.readAttributes(entry, BasicFileAttributes.class).fileKey();
            return Optional.of(key == null ? "" : key);
        } catch (NoSuchFileException e) {
            return Optional.empty(); // moved on meanwhile
        }
    }

    private static long date(String digits) {
        var plain = digits.replaceAll("[_-]", "");
        return Long.parseLong(plain.substring(0, Math.min(18, plain.length())));
    }

    private static boolean starts(Path entry, String name) {
        return fileName(entry).startsWith(name) && fileName(entry).length() > name.length();
    }

    private static String fileName(Path entry) {
        var name = entry.getFileName();
        return name == null ? "" : name.toString();
    }

    boolean packed() {
        var name = fileName(path).toLowerCase(Locale.ROOT);
        return name.endsWith(".gz") || name.endsWith(".bz2") || name.endsWith(".zst") || name.endsWith(".xz");
    }
}
