package argiope.appliance.normal;

import argiope.appliance.tracking.Row;
import argiope.appliance.tracking.TextField;
import argiope.core.names.PublicSuffixes;
import argiope.core.net.Addresses;
import com.ibm.icu.text.IDNA;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;

/// The normal form of a host: lower case, A-labels, no final dot; an address in its canonical text.
/// Plain ASCII names, nearly all, stay bytes; the others go through UTS #46. Owned by one thread.
public final class HostForm {
    /// What UTS #46 dislikes and the net uses: `r3---sn-x`, `-a`, and lengths, which are judged here.
    private static final Set<IDNA.Error> TOLERATED = EnumSet.of(
            IDNA.Error.HYPHEN_3_4,
            IDNA.Error.LEADING_HYPHEN,
            IDNA.Error.TRAILING_HYPHEN,
            IDNA.Error.LABEL_TOO_LONG,
            IDNA.Error.DOMAIN_NAME_TOO_LONG);

    private static final IDNA UTS46 =
            IDNA.getUTS46Instance(IDNA.NONTRANSITIONAL_TO_ASCII | IDNA.CHECK_BIDI | IDNA.CHECK_CONTEXTJ);
    private static final byte OTHER = 0;
    private static final byte NAME = 1;
    private static final byte UPPER = 2;
    private static final byte DOT = 3;
    private static final byte[] KIND = new byte[256];

    static {
        for (var c = 'a'; c <= 'z'; c++) KIND[c] = NAME;
        for (var c = '0'; c <= '9'; c++) KIND[c] = NAME;
        KIND['-'] = NAME;
        KIND['_'] = NAME;
        for (var c = 'A'; c <= 'Z'; c++) KIND[c] = UPPER;
        KIND['.'] = DOT;
    }

    private final PublicSuffixes suffixes;
    private final byte[] address = new byte[16];
    private boolean isAddress;

    public HostForm(PublicSuffixes suffixes) {
        this.suffixes = suffixes;
    }

    /// Sets HOST and DOMAIN from `[from,to)` of the row's array: a name or IPv4 address, or IPv6 without brackets.
    /// False, and nothing set, when it is empty.
    public boolean read(Row row, int from, int to) {
        isAddress = false;
        var b = row.array();
        if (to > from && b[to - 1] == '.') to--;
        if (to <= from) return false;
        var upper = false;
        var plain = true;
        var tooLong = to - from > 253;
        var label = from;
        for (var i = from; i < to && plain; i++) {
            switch (KIND[b[i] & 255]) {
                case NAME -> {}
                case UPPER -> upper = true;
                case DOT -> {
                    plain = i > label && !isALabel(b, label, i);
                    tooLong |= i - label > 63;
                    label = i + 1;
                }
                default -> plain = false;
            }
        }
        if (!plain || isALabel(b, label, to)) return readUnusual(row, from, to);
        tooLong |= to - label > 63;
        if (tooLong) row.flag("hostInvalid");
        var start = from;
        if (upper) {
            start = row.reserve(to - from);
            b = row.array();
            for (var i = from; i < to; i++) b[start + i - from] = lower(b[i]);
        }
        claim(row, start, start + to - from, start + label - from);
        return true;
    }

    /// Whether the last host read was an address; [#address] holds it then.
    public boolean isAddress() {
        return isAddress;
    }

    /// The 16 bytes of the last host read, if it was an address. The form's own array.
    public byte[] address() {
        return address;
    }

    private void claim(Row row, int from, int to, int lastLabel) {
        var b = row.array();
        row.claim(TextField.HOST, from, to);
        if (b[lastLabel] >= '0' && b[lastLabel] <= '9') {
            if (Addresses.parse(b, from, to, address)) {
                isAddress = true;
                return;
            }
            var odd = OddAddress.read(b, from, to);
            if (odd >= 0) {
                row.flag("odd-ip");
                row.extra(
                        "resolvedIp",
                        (odd >>> 24) + "." + ((odd >>> 16) & 255) + "." + ((odd >>> 8) & 255) + "." + (odd & 255));
                return;
            }
        }
        var domain = suffixes.registrableFrom(b, from, to);
        if (domain >= 0) row.claim(TextField.DOMAIN, domain, to);
    }

    private boolean readUnusual(Row row, int from, int to) {
        var b = row.array();
        for (var i = from; i < to; i++) if (b[i] == ':') return readV6(row, from, to);
        var name = new StringBuilder();
        var info = new IDNA.Info();
        var text = new String(decoded(b, from, to), StandardCharsets.UTF_8);
        // A name of the net has at most 253 bytes; what is far longer is not worth the mapping's time.
        if (text.length() > 1024) return keep(row, from, to);
        UTS46.nameToASCII(text, name, info);
        var errors = EnumSet.noneOf(IDNA.Error.class);
        errors.addAll(info.getErrors());
        errors.removeAll(TOLERATED);
        if (name.length() > 1 && name.charAt(name.length() - 1) == '.') {
            name.setLength(name.length() - 1);
            errors.remove(IDNA.Error.EMPTY_LABEL);
            if (name.indexOf("..") >= 0 || name.charAt(name.length() - 1) == '.') return keep(row, from, to);
        }
        if (!errors.isEmpty() || name.isEmpty()) return keep(row, from, to);
        var tooLong = name.length() > 253;
        var label = 0;
        for (var i = 0; i < name.length(); i++) {
            var c = name.charAt(i);
            if (c == '.') {
                if (i == label) return keep(row, from, to);
                tooLong |= i - label > 63;
                label = i + 1;
            } else if (c > 127 || KIND[c] != NAME) {
                return keep(row, from, to);
            }
        }
        tooLong |= name.length() - label > 63;
        if (tooLong) row.flag("hostInvalid");
        var bytes = name.toString().getBytes(StandardCharsets.US_ASCII);
        var at = row.reserve(bytes.length);
        System.arraycopy(bytes, 0, row.array(), at, bytes.length);
        claim(row, at, at + bytes.length, at + label);
        return true;
    }

    private boolean readV6(Row row, int from, int to) {
        var b = row.array();
        var end = from;
        while (end < to && b[end] != '%') end++;
        if (!Addresses.parse(b, from, end, address)) return keep(row, from, to);
        isAddress = true;
        row.put(TextField.HOST, Addresses.text(address));
        return true;
    }

    private static boolean keep(Row row, int from, int to) {
        row.flag("hostInvalid");
        var at = row.reserve(to - from);
        var b = row.array();
        for (var i = from; i < to; i++) b[at + i - from] = lower(b[i]);
        row.claim(TextField.HOST, at, at + to - from);
        return true;
    }

    private static byte[] decoded(byte[] b, int from, int to) {
        var out = new byte[to - from];
        var n = 0;
        for (var i = from; i < to; i++) {
            var value = b[i] == '%' && i + 2 < to ? Hex.pair(b[i + 1], b[i + 2]) : -1;
            if (value >= 0) {
                out[n++] = (byte) value;
                i += 2;
            } else {
                out[n++] = b[i];
            }
        }
        return java.util.Arrays.copyOf(out, n);
    }

    private static boolean isALabel(byte[] b, int from, int to) {
        return to - from >= 4
                && b[from + 2] == '-'
                && b[from + 3] == '-'
                && (b[from] | 32) == 'x'
                && (b[from + 1] | 32) == 'n';
    }

    static byte lower(byte c) {
        return c >= 'A' && c <= 'Z' ? (byte) (c + 32) : c;
    }
}
