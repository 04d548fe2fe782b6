package argiope.appliance.tracking;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// One transaction while it is being read: its fields as bytes in one growing array, reused line after line so that
/// the hot path makes no objects. Absent fields are absent, never `-`. Text is UTF-8, or what the log held.
///
/// Owned by one thread. A [#clear] forgets everything; slices handed out before are void then.
public final class Row {
    private static final TextField[] TEXTS = TextField.values();
    private static final NumberField[] NUMBERS = NumberField.values();

    private byte[] arena = new byte[4096];
    private int used;
    private final int[] from = new int[TEXTS.length];
    private final int[] to = new int[TEXTS.length];
    private final long[] numbers = new long[NUMBERS.length];
    private int presentNumbers;
    private final byte[] client = new byte[16];
    private final byte[] server = new byte[16];
    private boolean hasClient;
    private boolean hasServer;
    private boolean tunnel;
    private Decision decision = Decision.ALLOW;
    private final List<String> categories = new ArrayList<>();
    private final List<String> extraNames = new ArrayList<>();
    private int[] extraBounds = new int[32];
    private final List<String> flags = new ArrayList<>();
    private byte[] raw = new byte[0];
    private int rawFrom;
    private int rawTo;

    public Row() {
        clear();
    }

    public void clear() {
        used = 0;
        Arrays.fill(from, -1);
        presentNumbers = 0;
        hasClient = false;
        hasServer = false;
        tunnel = false;
        decision = Decision.ALLOW;
        if (!categories.isEmpty()) categories.clear();
        if (!extraNames.isEmpty()) extraNames.clear();
        if (!flags.isEmpty()) flags.clear();
        raw = arena;
        rawFrom = 0;
        rawTo = 0;
    }

    /// A row of its own that holds what this one holds now, no bigger than needed.
    public Row copy() {
        var copy = new Row();
        copy.arena = Arrays.copyOf(arena, used);
        copy.used = used;
        System.arraycopy(from, 0, copy.from, 0, from.length);
        System.arraycopy(to, 0, copy.to, 0, to.length);
        System.arraycopy(numbers, 0, copy.numbers, 0, numbers.length);
        copy.presentNumbers = presentNumbers;
        System.arraycopy(client, 0, copy.client, 0, 16);
        System.arraycopy(server, 0, copy.server, 0, 16);
        copy.hasClient = hasClient;
        copy.hasServer = hasServer;
        copy.tunnel = tunnel;
        copy.decision = decision;
        copy.categories.addAll(categories);
        copy.extraNames.addAll(extraNames);
        copy.extraBounds = extraBounds.clone();
        copy.flags.addAll(flags);
        copy.raw = Arrays.copyOfRange(raw, rawFrom, rawTo);
        copy.rawFrom = 0;
        copy.rawTo = rawTo - rawFrom;
        return copy;
    }

    /// Clears the row and copies a line to the start of [#array], with room to spare, so that fields can be slices of
    /// it. [#raw] is that copy until somebody says otherwise.
    public void load(byte[] line, int start, int end) {
        clear();
        var length = end - start;
        if (arena.length < 4 * length + 1024) arena = new byte[4 * length + 1024];
        System.arraycopy(line, start, arena, 0, length);
        used = length;
        raw(arena, 0, length);
    }

    /// Keeps a copy of `source[start,end)` as this field.
    public void put(TextField field, byte[] source, int start, int end) {
        var length = end - start;
        var at = reserve(length);
        System.arraycopy(source, start, arena, at, length);
        from[field.ordinal()] = at;
        to[field.ordinal()] = at + length;
    }

    public void put(TextField field, String value) {
        var bytes = value.getBytes(StandardCharsets.UTF_8);
        put(field, bytes, 0, bytes.length);
    }

    /// Makes `field` a view on a part of `other`, both then share bytes. `start` and `end` count from the start of
    /// `other`.
    public void putPartOf(TextField field, TextField other, int start, int end) {
        var base = from[other.ordinal()];
        from[field.ordinal()] = base + start;
        to[field.ordinal()] = base + end;
    }

    /// Room for `length` more bytes in [#array]; returns where it starts. Follow with [#claim].
    public int reserve(int length) {
        if (used + length > arena.length) {
            var wasRaw = raw == arena;
            arena = Arrays.copyOf(arena, Math.max(arena.length * 2, used + length));
            if (wasRaw) raw = arena;
        }
        var at = used;
        used += length;
        return at;
    }

    /// Says that `field` is what was written at `[start,end)` of [#array].
    public void claim(TextField field, int start, int end) {
        from[field.ordinal()] = start;
        to[field.ordinal()] = end;
    }

    public void remove(TextField field) {
        from[field.ordinal()] = -1;
    }

    public boolean has(TextField field) {
        return from[field.ordinal()] >= 0;
    }

    /// The bytes that [#from] and [#to] count in. Changes when the row grows: fetch it anew after a put.
    public byte[] array() {
        return arena;
    }

    /// Start in [#array], or -1 when absent.
    public int from(TextField field) {
        return from[field.ordinal()];
    }

    public int to(TextField field) {
        return to[field.ordinal()];
    }

    /// The text, or `""` when absent; for tests and cold paths.
    public String text(TextField field) {
        var start = from[field.ordinal()];
        return start < 0 ? "" : new String(arena, start, to[field.ordinal()] - start, StandardCharsets.UTF_8);
    }

    public void put(NumberField field, long value) {
        numbers[field.ordinal()] = value;
        presentNumbers |= 1 << field.ordinal();
    }

    public boolean has(NumberField field) {
        return (presentNumbers & (1 << field.ordinal())) != 0;
    }

    /// The number, or 0 when absent.
    public long number(NumberField field) {
        return has(field) ? numbers[field.ordinal()] : 0;
    }

    /// The client's address: 16 bytes, IPv4 as `::ffff:a.b.c.d`. The array is the row's own: write into it.
    public byte[] client() {
        return client;
    }

    public void hasClient(boolean present) {
        hasClient = present;
    }

    public boolean hasClient() {
        return hasClient;
    }

    /// The server's address, as [#client].
    public byte[] server() {
        return server;
    }

    public void hasServer(boolean present) {
        hasServer = present;
    }

    public boolean hasServer() {
        return hasServer;
    }

    public void tunnel(boolean isTunnel) {
        tunnel = isTunnel;
    }

    public boolean tunnel() {
        return tunnel;
    }

    public void decision(Decision value) {
        decision = value;
    }

    public Decision decision() {
        return decision;
    }

    public void category(String name) {
        if (!categories.contains(name)) categories.add(name);
    }

    public List<String> categories() {
        return categories;
    }

    public void extra(String name, String value) {
        var bytes = value.getBytes(StandardCharsets.UTF_8);
        var at = reserve(bytes.length);
        System.arraycopy(bytes, 0, arena, at, bytes.length);
        extra(name, at, at + bytes.length);
    }

    /// Keeps `[start,end)` of [#array] as a further value; makes no objects.
    public void extra(String name, int start, int end) {
        var at = extraNames.size() * 2;
        if (at == extraBounds.length) extraBounds = Arrays.copyOf(extraBounds, at * 2);
        extraBounds[at] = start;
        extraBounds[at + 1] = end;
        extraNames.add(name);
    }

    public List<String> extraNames() {
        return extraNames;
    }

    /// The values that belong to [#extraNames], made anew at each call.
    public List<String> extraValues() {
        var values = new ArrayList<String>(extraNames.size());
        for (var i = 0; i < extraNames.size(); i++) {
            var start = extraBounds[2 * i];
            values.add(new String(arena, start, extraBounds[2 * i + 1] - start, StandardCharsets.UTF_8));
        }
        return values;
    }

    public void flag(String name) {
        if (!flags.contains(name)) flags.add(name);
    }

    public List<String> flags() {
        return flags;
    }

    /// The line as it may be stored: the read buffer itself, or a copy with its secrets masked.
    public void raw(byte[] array, int start, int end) {
        raw = array;
        rawFrom = start;
        rawTo = end;
    }

    public byte[] rawArray() {
        return raw;
    }

    public int rawFrom() {
        return rawFrom;
    }

    public int rawTo() {
        return rawTo;
    }
}
