package argiope.platform.intelligence.search;

import argiope.core.observable.Observable;
import argiope.core.observable.ObservableType;
import argiope.platform.intelligence.entity.EntityDescription;
import argiope.platform.intelligence.entity.Moments;
import argiope.platform.intelligence.entity.Shape;
import argiope.platform.intelligence.entity.Shape.Found;
import argiope.platform.intelligence.entity.Trees;
import argiope.platform.intelligence.search.Words.Token;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Makes the document of an entity, from its description. Fields of our own start with `*`, which no field of an entity
/// does.
public final class Flattening {
    /// Everything that can be found without naming a field: words and values.
    static final String ANYWHERE = "*";
    public static final String TYPE = "*type";
    /// Paths that are present.
    static final String PRESENT = "*present";
    public static final String OBSERVABLE = "*observable";
    public static final String EXTERNAL_ID = "*external_id";
    public static final String OWNER = "*owner";
    public static final String GROUPS = "*groups";
    public static final String TLP = "*tlp";
    public static final String USERS = "*authorized_users";
    public static final String SHARED = "*authorized_groups";

    /// Found only by name, as otherwise a search for "indicator" would find every indicator.
    private static final Set<String> SAME_FOR_ALL = Set.of("type", "schema_version");

    private final Map<String, Set<String>> values = new HashMap<>();
    private final Map<String, List<Token>> words = new HashMap<>();
    private final Map<String, List<Long>> numbers = new HashMap<>();

    private Flattening() {}

    /// @param whole the entity as kept, its items in place
    public static IndexDocument document(EntityDescription description, String id, long version, ObjectNode whole) {
        var made = new Flattening();
        for (var field : description.shape().fields()) {
            var value = whole.get(field.name());
            if (value == null || EntityDescription.isAccessField(field.name())) continue;
            made.take(value, field.shape(), field.found(), field.name());
        }
        made.value(TYPE, description.type());
        made.access(whole);
        for (var external : Trees.at(whole, "external_ids"))
            made.value(EXTERNAL_ID, Terms.bounded(external.asString()));
        description.observables().ifPresent(path -> {
            for (var node : Trees.at(whole, path)) observable(node).ifPresent(o -> made.value(OBSERVABLE, Terms.of(o)));
        });
        var sortKeys = new HashMap<String, SortKey>();
        for (var path : description.sortFields()) sortKeys.put(path, sortKey(description, whole, path));
        sortKeys.put("created", sortKey(description, whole, "created"));
        return new IndexDocument(description.type(), id, version, made.values, made.words, made.numbers, sortKeys);
    }

    /// The observable in a JSON object; empty if it is none of the known types.
    public static Optional<Observable> observable(JsonNode node) {
        return ObservableType.of(node.path("type").asString())
                .filter(_ -> node.path("value").isString())
                .map(type -> new Observable(type, node.path("value").stringValue()));
    }

    private void access(ObjectNode whole) {
        value(OWNER, Words.lower(whole.path("owner").asString()));
        value(TLP, whole.path("tlp").asString());
        for (var each : whole.path("groups")) value(GROUPS, Words.lower(each.asString()));
        for (var each : whole.path("authorized_users")) value(USERS, Words.lower(each.asString()));
        for (var each : whole.path("authorized_groups")) value(SHARED, Words.lower(each.asString()));
    }

    private void value(String field, String term) {
        values.computeIfAbsent(field, _ -> new LinkedHashSet<>()).add(term);
    }

    private void findable(String path, String term) {
        value(path, term);
        if (!SAME_FOR_ALL.contains(path)) value(ANYWHERE, term);
    }

    private void words(String field, String text) {
        var tokens = words.computeIfAbsent(field, _ -> new ArrayList<>());
        tokens.addAll(Words.tokens(text, tokens.isEmpty() ? 0 : tokens.getLast().position() + Words.GAP));
    }

    private void take(JsonNode value, Shape shape, Found found, String path) {
        value(PRESENT, path);
        if (found == Found.NEVER) return;
        switch (shape) {
            case Shape.Text _, Shape.Slug _, Shape.Uri _, Shape.Ref _, Shape.Id _, Shape.Word _ -> {
                if (found == Found.BY_WORDS) {
                    words(path, value.asString());
                    words(ANYWHERE, value.asString());
                } else {
                    findable(path, Terms.of(value.asString()));
                }
            }
            case Shape.Time _ ->
                Moments.read(value.asString()).ifPresent(moment -> number(path, moment.toEpochMilli()));
            case Shape.Whole _ -> {
                number(path, value.longValue());
                value(ANYWHERE, Long.toString(value.longValue()));
            }
            case Shape.Flag _ -> findable(path, value.asString());
            case Shape.Many(var each) -> {
                for (var element : value) take(element, each, found, path);
            }
            case Shape.Structure structure -> {
                for (var field : structure.fields()) {
                    var inner = value.get(field.name());
                    if (inner != null) take(inner, field.shape(), field.found(), path + "." + field.name());
                }
            }
            case Shape.Choice choice -> {
                var structure = choice.byType().get(value.path("type").asString());
                if (structure != null) take(value, structure, found, path);
            }
            case Shape.AnyObject _, Shape.AnyValue _, Shape.Bundle _ -> {}
        }
    }

    private void number(String path, long number) {
        numbers.computeIfAbsent(path, _ -> new ArrayList<>()).add(number);
    }

    private static SortKey sortKey(EntityDescription description, ObjectNode whole, String path) {
        var shape = description.fieldAt(path).map(f -> scalar(f.shape()));
        var encoded = new ArrayList<String>();
        for (var value : Trees.at(whole, path)) {
            if (shape.isPresent() && shape.get() instanceof Shape.Time)
                Moments.read(value.asString()).ifPresent(m -> encoded.add(SortKey.encoded(m.toEpochMilli())));
            else if (value.isIntegralNumber()) encoded.add(SortKey.encoded(value.longValue()));
            else if (value.isString()) encoded.add(SortKey.encoded(Terms.of(value.stringValue())));
        }
        return SortKey.of(encoded);
    }

    static Shape scalar(Shape shape) {
        return shape instanceof Shape.Many(var each) ? scalar(each) : shape;
    }
}
