package argiope.core.access;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// How scopes cover one another. They form a tree by `/`; a scope covers its children, and `:read` or `:write` at the
/// end narrows it: `enrich` and `enrich:read` cover `enrich/observables/deliberate:read`, `enrich:write` does not.
public final class Scopes {
    private Scopes() {}

    public static boolean covers(String granted, String required) {
        var grantedColon = granted.indexOf(':');
        var requiredColon = required.indexOf(':');
        var grantedPath = grantedColon < 0 ? granted : granted.substring(0, grantedColon);
        var requiredPath = requiredColon < 0 ? required : required.substring(0, requiredColon);
        if (!requiredPath.equals(grantedPath) && !requiredPath.startsWith(grantedPath + "/")) return false;
        if (grantedColon < 0) return true;
        return requiredColon >= 0 && granted.substring(grantedColon).equals(required.substring(requiredColon));
    }

    /// What both sets allow, without what another of the result covers: `enrich:read` and `enrich/observables` meet in
    /// `enrich/observables:read`.
    public static Set<String> meet(Set<String> one, Set<String> other) {
        var both = new TreeSet<String>();
        for (var a : one) for (var b : other) meet(a, b).ifPresent(both::add);
        var least = new TreeSet<String>();
        for (var scope : both) {
            if (both.stream().noneMatch(wider -> !wider.equals(scope) && covers(wider, scope))) least.add(scope);
        }
        return least;
    }

    private static Optional<String> meet(String one, String other) {
        var a = path(one);
        var b = path(other);
        String deeper;
        if (a.equals(b) || a.startsWith(b + "/")) deeper = a;
        else if (b.startsWith(a + "/")) deeper = b;
        else return Optional.empty();
        var narrowOne = one.substring(a.length());
        var narrowOther = other.substring(b.length());
        if (narrowOne.isEmpty()) return Optional.of(deeper + narrowOther);
        if (narrowOther.isEmpty() || narrowOther.equals(narrowOne)) return Optional.of(deeper + narrowOne);
        return Optional.empty();
    }

    private static String path(String scope) {
        var colon = scope.indexOf(':');
        return colon < 0 ? scope : scope.substring(0, colon);
    }
}
