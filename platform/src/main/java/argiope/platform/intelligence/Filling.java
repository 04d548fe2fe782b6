package argiope.platform.intelligence;

import argiope.core.access.Caller;
import argiope.core.access.Refusal;
import argiope.core.verdict.Disposition;
import argiope.platform.intelligence.entity.EntityDescription;
import argiope.platform.intelligence.entity.EntityTypes;
import argiope.platform.intelligence.entity.Moments;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Makes the stored form of an entity out of what a client sent: what the server decides, and defaults.
final class Filling {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    /// What a client may send and the server decides.
    private static final Set<String> DECIDED =
            Set.of("id", "type", "schema_version", "owner", "groups", "client_id", "created", "modified");

    private Filling() {}

    static ObjectNode created(EntityDescription description, ObjectNode sent, String id, Caller caller, Instant now) {
        var made = head(description, id);
        made.setAll(without(sent));
        made.put("owner", caller.login());
        made.putArray("groups").add(caller.orgId());
        caller.client().ifPresent(client -> made.put("client_id", client));
        made.put("created", Moments.text(now));
        made.put("modified", Moments.text(now));
        if (!made.has("timestamp")) made.put("timestamp", Moments.text(now));
        if (!made.has("tlp")) made.put("tlp", description.defaultTlp().wire());
        description.defaults().forEach((field, value) -> {
            if (!made.has(field)) made.set(field, value);
        });
        validTime(description, made, Optional.empty(), now);
        complete(description, made);
        return made;
    }

    static ObjectNode replaced(
            EntityDescription description, ObjectNode sent, ObjectNode previous, String id, Instant now) {
        var made = head(description, id);
        made.setAll(without(sent));
        for (var kept : List.of("owner", "groups", "client_id", "created"))
            if (previous.has(kept)) made.set(kept, previous.get(kept));
        made.put("modified", Moments.text(now));
        if (!made.has("timestamp")) made.put("timestamp", Moments.text(now));
        if (!made.has("tlp")) made.set("tlp", previous.path("tlp"));
        description.defaults().forEach((field, value) -> {
            if (!made.has(field)) made.set(field, previous.has(field) ? previous.get(field) : value);
        });
        validTime(description, made, Optional.of(previous), now);
        complete(description, made);
        return made;
    }

    /// What a client could have sent to get this entity: for laying a patch over it.
    static ObjectNode without(ObjectNode entity) {
        var rest = JSON.objectNode();
        for (var entry : entity.properties())
            if (!DECIDED.contains(entry.getKey())) rest.set(entry.getKey(), entry.getValue());
        return rest;
    }

    private static ObjectNode head(EntityDescription description, String id) {
        return JSON.objectNode()
                .put("id", id)
                .put("type", description.type())
                .put("schema_version", EntityTypes.SCHEMA_VERSION);
    }

    private static void validTime(
            EntityDescription description, ObjectNode made, Optional<ObjectNode> previous, Instant now) {
        if (!description.hasValidTime()) return;
        var sent = made.path("valid_time");
        var before = previous.map(p -> p.path("valid_time")).orElse(JSON.objectNode());
        var start = sent.has("start_time")
                ? sent.path("start_time").asString()
                : before.has("start_time") ? before.path("start_time").asString() : Moments.text(now);
        var end = sent.has("end_time")
                ? sent.path("end_time").asString()
                : before.has("end_time") ? before.path("end_time").asString() : Moments.text(Moments.FOR_EVER);
        if (Moments.read(end).orElseThrow().isBefore(Moments.read(start).orElseThrow()))
            throw new Refusal.Invalid(
                    "bad-content",
                    "valid_time: end_time lies before start_time (" + start + ")",
                    Map.of(
                            "error",
                            "valid_time: end_time lies before start_time (" + start + ")",
                            "type",
                            "Spec Validation Client Error"));
        made.putObject("valid_time").put("start_time", start).put("end_time", end);
    }

    private static void complete(EntityDescription description, ObjectNode made) {
        switch (description.completion()) {
            case NONE -> {}
            case DISPOSITION -> {
                var number = made.has("disposition")
                        ? Disposition.of(made.path("disposition").intValue())
                        : Optional.<Disposition>empty();
                var name = made.has("disposition_name")
                        ? Disposition.of(made.path("disposition_name").asString())
                        : Optional.<Disposition>empty();
                if (number.isPresent() && name.isPresent() && number.get() != name.get())
                    throw new Refusal.Invalid(
                            "bad-disposition",
                            "Mismatched disposition and disposition_name: "
                                    + number.get().number() + " is "
                                    + number.get().wire() + ", not "
                                    + name.get().wire(),
                            Map.of("type", "Realize Error"));
                var right = number.or(() -> name).orElse(Disposition.UNKNOWN);
                made.put("disposition", right.number()).put("disposition_name", right.wire());
            }
        }
    }
}
