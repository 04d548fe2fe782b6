package argiope.appliance.tracking;

import java.nio.charset.StandardCharsets;

/// The part of a row that a search for a part of a URL looks at: host, port if it is not the usual one, path and
/// query, as in the canonical URL without its scheme; of a tunnel `host:port`. A view on the row where possible.
/// Owned by one thread, reused row after row.
public final class UrlText {
    private byte[] array = new byte[0];
    private int from;
    private int to;
    private byte[] own = new byte[512];

    /// Looks at `row` from now on; void when the row changes.
    public void of(Row row) {
        if (row.has(TextField.URL_KEY)) {
            array = row.array();
            from = afterScheme(array, row.from(TextField.URL_KEY), row.to(TextField.URL_KEY));
            to = row.to(TextField.URL_KEY);
            return;
        }
        if (!row.has(TextField.HOST)) {
            array = row.array();
            from = row.has(TextField.URL) ? row.from(TextField.URL) : 0;
            to = row.has(TextField.URL) ? row.to(TextField.URL) : 0;
            return;
        }
        array = own;
        from = 0;
        to = 0;
        add(row, TextField.HOST);
        if (row.has(NumberField.PORT)) add((":" + row.number(NumberField.PORT)).getBytes(StandardCharsets.US_ASCII));
        add(row, TextField.PATH);
        if (row.has(TextField.QUERY)) {
            if (to == 0 || own[to - 1] != '?') add(new byte[] {'?'});
            add(row, TextField.QUERY);
        }
        array = own;
    }

    private void add(Row row, TextField field) {
        if (!row.has(field)) return;
        grow(row.to(field) - row.from(field));
        System.arraycopy(row.array(), row.from(field), own, to, row.to(field) - row.from(field));
        to += row.to(field) - row.from(field);
    }

    private void add(byte[] bytes) {
        grow(bytes.length);
        System.arraycopy(bytes, 0, own, to, bytes.length);
        to += bytes.length;
    }

    private void grow(int more) {
        if (to + more > own.length) own = java.util.Arrays.copyOf(own, Math.max(own.length * 2, to + more));
    }

    static int afterScheme(byte[] array, int from, int to) {
        for (var i = from; i + 2 < to && i < from + 16; i++)
            if (array[i] == ':' && array[i + 1] == '/' && array[i + 2] == '/') return i + 3;
        return from;
    }

    public byte[] array() {
        return array;
    }

    public int from() {
        return from;
    }

    public int to() {
        return to;
    }

    /// Whether `part`, in lower case, is in it, without ASCII case.
    boolean contains(byte[] part) {
        var last = to - part.length;
        var first = part[0];
        for (var i = from; i <= last; i++) {
            if (lower(array[i]) != first) continue;
            var k = 1;
            while (k < part.length && lower(array[i + k]) == part[k]) k++;
            if (k == part.length) return true;
        }
        return false;
    }

    /// ASCII lower case of one byte.
    public static byte lower(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
    }
}
