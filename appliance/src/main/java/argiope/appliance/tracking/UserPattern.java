package argiope.appliance.tracking;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;

/// A user asked for: by name, `DOMAIN\name` or `name@domain`, `*` as the only wildcard. Without a domain it means the
/// name in every domain; with one that domain, its aliases, and rows that name none. A realm (a dotless right side of
/// `@`) takes no part. Source: access-log contract, 7.4.
///
/// @param name in lower case, NFKC; may hold `*`
/// @param domains in lower case; empty means any
public record UserPattern(String name, List<String> domains) {
    public UserPattern {
        domains = List.copyOf(domains);
    }

    public static UserPattern of(String text, UserAliases aliases) {
        var key = Normalizer.normalize(text.strip(), Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .replace("\\\\", "\\");
        var slash = key.indexOf('\\');
        var domain = slash > 0 ? key.substring(0, slash) : "";
        var name = slash >= 0 ? key.substring(slash + 1) : key;
        var at = name.lastIndexOf('@');
        if (at > 0) {
            var right = name.substring(at + 1);
            if (domain.isEmpty() && right.indexOf('.') >= 0) domain = right;
            name = name.substring(0, at);
        }
        var domains = domain.isEmpty() || domain.equals("*")
                ? List.<String>of()
                : domain.indexOf('*') >= 0
                        ? List.of(domain)
                        : aliases.of(domain).stream().sorted().toList();
        return new UserPattern(name, domains);
    }

    /// Whether a `*` stands anywhere.
    public boolean hasWildcard() {
        return name.indexOf('*') >= 0 || domains.stream().anyMatch(d -> d.indexOf('*') >= 0);
    }

    boolean matches(Row row) {
        if (!row.has(TextField.USER_KEY)) return false;
        var array = row.array();
        if (!Glob.matches(bytes(name), array, row.from(TextField.USER_KEY), row.to(TextField.USER_KEY))) return false;
        if (domains.isEmpty()
                || !row.has(TextField.USER_DOMAIN)
                || row.from(TextField.USER_DOMAIN) == row.to(TextField.USER_DOMAIN)) return true;
        for (var domain : domains)
            if (Glob.matches(bytes(domain), array, row.from(TextField.USER_DOMAIN), row.to(TextField.USER_DOMAIN)))
                return true;
        return false;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
