package argiope.appliance.policy;

import argiope.core.access.Refusal;
import argiope.core.net.Addresses;
import argiope.core.observable.Observable;
import argiope.core.observable.ObservableType;
import com.ibm.icu.text.IDNA;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Brings what shall be blocked into the one form it is kept, compared and published in. Refuses, as
/// [Refusal.Invalid], what cannot be published: nothing that a person or another program sends may add a
/// line to a gateway's files.
final class BlockValues {
    private static final int MAX_URL = 2000;
    private static final Pattern LABEL = Pattern.compile("[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern URL =
            Pattern.compile("(?i)(https?)://(\\[[0-9a-f:.]+]|[^/?#\\[\\]]*?)(?::([0-9]{1,5}))?([/?#].*)?");
    private static final Pattern NUMERIC = Pattern.compile("[0-9.]+|0x[0-9a-f.x]+");
    private static final IDNA NAMES = IDNA.getUTS46Instance(IDNA.NONTRANSITIONAL_TO_ASCII | IDNA.CHECK_BIDI);

    private BlockValues() {}

    static Observable normal(Observable observable) {
        var value = observable.value().strip();
        for (var i = 0; i < value.length(); i++)
            if (Character.isISOControl(value.charAt(i)) || Character.isWhitespace(value.charAt(i)))
                throw refused("A value to block cannot hold blanks, line breaks or control characters.");
        return switch (observable.type()) {
            case DOMAIN, HOSTNAME -> new Observable(ObservableType.DOMAIN, domain(value));
            case URL -> new Observable(ObservableType.URL, url(value));
            case IP, IPV6 -> address(value);
            case SHA256 -> new Observable(ObservableType.SHA256, sha256(value));
            default ->
                throw refused("Domains, URLs, IP addresses and SHA-256 hashes can be blocked, "
                        + observable.type().title() + " cannot.");
        };
    }

    /// The normal form, or nothing for what could never be on the list.
    static Optional<Observable> ifNormal(Observable observable) {
        try {
            return Optional.of(normal(observable));
        } catch (Refusal.Invalid _) {
            return Optional.empty();
        }
    }

    private static String domain(String text) {
        var name = text.startsWith("*.") ? text.substring(2) : text.startsWith(".") ? text.substring(1) : text;
        var host = host(name);
        if (Addresses.parse(host).isPresent() || NUMERIC.matcher(host).matches())
            throw refused("This is an address. Block it as an IP.");
        if (host.indexOf('.') < 0)
            throw refused("A name of one part would block everything below it. Name at least a second part.");
        return host;
    }

    /// Lower case, A-labels, no dot at the end.
    private static String host(String text) {
        var ascii = text.toLowerCase(Locale.ROOT);
        if (!StandardCharsets.US_ASCII.newEncoder().canEncode(text)) {
            var info = new IDNA.Info();
            ascii = NAMES.nameToASCII(text, new StringBuilder(), info).toString();
            if (info.hasErrors()) throw refused("This is not a valid name.");
        }
        if (ascii.endsWith(".")) ascii = ascii.substring(0, ascii.length() - 1);
        if (ascii.isEmpty() || ascii.length() > 253) throw refused("A name has 1 to 253 characters.");
        for (var label : ascii.split("\\.", -1))
            if (!LABEL.matcher(label).matches())
                throw refused("A name consists of parts of 1 to 63 letters, digits and dashes between dots.");
        return ascii;
    }

    private static String url(String text) {
        if (text.length() > MAX_URL) throw refused("A URL to block has at most " + MAX_URL + " characters.");
        var parts = URL.matcher(text);
        if (!parts.matches()) throw refused("A URL to block starts with http:// or https:// and names a host.");
        var scheme = parts.group(1).toLowerCase(Locale.ROOT);
        var authority = parts.group(2);
        if (authority.indexOf('@') >= 0) throw refused("A URL to block holds no user or password.");
        String host;
        if (authority.startsWith("[")) {
            var address = Addresses.parse(authority.substring(1, authority.length() - 1))
                    .orElseThrow(() -> refused("The address in the URL is not valid."));
            host = "[" + Addresses.text(address) + "]";
        } else {
            host = host(authority);
        }
        var port = Optional.ofNullable(parts.group(3)).map(Integer::parseInt);
        if (port.isPresent() && (port.get() == 0 || port.get() > 65535))
            throw refused("The port in the URL is not valid.");
        var shown = port.filter(p -> p != (scheme.equals("http") ? 80 : 443))
                .map(p -> ":" + p)
                .orElse("");
        var rest = Optional.ofNullable(parts.group(4)).orElse("");
        var hash = rest.indexOf('#');
        if (hash >= 0) rest = rest.substring(0, hash);
        if (!rest.startsWith("/")) rest = "/" + rest;
        return scheme + "://" + host + shown + escaped(rest);
    }

    /// Escapes of unreserved characters undone, others in upper case; what must be escaped is (RFC 3986,
    /// 6.2.2).
    private static String escaped(String path) {
        var out = new StringBuilder();
        var bytes = path.getBytes(StandardCharsets.UTF_8);
        for (var i = 0; i < bytes.length; i++) {
            var b = bytes[i] & 255;
            if (b == '%' && i + 2 < bytes.length && hex(bytes[i + 1]) >= 0 && hex(bytes[i + 2]) >= 0) {
                b = hex(bytes[i + 1]) << 4 | hex(bytes[i + 2]);
                i += 2;
                if (isUnreserved(b)) out.append((char) b);
                else percent(out, b);
            } else if (b <= ' ' || b >= 127 || b == '"' || b == '<' || b == '>') {
                percent(out, b);
            } else {
                out.append((char) b);
            }
        }
        return out.toString();
    }

    private static void percent(StringBuilder out, int b) {
        out.append('%').append("0123456789ABCDEF".charAt(b >> 4)).append("0123456789ABCDEF".charAt(b & 15));
    }

    private static boolean isUnreserved(int b) {
        return b >= 'a' && b <= 'z'
                || b >= 'A' && b <= 'Z'
                || b >= '0' && b <= '9'
                || b == '-'
                || b == '.'
                || b == '_'
                || b == '~';
    }

    static int hex(int c) {
        return c < 128 ? Character.digit(c, 16) : -1;
    }

    private static Observable address(String text) {
        var bytes = Addresses.parse(text).orElseThrow(() -> refused("This is not an IP address."));
        return new Observable(Addresses.isV4(bytes) ? ObservableType.IP : ObservableType.IPV6, Addresses.text(bytes));
    }

    private static String sha256(String text) {
        var lower = text.toLowerCase(Locale.ROOT);
        if (!SHA256.matcher(lower).matches()) throw refused("A SHA-256 has 64 hexadecimal digits.");
        return lower;
    }

    private static Refusal.Invalid refused(String message) {
        return new Refusal.Invalid("cannot-be-blocked", message);
    }
}
