package argiope.core.access;

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
}
