package argiope.appliance.tracking;

import argiope.appliance.tracking.TrackingQuery.UrlMatch;
import argiope.core.access.Refusal;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// A URL asked for, brought into the canonical form that rows are compared in (access-log contract, 7.2): exactly, by
/// its beginning, or by any part. With a scheme it is compared with one, without one without.
public final class UrlPattern {
    /// Shorter parts match nearly everything and are refused.
    public static final int SHORTEST_PART = 3;

    private static final String UNRESERVED = "-._~";

    private final UrlMatch match;
    private final byte[] text;
    private final boolean withScheme;
    private final String host;
    private final UrlText target = new UrlText();

    private UrlPattern(UrlMatch match, String text, boolean withScheme, String host) {
        this.match = match;
        this.text = text.getBytes(StandardCharsets.UTF_8);
        this.withScheme = withScheme;
        this.host = host;
    }

    public static UrlPattern of(TrackingQuery.Url asked) {
        var text = asked.text().strip();
        if (asked.match() == UrlMatch.CONTAINS) {
            if (text.codePointCount(0, text.length()) < SHORTEST_PART)
                throw new Refusal.Invalid(
                        "url-part-too-short",
                        "A part of a URL needs at least 3 characters: shorter ones are in nearly every URL.");
            var scheme = text.indexOf("://");
            if (scheme > 0 && scheme < 16 && text.length() - scheme - 3 >= SHORTEST_PART)
                text = text.substring(scheme + 3);
            return new UrlPattern(UrlMatch.CONTAINS, percents(text), false, "");
        }
        if (text.isEmpty()) throw new Refusal.Invalid("url-empty", "The URL to search for is empty.");
        var exact = asked.match() == UrlMatch.EXACT;
        var fragment = text.indexOf('#');
        if (fragment >= 0) text = text.substring(0, fragment);
        var colon = text.indexOf("://");
        var scheme = colon > 0 && text.substring(0, colon).matches("[A-Za-z][A-Za-z0-9+.-]*")
                ? text.substring(0, colon).toLowerCase(Locale.ROOT)
                : "";
        var rest = scheme.isEmpty() ? text : text.substring(colon + 3);
        var end = endOfAuthority(rest);
        var authority = rest.substring(0, end);
        var tail = rest.substring(end);
        authority = authority.substring(authority.lastIndexOf('@') + 1);
        var complete = exact || !tail.isEmpty();
        var name = complete ? canonicalAuthority(authority, scheme) : authority.toLowerCase(Locale.ROOT);
        if (tail.startsWith("?") || (tail.isEmpty() && exact)) tail = "/" + tail;
        if (exact) tail = withoutDots(tail);
        return new UrlPattern(
                asked.match(),
                (scheme.isEmpty() ? "" : scheme + "://") + name + percents(tail),
                !scheme.isEmpty(),
                complete ? withoutPort(name) : "");
    }

    private static int endOfAuthority(String rest) {
        for (var i = 0; i < rest.length(); i++) if (rest.charAt(i) == '/' || rest.charAt(i) == '?') return i;
        return rest.length();
    }

    private static String canonicalAuthority(String authority, String scheme) {
        var port = authority.substring(withoutPort(authority).length());
        var usual = switch (scheme) {
            case "http" -> ":80";
            case "https" -> ":443";
            case "ftp" -> ":21";
            default -> "";
        };
        return hostKey(withoutPort(authority)) + (port.equals(usual) || port.equals(":") ? "" : port);
    }

    private static String withoutPort(String authority) {
        var colon = authority.lastIndexOf(':');
        return colon < 0 || authority.endsWith("]") ? authority : authority.substring(0, colon);
    }

    /// A host in the form rows hold it: lower case, A-labels, no trailing dot.
    static String hostKey(String host) {
        var key = host.toLowerCase(Locale.ROOT);
        while (key.endsWith(".")) key = key.substring(0, key.length() - 1);
        if (key.chars().anyMatch(c -> c > 127)) {
            try {
                key = IDN.toASCII(key, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
            } catch (IllegalArgumentException e) {
                return key; // no host name: compared as it is written
            }
        }
        return key;
    }

    /// Percent triplets in upper case, those of unreserved characters decoded.
    private static String percents(String text) {
        if (text.indexOf('%') < 0) return text;
        var out = new StringBuilder(text.length());
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == '%'
                    && i + 2 < text.length()
                    && Character.digit(text.charAt(i + 1), 16) >= 0
                    && Character.digit(text.charAt(i + 2), 16) >= 0) {
                var value = (char) Integer.parseInt(text, i + 1, i + 3, 16);
                if (value < 128 && (Character.isLetterOrDigit(value) || UNRESERVED.indexOf(value) >= 0))
                    out.append(value);
                else out.append(text.substring(i, i + 3).toUpperCase(Locale.ROOT));
                i += 2;
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    /// RFC 3986 §5.2.4 for a path; what follows `?` stays.
    private static String withoutDots(String tail) {
        var question = tail.indexOf('?');
        var path = question < 0 ? tail : tail.substring(0, question);
        if (!path.contains("/.")) return tail;
        var kept = new ArrayList<String>();
        var parts = path.substring(1).split("/", -1);
        for (var i = 0; i < parts.length; i++) {
            var last = i == parts.length - 1;
            switch (parts[i]) {
                case "." -> {
                    if (last) kept.add("");
                }
                case ".." -> {
                    if (!kept.isEmpty()) kept.removeLast();
                    if (last) kept.add("");
                }
                default -> kept.add(parts[i]);
            }
        }
        return "/" + String.join("/", kept) + (question < 0 ? "" : tail.substring(question));
    }

    public UrlMatch match() {
        return match;
    }

    /// The host when it is known in full, for a look-up by host first.
    public Optional<String> host() {
        return host.isEmpty() ? Optional.empty() : Optional.of(host);
    }

    /// What must be somewhere in the row's [UrlText], in lower case.
    public byte[] part() {
        var from = withScheme ? UrlText.afterScheme(text, 0, text.length) : 0;
        var part = Arrays.copyOfRange(text, from, text.length);
        for (var i = 0; i < part.length; i++) part[i] = UrlText.lower(part[i]);
        return part;
    }

    boolean matches(Row row) {
        if (match == UrlMatch.CONTAINS) {
            target.of(row);
            return target.contains(lowerText());
        }
        if (!row.has(TextField.URL_KEY)) return false;
        var array = row.array();
        var to = row.to(TextField.URL_KEY);
        var from = row.from(TextField.URL_KEY);
        if (!withScheme) from = UrlText.afterScheme(array, from, to);
        var length = to - from;
        if (match == UrlMatch.EXACT ? length != text.length : length < text.length) return false;
        return Arrays.equals(array, from, from + text.length, text, 0, text.length);
    }

    private byte[] lowered = new byte[0];

    private byte[] lowerText() {
        if (lowered.length == 0) lowered = part();
        return lowered;
    }
}
