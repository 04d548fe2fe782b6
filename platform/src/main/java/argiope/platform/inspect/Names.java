package argiope.platform.inspect;

import argiope.core.names.PublicSuffixes;
import argiope.core.net.Addresses;
import com.ibm.icu.text.IDNA;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Which names are names of the net, and their normal form.
final class Names {
    private static final IDNA UTS46 =
            IDNA.getUTS46Instance(IDNA.NONTRANSITIONAL_TO_ASCII | IDNA.CHECK_BIDI | IDNA.CHECK_CONTEXTJ);
    private static final Set<IDNA.Error> TOLERATED =
            EnumSet.of(IDNA.Error.HYPHEN_3_4, IDNA.Error.LEADING_HYPHEN, IDNA.Error.TRAILING_HYPHEN);

    /// Last labels that are in use without being registered anywhere (RFC 6761, 6762, 7686, 8375, ICANN).
    private static final Set<String> SPECIAL = Set.of(
            "example",
            "test",
            "local",
            "localhost",
            "internal",
            "invalid",
            "onion",
            "lan",
            "home",
            "corp",
            "intranet",
            "private",
            "alt",
            "arpa");

    /// Last labels that are more often the ending of a file.
    private static final Set<String> FILE_ENDINGS = Set.of("zip", "mov", "md", "py", "sh", "rs", "pl", "ps", "bat");

    private final PublicSuffixes suffixes;

    Names(PublicSuffixes suffixes) {
        this.suffixes = suffixes;
    }

    /// The normal form of a name of two or more labels, or nothing if it cannot be one.
    Optional<String> domain(String text) {
        var name = host(text);
        return name.isPresent() && name.get().indexOf('.') > 0 && !isAddress(name.get()) ? name : Optional.empty();
    }

    /// The normal form of a host in a URL: a name of one or more labels, or an IPv4 address.
    Optional<String> host(String text) {
        if (text.isEmpty() || text.length() > 512) return Optional.empty();
        var name = text.toLowerCase(Locale.ROOT);
        if (!isAscii(name) || name.contains("xn--")) {
            var info = new IDNA.Info();
            var out = new StringBuilder();
            UTS46.nameToASCII(name, out, info);
            var errors = EnumSet.noneOf(IDNA.Error.class);
            errors.addAll(info.getErrors());
            errors.removeAll(TOLERATED);
            if (name.endsWith(".")) errors.remove(IDNA.Error.EMPTY_LABEL);
            if (!errors.isEmpty()) return Optional.empty();
            name = out.toString();
        }
        if (name.endsWith(".")) name = name.substring(0, name.length() - 1);
        if (name.isEmpty() || name.length() > 253) return Optional.empty();
        var label = 0;
        for (var i = 0; i <= name.length(); i++) {
            if (i < name.length() && name.charAt(i) != '.') {
                var c = name.charAt(i);
                if (!((c >= 'a' && c <= 'z') || Chars.isDigit(c) || c == '-' || c == '_')) return Optional.empty();
                continue;
            }
            if (i == label || i - label > 63 || name.charAt(label) == '-' || name.charAt(i - 1) == '-')
                return Optional.empty();
            label = i + 1;
        }
        var last = name.substring(name.lastIndexOf('.') + 1);
        if (allDigits(last) && !isAddress(name)) return Optional.empty();
        return Optional.of(name);
    }

    /// As [#host], and the spellings of IPv4 that browsers understand (`0x7f.1`), as they stand.
    Optional<String> hostOfUrl(String text) {
        var name = host(text);
        if (name.isPresent() || text.length() > 64 || text.isEmpty() || !Chars.isDigit(text.charAt(0))) return name;
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (!Chars.isHex(c) && c != '.' && c != 'x' && c != 'X') return Optional.empty();
        }
        return Optional.of(text.toLowerCase(Locale.ROOT));
    }

    static boolean isAddress(String text) {
        return Addresses.parse(text).isPresent();
    }

    /// Whether the last label of a normal name is on the public suffix list or of special use.
    boolean endsListed(String name) {
        var last = name.substring(name.lastIndexOf('.') + 1);
        return SPECIAL.contains(last) || suffixes.lists(last);
    }

    /// Whether a name is a usual file name as well.
    static boolean isFileName(String name) {
        var last = name.substring(name.lastIndexOf('.') + 1);
        return FILE_ENDINGS.contains(last) || (last.equals("so") && name.startsWith("lib"));
    }

    private static boolean allDigits(String text) {
        for (var i = 0; i < text.length(); i++) if (!Chars.isDigit(text.charAt(i))) return false;
        return true;
    }

    private static boolean isAscii(String text) {
        for (var i = 0; i < text.length(); i++) if (text.charAt(i) > 127) return false;
        return true;
    }
}
