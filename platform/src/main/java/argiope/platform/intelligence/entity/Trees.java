package argiope.platform.intelligence.entity;

import argiope.platform.intelligence.entity.Shape.Structure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Walks over JSON trees of entities.
public final class Trees {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Trees() {}

    /// As sent, to as kept: times in UTC with milliseconds, references to entities of ours by short id.
    public static ObjectNode kept(ObjectNode sent, EntityDescription description, Addresses addresses) {
        return (ObjectNode) map(sent, description.shape(), (shape, value) -> switch (shape) {
            case Shape.Time _
            when value.isString() ->
                Moments.read(value.stringValue())
                        .<JsonNode>map(moment -> JSON.stringNode(Moments.text(moment)))
                        .orElse(value);
            case Shape.Ref _
            when value.isString() ->
                addresses
                        .ours(value.stringValue())
                        .<JsonNode>map(JSON::stringNode)
                        .orElse(value);
            default -> value;
        });
    }

    /// As kept, to as shown: references to entities of ours as long ids with the address of now.
    public static ObjectNode shown(ObjectNode kept, EntityDescription description, Addresses addresses) {
        var shown = (ObjectNode) map(kept, description.shape(), (shape, value) -> {
            if (!(shape instanceof Shape.Ref) || !value.isString() || !Addresses.isShort(value.stringValue()))
                return value;
            return JSON.stringNode(addresses.shown(value.stringValue()));
        });
        var id = shown.get("id");
        if (id != null && id.isString()) shown.put("id", addresses.shown(id.stringValue()));
        return shown;
    }

    private static JsonNode map(JsonNode value, Shape shape, BiFunction<Shape, JsonNode, JsonNode> leaf) {
        return switch (shape) {
            case Structure structure
            when value instanceof ObjectNode object ->
                each(object, name -> structure.field(name).map(Shape.Field::shape), leaf);
            case Shape.Choice choice
            when value instanceof ObjectNode object -> {
                var structure = choice.byType().get(object.path("type").asString());
                yield structure == null ? value : map(value, structure, leaf);
            }
            case Shape.Bundle _ when value instanceof ObjectNode object -> each(object, ShapeCheck::bundleMember, leaf);
            case Shape.Many(var one)
            when value.isArray() -> {
                var list = JSON.arrayNode(value.size());
                for (var element : value) list.add(map(element, one, leaf));
                yield list;
            }
            default -> leaf.apply(shape, value);
        };
    }

    private static ObjectNode each(
            ObjectNode object,
            java.util.function.Function<String, Optional<Shape>> shapeOf,
            BiFunction<Shape, JsonNode, JsonNode> leaf) {
        var mapped = JSON.objectNode();
        for (var entry : object.properties()) {
            var value = entry.getValue();
            mapped.set(
                    entry.getKey(),
                    shapeOf.apply(entry.getKey())
                            .map(shape -> map(value, shape, leaf))
                            .orElse(value));
        }
        return mapped;
    }

    /// The patch laid over the base: objects key by key, everything else replaced.
    public static ObjectNode merged(ObjectNode base, ObjectNode patch) {
        var merged = base.deepCopy();
        for (var entry : patch.properties()) {
            var before = merged.get(entry.getKey());
            merged.set(
                    entry.getKey(),
                    before instanceof ObjectNode inner && entry.getValue() instanceof ObjectNode more
                            ? merged(inner, more)
                            : entry.getValue());
        }
        return merged;
    }

    /// All values at a path such as `observables.value`, through lists.
    public static List<JsonNode> at(JsonNode tree, String path) {
        var found = new ArrayList<JsonNode>();
        collect(tree, path, found);
        return found;
    }

    private static void collect(JsonNode value, String path, List<JsonNode> found) {
        if (value.isArray()) {
            for (var element : value) collect(element, path, found);
        } else if (path.isEmpty()) {
            found.add(value);
        } else {
            var dot = path.indexOf('.');
            var inner = value.get(dot < 0 ? path : path.substring(0, dot));
            if (inner != null) collect(inner, dot < 0 ? "" : path.substring(dot + 1), found);
        }
    }

    /// Cut down to these paths.
    public static ObjectNode projected(ObjectNode whole, Set<String> paths) {
        var cut = JSON.objectNode();
        for (var entry : whole.properties()) {
            var name = entry.getKey();
            if (paths.contains(name)) {
                cut.set(name, entry.getValue());
                continue;
            }
            var inner = new java.util.HashSet<String>();
            for (var path : paths) if (path.startsWith(name + ".")) inner.add(path.substring(name.length() + 1));
            if (!inner.isEmpty()) cut.set(name, projectedValue(entry.getValue(), inner));
        }
        return cut;
    }

    private static JsonNode projectedValue(JsonNode value, Set<String> paths) {
        if (value instanceof ObjectNode object) return projected(object, paths);
        if (!value.isArray()) return value;
        var list = JSON.arrayNode(value.size());
        UnaryOperator<JsonNode> cut = element -> projectedValue(element, paths);
        for (var element : value) list.add(cut.apply(element));
        return list;
    }
}
