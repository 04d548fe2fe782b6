package argiope.appliance.widget;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/// The fixed list of calls that widgets may make through the appliance: method and path, `*` for one segment.
/// `docs/api/own-routes.md` has the same list.
final class PlatformCalls {
    private static final Pattern SEGMENT = Pattern.compile("(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})+");
    private static final int LONGEST = 40_000;

    private static final List<String> LISTED = List.of(
            "GET iroh/profile/whoami",
            "POST iroh/iroh-inspect/inspect",
            "POST iroh/iroh-enrich/deliberate/observables",
            "POST iroh/iroh-enrich/observe/observables",
            "POST iroh/iroh-enrich/refer/observables",
            "POST iroh/iroh-response/respond/observables",
            "POST iroh/iroh-response/respond/trigger/*/*",
            "POST ctia/casebook",
            "GET ctia/casebook/search",
            "GET ctia/casebook/external_id/*",
            "GET ctia/casebook/*",
            "PATCH ctia/casebook/*",
            "DELETE ctia/casebook/*",
            "POST ctia/casebook/*/observables",
            "POST ctia/casebook/*/texts",
            "GET casebooks/v1/*",
            "POST ctia/judgement",
            "DELETE ctia/judgement/*");

    private PlatformCalls() {}

    /// @param path without a leading slash and without a query, still encoded
    static boolean lists(String method, String path) {
        if (path.length() > LONGEST) return false;
        var segments = path.split("/", -1);
        for (var segment : segments) if (!SEGMENT.matcher(segment).matches() || isStep(segment)) return false;
        return LISTED.stream().anyMatch(entry -> fits(entry, method, segments));
    }

    /// Whether the segment would lead elsewhere.
    private static boolean isStep(String segment) {
        var decoded = URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        return decoded.equals(".") || decoded.equals("..");
    }

    private static boolean fits(String entry, String method, String[] segments) {
        var blank = entry.indexOf(' ');
        if (!entry.substring(0, blank).equals(method)) return false;
        var wanted = entry.substring(blank + 1).split("/", -1);
        if (wanted.length != segments.length) return false;
        for (var i = 0; i < wanted.length; i++)
            if (!wanted[i].equals("*") && !wanted[i].equals(segments[i])) return false;
        return true;
    }
}
