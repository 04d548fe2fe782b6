package argiope.platform.intelligence.entity;

import argiope.platform.intelligence.entity.Shape.Structure;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The first layer of checking: keys, JSON types, closed vocabularies. What is wrong comes back as a mirror of the
/// value:
/// at the place of each fault its description.
public final class ShapeCheck {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    /// Longer values of a sender are cut in messages.
    private static final int SHOWN = 80;

    private ShapeCheck() {}

    /// The faults of a whole entity as a client sends it; empty when it is well formed.
    public static Optional<JsonNode> faults(JsonNode value, EntityDescription description) {
        return faults(value, description.shape());
    }

    public static Optional<JsonNode> faults(JsonNode value, Shape shape) {
        return switch (shape) {
            case Shape.Text _, Shape.Slug _, Shape.Uri _, Shape.Ref _, Shape.Id _ ->
                unless(value.isString(), () -> "must be text");
            case Shape.Time _ ->
                unless(
                        value.isString() && Moments.read(value.stringValue()).isPresent(),
                        () -> "must be a time such as 2026-01-14T09:31:07.000Z");
            case Shape.Whole(var least, var most) ->
                unless(
                        value.isIntegralNumber()
                                && value.canConvertToLong()
                                && value.longValue() >= least
                                && value.longValue() <= most,
                        () -> "must be a whole number" + range(least, most));
            case Shape.Flag _ -> unless(value.isBoolean(), () -> "must be true or false");
            case Shape.Word(var words) ->
                unless(
                        value.isString() && words.contains(value.stringValue()),
                        () -> words.size() == 1
                                ? "must be '" + words.getFirst() + "'"
                                : shown(value) + " is not one of: " + String.join(", ", words));
            case Shape.Many(var each) -> many(value, each);
            case Structure structure -> object(value, structure);
            case Shape.Choice choice -> choice(value, choice);
            case Shape.AnyObject _ -> unless(value.isObject(), () -> "must be an object");
            case Shape.AnyValue _ -> Optional.empty();
            case Shape.Bundle _ -> bundle(value);
        };
    }

    private static Optional<JsonNode> unless(boolean good, Supplier<String> fault) {
        return good ? Optional.empty() : Optional.of(JSON.stringNode(fault.get()));
    }

    private static String range(long least, long most) {
        if (least == Long.MIN_VALUE) return "";
        return most == Long.MAX_VALUE ? ", " + least + " or more" : " from " + least + " to " + most;
    }

    private static String shown(JsonNode value) {
        var text = value.toString();
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }

    private static Optional<JsonNode> many(JsonNode value, Shape each) {
        if (!(value instanceof ArrayNode array)) return unless(false, () -> "must be a list");
        var faults = JSON.arrayNode();
        var any = false;
        for (var element : array) {
            var fault = faults(element, each);
            any |= fault.isPresent();
            faults.add(fault.orElse(JSON.nullNode()));
        }
        return any ? Optional.of(faults) : Optional.empty();
    }

    private static Optional<JsonNode> object(JsonNode value, Structure structure) {
        if (!(value instanceof ObjectNode object)) return unless(false, () -> "must be an object");
        var faults = JSON.objectNode();
        for (var entry : object.properties()) {
            var field = structure.field(entry.getKey());
            if (field.isEmpty()) faults.put(entry.getKey(), "disallowed-key");
            else faults(entry.getValue(), field.get().shape()).ifPresent(fault -> faults.set(entry.getKey(), fault));
        }
        for (var field : structure.fields())
            if (field.required() && !object.has(field.name())) faults.put(field.name(), "missing-required-key");
        return faults.isEmpty() ? Optional.empty() : Optional.of(faults);
    }

    private static Optional<JsonNode> choice(JsonNode value, Shape.Choice choice) {
        if (!(value instanceof ObjectNode object)) return unless(false, () -> "must be an object");
        var type = object.get("type");
        var structure = type != null && type.isString() ? choice.byType().get(type.stringValue()) : null;
        if (structure != null) return object(object, structure);
        var faults = JSON.objectNode();
        faults.put(
                "type",
                type == null
                        ? "missing-required-key"
                        : shown(type) + " is not one of: "
                                + String.join(
                                        ", ",
                                        choice.byType().keySet().stream()
                                                .sorted()
                                                .toList()));
        return Optional.of(faults);
    }

    /// A bundle inside a casebook may be a part of one: nothing is required of the bundle itself. Entities of types
    /// with
    /// a description are checked, the others must be objects.
    private static Optional<JsonNode> bundle(JsonNode value) {
        if (!(value instanceof ObjectNode object)) return unless(false, () -> "must be an object");
        var faults = JSON.objectNode();
        for (var entry : object.properties()) {
            var key = entry.getKey();
            bundleMember(key)
                    .map(shape -> faults(entry.getValue(), shape))
                    .orElseGet(() -> unless(false, () -> "disallowed-key"))
                    .ifPresent(fault -> faults.set(key, fault));
        }
        return faults.isEmpty() ? Optional.empty() : Optional.of(faults);
    }

    private static final Structure BUNDLE_ITSELF = new Structure(
            Fields.join(
                    Fields.base("bundle"),
                    Fields.describable(),
                    Fields.sourceable(),
                    java.util.List.of(Fields.may("valid_time", Fields.VALID_TIME))),
            Shape.Rule.NONE);

    /// What stands under a key of a bundle; empty for a key that a bundle has not.
    static Optional<Shape> bundleMember(String key) {
        if (EntityTypes.REFS.contains(key)) return Optional.of(Fields.many(Fields.REF));
        if (EntityTypes.PLURALS.contains(key))
            return Optional.of(Fields.many(EntityTypes.ofPlural(key)
                    .<Shape>map(EntityDescription::shape)
                    .orElseGet(Shape.AnyObject::new)));
        return BUNDLE_ITSELF.field(key).map(Shape.Field::shape);
    }
}
