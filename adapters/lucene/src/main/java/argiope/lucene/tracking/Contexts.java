package argiope.lucene.tracking;

import argiope.appliance.format.LineReader;
import argiope.appliance.format.ParseContext;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The parse contexts of all rows, by number: a table that only grows, durable before a row names a line of it. Lends
/// readers for them. Safe for many threads.
final class Contexts {
    private static final JsonMapper JSON = new JsonMapper();

    private final Path file;
    private final Disk disk;
    private final Function<ParseContext, LineReader> readers;
    private final Map<ParseContext, Integer> numbers = new HashMap<>();
    private final Map<Integer, ParseContext> contexts = new ConcurrentHashMap<>();
    private final Map<Integer, ArrayDeque<LineReader>> idle = new HashMap<>();

    Contexts(Path folder, Disk disk, Function<ParseContext, LineReader> readers) throws IOException {
        file = folder.resolve("contexts.jsonl");
        this.disk = disk;
        this.readers = readers;
        if (!Files.exists(file)) return;
        for (var line : Files.readAllLines(file)) {
            try {
                var json = JSON.readTree(line);
                keep(
                        json.path("id").asInt(),
                        new ParseContext(
                                json.path("format").asString(),
                                json.path("formatText").asString(),
                                ZoneId.of(json.path("zone").asString()),
                                json.path("uriWhitespaceAllowed").asBoolean(),
                                json.path("device").asString(),
                                json.path("arrivalYear").asInt()));
            } catch (JacksonException | java.time.DateTimeException e) {
                throw new IOException(file + " cannot be read", e);
            }
        }
    }

    private void keep(int number, ParseContext context) {
        contexts.put(number, context);
        numbers.put(context, number);
    }

    synchronized int number(ParseContext context) throws IOException {
        var known = numbers.get(context);
        if (known != null) return known;
        var number = contexts.size() + 1;
        var json = JSON.createObjectNode()
                .put("version", 1)
                .put("id", number)
                .put("format", context.format())
                .put("formatText", context.formatText())
                .put("zone", context.zone().getId())
                .put("uriWhitespaceAllowed", context.uriWhitespaceAllowed())
                .put("device", context.device())
                .put("arrivalYear", context.arrivalYear());
        var bytes = JSON.writeValueAsString(json).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        var before = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
        disk.replace(
                file,
                ByteBuffer.allocate(before.length + bytes.length + 1)
                        .put(before)
                        .put(bytes)
                        .put((byte) '\n')
                        .array());
        keep(number, context);
        return number;
    }

    /// A reader of one's own until it is given back.
    LineReader borrow(int number) throws IOException {
        synchronized (idle) {
            var free = idle.get(number);
            if (free != null && !free.isEmpty()) return free.pop();
        }
        var context = contexts.get(number);
        if (context == null)
            throw new IOException("A raw block names parse context " + number + ", which is not kept.");
        return readers.apply(context);
    }

    void giveBack(int number, LineReader reader) {
        synchronized (idle) {
            idle.computeIfAbsent(number, _ -> new ArrayDeque<>()).push(reader);
        }
    }
}
