package argiope.core.names;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The Public Suffix List: under which names people register names of their own. The private section counts, and so
/// does the list's default rule `*`: an unlisted last label (`corp`, `internal`) is a suffix.
///
/// Hosts are asked for in normal form: lower case, A-labels, no final dot; underscores are fine. Not for addresses.
/// Immutable, safe for all threads; a newer list is a new object.
///
/// Idea: every rule and each of its parents is a node of one hash table. A host is hashed once from its end to its
/// start and looked up at each dot, until a node has no children. Source: the list's own format page.
public final class PublicSuffixes {
    private static final int RULE = 1;
    private static final int WILDCARD = 2;
    private static final int EXCEPTION = 4;
    private static final int PARENT = 8;
    private static final String SHIPPED = "public_suffix_list.dat";
    private static final long MAX_FILE_BYTES = 16L << 20;

    private final byte[] names;
    private final int[] starts;
    private final int[] lengths;
    private final long[] hashes;
    private final byte[] kinds;
    private final int mask;
    private final int rules;

    private PublicSuffixes(Map<String, Integer> nodes, int rules) {
        var size = Integer.highestOneBit(Math.max(8, nodes.size())) * 4;
        mask = size - 1;
        starts = new int[size];
        lengths = new int[size];
        hashes = new long[size];
        kinds = new byte[size];
        var total = 0;
        for (var name : nodes.keySet()) total += name.length();
        names = new byte[total];
        var used = 0;
        for (var node : nodes.entrySet()) {
            var bytes = node.getKey().getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(bytes, 0, names, used, bytes.length);
            var hash = 0L;
            for (var i = bytes.length - 1; i >= 0; i--) hash = mix(hash, bytes[i]);
            var slot = slot(hash);
            while (lengths[slot] != 0) slot = (slot + 1) & mask;
            starts[slot] = used;
            lengths[slot] = bytes.length;
            hashes[slot] = hash;
            kinds[slot] = node.getValue().byteValue();
            used += bytes.length;
        }
        this.rules = rules;
    }

    private static final class Shipped {
        static final PublicSuffixes LIST = load();

        private static PublicSuffixes load() {
            try (var in = PublicSuffixes.class.getResourceAsStream(SHIPPED)) {
                if (in == null) throw new IllegalStateException("the public suffix list is missing from the build");
                return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException("the shipped public suffix list cannot be read", e);
            }
        }
    }

    /// The list that comes with the product.
    public static PublicSuffixes shipped() {
        return Shipped.LIST;
    }

    /// A newer list from a file. Throws `IOException` when it cannot be read or holds no rule.
    public static PublicSuffixes read(Path file) throws IOException {
        if (Files.size(file) > MAX_FILE_BYTES) throw new IOException(file + " is too large for a public suffix list");
        try {
            return parse(Files.readString(file, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /// A list in the published text form. Throws `IllegalArgumentException` when it holds no rule; single rules that
    /// are no names are left out.
    public static PublicSuffixes parse(String text) {
        var nodes = new HashMap<String, Integer>();
        var rules = 0;
        for (var line : (Iterable<String>) text.lines()::iterator) {
            var rule = line.strip();
            if (rule.isEmpty() || rule.startsWith("//")) continue;
            for (var i = 0; i < rule.length(); i++)
                if (rule.charAt(i) <= ' ') {
                    rule = rule.substring(0, i);
                    break;
                }
            var kind = RULE;
            if (rule.startsWith("!")) {
                kind = EXCEPTION;
                rule = rule.substring(1);
            } else if (rule.startsWith("*.")) {
                kind = WILDCARD;
                rule = rule.substring(2);
            } else if (rule.equals("*")) {
                rules++;
                continue;
            }
            Optional<String> name = ascii(rule);
            if (name.isEmpty()) continue;
            rules++;
            var key = name.get();
            nodes.merge(key, kind, (a, b) -> a | b);
            for (var dot = key.indexOf('.'); dot >= 0; dot = key.indexOf('.', dot + 1))
                nodes.merge(key.substring(dot + 1), PARENT, (a, b) -> a | b);
        }
        if (rules == 0) throw new IllegalArgumentException("no public suffix rule found");
        return new PublicSuffixes(nodes, rules);
    }

    private static Optional<String> ascii(String rule) {
        try {
            var name = IDN.toASCII(rule, IDN.ALLOW_UNASSIGNED).toLowerCase(java.util.Locale.ROOT);
            return name.isEmpty() || name.startsWith(".") || name.endsWith(".") || name.contains("*")
                    ? Optional.empty()
                    : Optional.of(name);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// How many rules the list has.
    public int rules() {
        return rules;
    }

    /// Where the registrable domain begins in `host[from,to)`, or -1 if there is none: a single label, or a bare
    /// suffix.
    public int registrableFrom(byte[] host, int from, int to) {
        var suffix = suffixFrom(host, from, to);
        if (suffix < 0) return -suffix - 1;
        if (suffix <= from) return -1;
        var at = suffix - 2;
        while (at >= from && host[at] != '.') at--;
        return at + 1 == suffix - 1 ? -1 : at + 1;
    }

    /// Start of the public suffix; of a name that an exception rule excludes from one, `-1 - start` of that name.
    private int suffixFrom(byte[] host, int from, int to) {
        var hash = 0L;
        var suffix = to;
        var wildcard = true;
        var i = to;
        while (i > from) {
            for (i--; i >= from && host[i] != '.'; i--) hash = mix(hash, host[i]);
            var name = i + 1;
            if (wildcard) suffix = name;
            var slot = find(host, name, to, hash);
            if (slot < 0) break;
            var kind = kinds[slot];
            if ((kind & EXCEPTION) != 0) return -1 - name;
            if ((kind & RULE) != 0) suffix = name;
            wildcard = (kind & WILDCARD) != 0;
            if ((kind & (WILDCARD | PARENT)) == 0) break;
            hash = mix(hash, (byte) '.');
        }
        return suffix;
    }

    /// The registrable domain of a host, if it has one.
    public Optional<String> registrable(String host) {
        var bytes = host.getBytes(StandardCharsets.UTF_8);
        var from = registrableFrom(bytes, 0, bytes.length);
        return from < 0
                ? Optional.empty()
                : Optional.of(new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8));
    }

    /// Whether the list itself knows this name as a suffix or as the parent of one; the default rule does not count.
    public boolean lists(String name) {
        var bytes = name.getBytes(StandardCharsets.UTF_8);
        return lists(bytes, 0, bytes.length);
    }

    public boolean lists(byte[] name, int from, int to) {
        var hash = 0L;
        for (var i = to - 1; i >= from; i--) hash = mix(hash, name[i]);
        return to > from && find(name, from, to, hash) >= 0;
    }

    private int find(byte[] host, int from, int to, long hash) {
        var length = to - from;
        for (var slot = slot(hash); lengths[slot] != 0; slot = (slot + 1) & mask)
            if (hashes[slot] == hash && lengths[slot] == length && same(host, from, starts[slot], length)) return slot;
        return -1;
    }

    private boolean same(byte[] host, int from, int at, int length) {
        for (var i = 0; i < length; i++) if (host[from + i] != names[at + i]) return false;
        return true;
    }

    private int slot(long hash) {
        return (int) (hash ^ (hash >>> 29)) & mask;
    }

    private static long mix(long hash, byte value) {
        return (hash ^ (value & 255)) * 0x9E3779B97F4A7C15L;
    }
}
