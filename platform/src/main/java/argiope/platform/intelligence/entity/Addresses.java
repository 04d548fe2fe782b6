package argiope.platform.intelligence.entity;

import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/// Where entities are found: how ids look, and which long ids are ours. Entities are kept by short id and shown with
/// the
/// address the product has now; every base address it ever had is recognised.
public final class Addresses {
    /// The longest id there may be.
    static final int MOST = 2048;

    private static final Pattern SHORT =
            Pattern.compile("([a-z][a-z-]*[a-z])-([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})");
    private static final Pattern LONG = Pattern.compile(
            "(https?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?(?:/[^/?#\\s]+)*?)/ctia/([a-z][a-z-]*[a-z])/([a-z][a-z-]*[a-z]-[0-9a-f-]{36})");

    private final String base;
    private final Set<String> own = new HashSet<>();

    /// @param publicUrl the address the product has now
    /// @param earlier addresses it had before
    public Addresses(String publicUrl, Collection<String> earlier) {
        base = trimmed(publicUrl);
        own.add(comparable(base));
        for (var each : earlier) own.add(comparable(trimmed(each)));
    }

    public String base() {
        return base;
    }

    private static String trimmed(String address) {
        var end = address.length();
        while (end > 0 && address.charAt(end - 1) == '/') end--;
        return address.substring(0, end);
    }

    private static String comparable(String address) {
        var lower = address.toLowerCase(Locale.ROOT);
        var slash = lower.indexOf('/', lower.indexOf("://") + 3);
        var host = slash < 0 ? lower : lower.substring(0, slash);
        if (host.startsWith("http://") && host.endsWith(":80")) host = host.substring(0, host.length() - 3);
        if (host.startsWith("https://") && host.endsWith(":443")) host = host.substring(0, host.length() - 4);
        return slash < 0 ? host : host + address.substring(slash);
    }

    public static String fresh(String type) {
        return type + "-" + UUID.randomUUID();
    }

    /// Whether the text has the form of a short id.
    public static boolean isShort(String id) {
        return id.length() <= MOST && SHORT.matcher(id).matches();
    }

    /// The type that a short id names.
    public static Optional<String> typeOf(String shortId) {
        var match = SHORT.matcher(shortId);
        return match.matches() ? Optional.of(match.group(1)) : Optional.empty();
    }

    public static boolean isTransient(String id) {
        return id.startsWith("transient:");
    }

    /// Whether the text has the form of a long id, of whatever host.
    public static boolean isLong(String id) {
        return parts(id).isPresent();
    }

    /// The type that a long id names, of whatever host.
    public static Optional<String> typeOfLong(String longId) {
        return parts(longId).map(Parts::type);
    }

    private record Parts(String base, String type, String shortId) {}

    private static Optional<Parts> parts(String id) {
        if (id.length() > MOST) return Optional.empty();
        var match = LONG.matcher(id);
        if (!match.matches()) return Optional.empty();
        var parts = new Parts(match.group(1), match.group(2), match.group(3));
        return typeOf(parts.shortId).filter(parts.type::equals).map(_ -> parts);
    }

    /// The short id in a long id of ours; empty for anything else.
    public Optional<String> ours(String longId) {
        return parts(longId).filter(p -> own.contains(comparable(p.base))).map(Parts::shortId);
    }

    /// The short id of something given in a path or a filter: short, or long and ours.
    public Optional<String> given(String id) {
        return isShort(id) ? Optional.of(id) : ours(id);
    }

    /// The long id of an entity of ours.
    public String shown(String shortId) {
        return typeOf(shortId)
                .map(type -> base + "/ctia/" + type + "/" + shortId)
                .orElse(shortId);
    }
}
