package argiope.lucene.tracking;

import argiope.appliance.tracking.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// What is committed, and nothing else counts: the checkpoint, and how much of each day's files belongs to it.
record Manifest(Map<String, String> entries, Map<LocalDate, DayState> days) {
    private static final int VERSION = 1;
    private static final JsonMapper JSON = new JsonMapper();

    Manifest {
        entries = java.util.Collections.unmodifiableMap(new TreeMap<>(entries));
        days = java.util.Collections.unmodifiableMap(new TreeMap<>(days));
    }

    /// @param generation of index and filters
    /// @param blocks how many block numbers are taken
    /// @param blocksEnd length of `blocks`; `filtersEnd` of the filters
    record DayState(
            int generation, int blocks, long blocksEnd, long filtersEnd, long rows, long minTime, long maxTime) {
        static final DayState EMPTY = new DayState(1, 0, 0, 0, 0, Long.MAX_VALUE, Long.MIN_VALUE);
    }

    Checkpoint checkpoint() {
        return new Checkpoint(entries);
    }

    Manifest withDay(LocalDate day, DayState state) {
        var all = new TreeMap<>(days);
        all.put(day, state);
        return new Manifest(entries, all);
    }

    static Manifest read(Path folder) throws IOException {
        var file = folder.resolve("MANIFEST");
        if (!Files.exists(file)) return new Manifest(Map.of(), Map.of());
        try {
            var json = JSON.readTree(Files.readAllBytes(file));
            if (json.path("version").asInt() != VERSION)
                throw new IOException(
                        file + " has version " + json.path("version") + ", this program reads " + VERSION);
            var entries = new TreeMap<String, String>();
            json.path("entries")
                    .properties()
                    .forEach(e -> entries.put(e.getKey(), e.getValue().asString()));
            var days = new TreeMap<LocalDate, DayState>();
            json.path("days")
                    .properties()
                    .forEach(e -> days.put(
                            LocalDate.parse(e.getKey()),
                            new DayState(
                                    e.getValue().path("generation").asInt(),
                                    e.getValue().path("blocks").asInt(),
                                    e.getValue().path("blocksEnd").asLong(),
                                    e.getValue().path("filtersEnd").asLong(),
                                    e.getValue().path("rows").asLong(),
                                    e.getValue().path("minTime").asLong(),
                                    e.getValue().path("maxTime").asLong())));
            return new Manifest(entries, days);
        } catch (JacksonException | java.time.DateTimeException e) {
            throw new IOException(file + " cannot be read", e);
        }
    }

    void write(Path folder, Disk disk) throws IOException {
        var json = JSON.createObjectNode();
        json.put("version", VERSION);
        var texts = json.putObject("entries");
        entries.forEach(texts::put);
        var all = json.putObject("days");
        days.forEach((day, state) -> all.putObject(day.toString())
                .put("generation", state.generation)
                .put("blocks", state.blocks)
                .put("blocksEnd", state.blocksEnd)
                .put("filtersEnd", state.filtersEnd)
                .put("rows", state.rows)
                .put("minTime", state.minTime)
                .put("maxTime", state.maxTime));
        disk.replace(folder.resolve("MANIFEST"), JSON.writeValueAsBytes(json));
    }

    /// The days whose files may differ from the manifest.
    static TreeSet<LocalDate> readDirty(Path folder) throws IOException {
        var file = folder.resolve("DIRTY");
        var days = new TreeSet<LocalDate>();
        if (Files.exists(file)) for (var line : Files.readAllLines(file)) days.add(LocalDate.parse(line));
        return days;
    }

    static void writeDirty(Path folder, TreeSet<LocalDate> days, Disk disk) throws IOException {
        var text = new StringBuilder();
        for (var day : days) text.append(day).append('\n');
        disk.replace(folder.resolve("DIRTY"), text.toString().getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }
}
