package argiope.platform.intelligence;

import argiope.core.access.Caller;
import argiope.platform.intelligence.search.Flattening;
import argiope.platform.intelligence.search.Query;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Who may read and who may change an entity, by its owner, groups, sharing mark and lists; logins and groups without
/// regard to case. The same rule as a question to one entity and as a query over all.
///
/// @param everyone whether white and green entities are readable beyond their group
record AccessRule(boolean everyone) {
    private static final List<String> SHARED_IN_GROUP = List.of("white", "green", "amber");
    private static final List<String> SHARED_WITH_ALL = List.of("white", "green");

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    boolean mayWrite(Caller caller, ObjectNode body) {
        var login = lower(caller.login());
        var group = lower(caller.orgId());
        var sharesGroup = holds(body.path("groups"), group);
        return sharesGroup && lower(body.path("owner").asString()).equals(login)
                || holds(body.path("authorized_users"), login)
                || holds(body.path("authorized_groups"), group)
                || sharesGroup && SHARED_IN_GROUP.contains(body.path("tlp").asString());
    }

    boolean mayRead(Caller caller, ObjectNode body) {
        return mayWrite(caller, body)
                || everyone && SHARED_WITH_ALL.contains(body.path("tlp").asString());
    }

    private static boolean holds(JsonNode list, String name) {
        for (var each : list) if (lower(each.asString()).equals(name)) return true;
        return false;
    }

    Query writable(Caller caller) {
        var login = lower(caller.login());
        var group = lower(caller.orgId());
        var inGroup = new Query.Value(Flattening.GROUPS, group);
        return Query.any(List.of(
                Query.all(inGroup, new Query.Value(Flattening.OWNER, login)),
                new Query.Value(Flattening.USERS, login),
                new Query.Value(Flattening.SHARED, group),
                Query.all(inGroup, marked(SHARED_IN_GROUP))));
    }

    Query readable(Caller caller) {
        return everyone ? Query.any(List.of(writable(caller), marked(SHARED_WITH_ALL))) : writable(caller);
    }

    private static Query marked(List<String> marks) {
        return Query.any(marks.stream()
                .<Query>map(mark -> new Query.Value(Flattening.TLP, mark))
                .toList());
    }
}
