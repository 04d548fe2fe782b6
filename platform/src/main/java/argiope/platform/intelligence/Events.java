package argiope.platform.intelligence;

import argiope.core.access.Caller;
import argiope.platform.intelligence.entity.Addresses;
import argiope.platform.intelligence.entity.EntityDescription;
import argiope.platform.intelligence.entity.EntityTypes;
import argiope.platform.intelligence.entity.Moments;
import argiope.platform.intelligence.entity.Trees;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Writes what happened to an entity, and tells its history. Owner and groups of an event are those of who acted, its
/// sharing mark is the entity's.
final class Events {
    static final String TYPE = "event";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Duration ONE_SITTING = Duration.ofSeconds(5);

    private Events() {}

    static void created(
            EntityStore.Unit unit, Caller caller, EntityDescription description, ObjectNode whole, Instant now) {
        write(unit, caller, description, whole, event(caller, "record-created", whole, whole, now));
    }

    static void deleted(
            EntityStore.Unit unit, Caller caller, EntityDescription description, ObjectNode whole, Instant now) {
        write(unit, caller, description, whole, event(caller, "record-deleted", whole, whole, now));
    }

    static void updated(
            EntityStore.Unit unit,
            Caller caller,
            EntityDescription description,
            ObjectNode before,
            ObjectNode after,
            Instant now) {
        var event = event(caller, "record-updated", after, after, now);
        var fields = event.putArray("fields");
        var names = new LinkedHashSet<String>();
        before.properties().forEach(e -> names.add(e.getKey()));
        after.properties().forEach(e -> names.add(e.getKey()));
        for (var name : names) {
            var old = before.get(name);
            var fresh = after.get(name);
            if (old == null) change(fields, name, "added", Map.of("after", fresh));
            else if (fresh == null) change(fields, name, "deleted", Map.of("before", old));
            else if (!old.equals(fresh)) change(fields, name, "modified", Map.of("before", old, "after", fresh));
        }
        write(unit, caller, description, after, event);
    }

    /// A change of a list's items: keeps only those.
    static void items(
            EntityStore.Unit unit,
            Caller caller,
            EntityDescription description,
            ObjectNode head,
            String field,
            String action,
            Map<String, JsonNode> change,
            Instant now) {
        var entity = JSON.objectNode().put("id", head.path("id").asString()).put("type", description.type());
        entity.set(field, change.getOrDefault("after", change.getOrDefault("before", JSON.arrayNode())));
        var event = event(caller, "record-updated", head, entity, now);
        change(event.putArray("fields"), field, action, change);
        write(unit, caller, description, head, event);
    }

    private static void change(ArrayNode fields, String name, String action, Map<String, JsonNode> change) {
        var entry = fields.addObject().put("field", name).put("action", action);
        var sides = entry.putObject("change");
        for (var side : List.of("before", "after")) if (change.containsKey(side)) sides.set(side, change.get(side));
    }

    private static ObjectNode event(Caller caller, String what, ObjectNode marked, ObjectNode entity, Instant now) {
        var event = JSON.objectNode()
                .put("id", Addresses.fresh(TYPE))
                .put("type", TYPE)
                .put("owner", caller.login());
        event.putArray("groups").add(caller.orgId());
        event.put("tlp", marked.path("tlp").asString())
                .put("timestamp", Moments.text(now))
                .put("event_type", what)
                .set("entity", entity);
        return event;
    }

    private static void write(
            EntityStore.Unit unit, Caller caller, EntityDescription description, ObjectNode about, ObjectNode event) {
        var links = new LinkedHashSet<Link>();
        links.add(new Link(Link.ABOUT, about.path("id").asString()));
        for (var end : description.ends()) {
            var id = about.path(end).asString();
            if (Addresses.isShort(id)) links.add(new Link(Link.ABOUT, id));
        }
        unit.put(new StoredEntity(event.path("id").asString(), TYPE, 1, event, Map.of()), links);
    }

    /// What happened in one sitting of one person together, newest first.
    ///
    /// @param events readable ones, newest first
    static List<ObjectNode> buckets(List<StoredEntity> events, Addresses addresses) {
        var buckets = new ArrayList<ObjectNode>();
        List<ObjectNode> sitting = new ArrayList<>();
        for (var event : events) {
            var body = event.body();
            if (!sitting.isEmpty() && !together(sitting.getLast(), body)) {
                buckets.add(bucket(sitting, addresses));
                sitting = new ArrayList<>();
            }
            sitting.add(body);
        }
        if (!sitting.isEmpty()) buckets.add(bucket(sitting, addresses));
        return buckets;
    }

    private static boolean together(ObjectNode later, ObjectNode earlier) {
        return later.path("owner").equals(earlier.path("owner"))
                && Duration.between(time(earlier), time(later)).compareTo(ONE_SITTING) < 0;
    }

    private static Instant time(ObjectNode event) {
        return Moments.read(event.path("timestamp").asString()).orElse(Instant.EPOCH);
    }

    private static ObjectNode bucket(List<ObjectNode> events, Addresses addresses) {
        var bucket = JSON.objectNode()
                .put("count", events.size())
                .put("from", events.getLast().path("timestamp").asString())
                .put("to", events.getFirst().path("timestamp").asString())
                .put("owner", events.getFirst().path("owner").asString());
        var list = bucket.putArray("events");
        for (var event : events) list.add(shown(event, addresses));
        return bucket;
    }

    private static ObjectNode shown(ObjectNode event, Addresses addresses) {
        var shown = JSON.objectNode();
        shown.setAll(event);
        shown.put("id", addresses.shown(event.path("id").asString()));
        if (event.get("entity") instanceof ObjectNode entity)
            EntityTypes.of(entity.path("type").asString())
                    .ifPresent(description -> shown.set("entity", Trees.shown(entity, description, addresses)));
        return shown;
    }

    static Set<Link> about(String id) {
        return Set.of(new Link(Link.ABOUT, id));
    }
}
