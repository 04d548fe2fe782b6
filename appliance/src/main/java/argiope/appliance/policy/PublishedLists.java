package argiope.appliance.policy;

import argiope.core.observable.ObservableType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.TreeSet;

/// The block list in the forms that gateways read, one line each.
///
/// For Squid a list of domains has the widest first and leaves out what a wider one covers, since Squid
/// (seen with 5.7) ends at `www.example.com` before `.example.com`. URLs become anchored regular
/// expressions over the URL with its escapes undone, as Squid matches it; a byte that cannot stand in a
/// line of its files is matched by a narrow range around it.
///
/// @param domains registered names, A-labels; each means itself and all below it
/// @param urls canonical
/// @param ips canonical, both families
/// @param sha256 lower case
public record PublishedLists(List<String> domains, List<String> urls, List<String> ips, List<String> sha256) {
    public PublishedLists {
        domains = List.copyOf(domains);
        urls = List.copyOf(urls);
        ips = List.copyOf(ips);
        sha256 = List.copyOf(sha256);
    }

    static PublishedLists of(List<BlockEntry> entries) {
        return new PublishedLists(
                widest(values(entries, ObservableType.DOMAIN)),
                values(entries, ObservableType.URL),
                ips(entries),
                values(entries, ObservableType.SHA256));
    }

    private static List<String> values(List<BlockEntry> entries, ObservableType type) {
        return entries.stream()
                .filter(entry -> entry.observable().type() == type)
                .map(entry -> entry.observable().value())
                .distinct()
                .sorted()
                .toList();
    }

    private static List<String> ips(List<BlockEntry> entries) {
        var all = new TreeSet<>(values(entries, ObservableType.IP));
        all.addAll(values(entries, ObservableType.IPV6));
        return List.copyOf(all);
    }

    private static List<String> widest(List<String> domains) {
        var kept = new HashSet<String>();
        var order = new ArrayList<String>();
        var byLabels = domains.stream()
                .sorted(Comparator.comparingLong(
                                (String d) -> d.chars().filter(c -> c == '.').count())
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        for (var domain : byLabels) {
            var covered = false;
            for (var dot = domain.indexOf('.'); dot >= 0 && !covered; dot = domain.indexOf('.', dot + 1))
                covered = kept.contains(domain.substring(dot + 1));
            if (!covered) {
                kept.add(domain);
                order.add(domain);
            }
        }
        return order;
    }

    static String lines(List<String> values) {
        return values.isEmpty() ? "" : String.join("\n", values) + "\n";
    }

    List<String> squidDomains() {
        return domains.stream().map(domain -> "." + domain).toList();
    }

    List<String> squidUrls() {
        return urls.stream().map(PublishedLists::pattern).toList();
    }

    /// The file that a Squid on this machine includes: an ACL for each kind, from a file of its own, and
    /// the deny line.
    static String squidInclude(Path domains, Path urls, Path ips) {
        return """
                # Written by Argiope, anew at each change of the block list. Include it before your own http_access lines.
                acl argiope_domains dstdomain -n "%s"
                acl argiope_urls url_regex "%s"
                acl argiope_ips dst "%s"
                acl argiope any-of argiope_domains argiope_urls argiope_ips
                http_access deny argiope
                """.formatted(domains, urls, ips);
    }

    /// The same for a Squid elsewhere, which fetches one file with everything in it.
    String squidAlone() {
        var text = new StringBuilder("# Written by Argiope. Include it before your own http_access lines.\n");
        var kinds = new ArrayList<String>();
        acl(text, kinds, "argiope_domains", "dstdomain -n", squidDomains());
        acl(text, kinds, "argiope_urls", "url_regex", squidUrls());
        acl(text, kinds, "argiope_ips", "dst", ips);
        if (!kinds.isEmpty())
            text.append("acl argiope any-of ").append(String.join(" ", kinds)).append("\nhttp_access deny argiope\n");
        return text.toString();
    }

    private static void acl(StringBuilder text, List<String> kinds, String name, String type, List<String> values) {
        if (values.isEmpty()) return;
        kinds.add(name);
        for (var value : values)
            text.append("acl ")
                    .append(name)
                    .append(' ')
                    .append(type)
                    .append(' ')
                    .append(value)
                    .append('\n');
    }

    /// An anchored pattern for one URL. Brackets keep every special character plain; only `^` needs a
    /// backslash.
    private static String pattern(String url) {
        var out = new StringBuilder("^");
        var bytes = url.getBytes(StandardCharsets.US_ASCII);
        for (var i = 0; i < bytes.length; i++) {
            var b = bytes[i] & 255;
            if (b == '%'
                    && i + 2 < bytes.length
                    && BlockValues.hex(bytes[i + 1]) >= 0
                    && BlockValues.hex(bytes[i + 2]) >= 0) {
                b = BlockValues.hex(bytes[i + 1]) << 4 | BlockValues.hex(bytes[i + 2]);
                i += 2;
            }
            if (b <= ' ' || b >= 127) out.append("[^!-~]");
            else if (b == '"' || b == '#') out.append("[!-#]");
            else if (b == '%') out.append("[$-&]");
            else if (b == '\'') out.append("[&-(]");
            else if (b == '^') out.append("\\^");
            else if (".[]\\$*+?(){}|".indexOf(b) >= 0)
                out.append('[').append((char) b).append(']');
            else out.append((char) b);
        }
        return out.append('$').toString();
    }
}
