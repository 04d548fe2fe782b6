package argiope.platform.identity;

import argiope.core.access.Role;
import argiope.core.access.Scopes;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// The scopes there are, what each role allows, and the sets that people choose for a client by name. The
/// published families name their scopes with each operation; ours are `response/ledger` and the like below a
/// published root.
public final class ScopeTable {
    /// A scope for people to choose, and those below it.
    public record Entry(String name, String title, List<Entry> children) {
        public Entry {
            children = List.copyOf(children);
        }
    }

    /// A set of scopes with a name.
    public record Preset(String id, String title, Set<String> scopes) {
        public Preset {
            scopes = Set.copyOf(scopes);
        }
    }

    private static final Set<String> READ_ONLY = Set.of(
            "inspect:read",
            "enrich:read",
            "response:read",
            "casebook:read",
            "private-intel:read",
            "global-intel:read",
            "integration:read",
            "profile:read",
            "users:read",
            "sse:read",
            "event:read");

    private static final Set<String> ANALYST = Set.of(
            "inspect:read",
            "enrich:read",
            "response",
            "casebook",
            "private-intel",
            "global-intel:read",
            "integration:read",
            "profile:read",
            "users:read",
            "sse:read",
            "event:read");

    private static final Set<String> ADMIN = Set.of(
            "inspect:read",
            "enrich:read",
            "response",
            "casebook",
            "private-intel",
            "global-intel:read",
            "integration",
            "profile",
            "users",
            "sse",
            "event:read");

    public static final List<Preset> PRESETS = List.of(
            new Preset(
                    "both-widgets",
                    "Casebook and pivot menu",
                    Set.of("casebook", "enrich:read", "private-intel", "response", "inspect:read")),
            new Preset("casebook-only", "Casebook only", Set.of("casebook", "private-intel", "inspect:read")),
            new Preset("pivot-only", "Pivot menu only", Set.of("enrich:read", "response")));

    public static final List<Entry> ENTRIES = List.of(
            readable("casebook", "Casebooks"),
            new Entry("enrich:read", "Ask modules about observables", List.of()),
            new Entry("event:read", "History of changes", List.of()),
            new Entry("global-intel:read", "Global intelligence", List.of()),
            new Entry("inspect:read", "Find observables in text", List.of()),
            new Entry(
                    "integration",
                    "Modules",
                    List.of(
                            new Entry("integration:read", "Read", List.of()),
                            new Entry("integration/health:read", "Health of modules", List.of()),
                            new Entry("integration/module-instance", "Configure modules", List.of()),
                            new Entry("integration/module-type", "Kinds of modules", List.of()))),
            new Entry(
                    "private-intel",
                    "Private intelligence",
                    List.of(
                            new Entry("private-intel:read", "Read", List.of()),
                            readable("private-intel/incident", "Incidents"),
                            readable("private-intel/indicator", "Indicators"),
                            readable("private-intel/judgement", "Judgements"),
                            readable("private-intel/relationship", "Relationships"),
                            readable("private-intel/sighting", "Sightings"))),
            readable("profile", "Profile and organisation"),
            new Entry(
                    "response",
                    "Response",
                    List.of(
                            new Entry("response:read", "See the actions there are", List.of()),
                            new Entry("response/trigger:write", "Trigger actions", List.of()))),
            readable("sse", "Devices"),
            readable("users", "Users"));

    private ScopeTable() {}

    private static Entry readable(String name, String title) {
        return new Entry(name, title, List.of(new Entry(name + ":read", title + ": read", List.of())));
    }

    /// What an account of this role may do at most.
    public static Set<String> of(Role role) {
        return switch (role) {
            case ADMIN -> ADMIN;
            case ANALYST -> ANALYST;
            case READ_ONLY -> READ_ONLY;
        };
    }

    /// Everything except what only admins may: for a client that is to do an analyst's work.
    public static Set<String> allButAdmins() {
        return ANALYST;
    }

    /// Whether there is such a scope, at any depth below a known root. `enrich` is known though only
    /// `enrich:read` grants anything.
    static boolean known(String scope) {
        return scope.length() <= 200
                && scope.matches("[a-z0-9-]+(/[a-z0-9-]+)*(:(read|write))?")
                && ADMIN.stream().anyMatch(root -> Scopes.covers(root, scope) || Scopes.covers(scope, root));
    }

    /// In the order of the alphabet, one by one.
    static Set<String> sorted(Set<String> scopes) {
        return new TreeSet<>(scopes);
    }
}
