package argiope.platform.intelligence.entity;

import argiope.platform.intelligence.entity.Shape.Field;
import argiope.platform.intelligence.entity.Shape.Structure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// All there is to know of one type of entity.
///
/// @param type its name, as in ids and paths: `judgement`
/// @param plural its key where many types stand side by side: `judgements`
/// @param shape what a client may send; everything required here is required of a client
/// @param defaultTlp the mark of an entity that was sent without one
/// @param patchable whether parts can be sent alone
/// @param expirable whether it can be ended early, and with it its valid time
/// @param expiryNeedsReason whether ending it asks for a reason, which is added to its own
/// @param defaults values of absent fields, on creation; on a replacement the previous value stands
/// @param completion fields that follow from others
/// @param searchFields fields that a search may be restricted to
/// @param filters parameters that restrict a search, with the paths each looks at
/// @param sortFields paths that a list can be ordered by
/// @param defaultOrder the order of a list that asks for none; the id is added to every order
/// @param observables path of the observables that the entity can be looked up by, if any
/// @param ends fields that tie two other entities together
/// @param items lists whose elements are kept one by one, with author and time
public record EntityDescription(
        String type,
        String plural,
        Structure shape,
        Tlp defaultTlp,
        boolean patchable,
        boolean expirable,
        boolean expiryNeedsReason,
        Map<String, JsonNode> defaults,
        Completion completion,
        List<String> searchFields,
        Map<String, List<String>> filters,
        List<String> sortFields,
        List<String> defaultOrder,
        Optional<String> observables,
        List<String> ends,
        List<String> items) {

    private static final Set<String> ACCESS = Set.of("owner", "groups", "authorized_users", "authorized_groups");

    /// Fields that follow from one another.
    public enum Completion {
        NONE,
        /// The number and the name of a disposition.
        DISPOSITION
    }

    public EntityDescription {
        defaults = Map.copyOf(defaults);
        searchFields = List.copyOf(searchFields);
        filters = Map.copyOf(filters);
        sortFields = List.copyOf(sortFields);
        defaultOrder = List.copyOf(defaultOrder);
        ends = List.copyOf(ends);
        items = List.copyOf(items);
    }

    public boolean hasValidTime() {
        return shape.field("valid_time").isPresent();
    }

    /// Who may see and change an entity: never to be searched or sorted by.
    public static boolean isAccessField(String path) {
        return ACCESS.contains(path);
    }

    /// The field at a path such as `observable.value`, through lists.
    public Optional<Field> fieldAt(String path) {
        return fieldAt(shape, path);
    }

    private static Optional<Field> fieldAt(Shape shape, String path) {
        var dot = path.indexOf('.');
        var name = dot < 0 ? path : path.substring(0, dot);
        var found = children(shape).filter(f -> f.name().equals(name)).findFirst();
        if (dot < 0 || found.isEmpty()) return found;
        return fieldAt(found.get().shape(), path.substring(dot + 1));
    }

    private static Stream<Field> children(Shape shape) {
        return switch (shape) {
            case Structure structure -> structure.fields().stream();
            case Shape.Choice choice -> choice.byType().values().stream().flatMap(s -> s.fields().stream());
            case Shape.Many many -> children(many.each());
            default -> Stream.empty();
        };
    }

    static Builder of(String type, String plural, List<Field> fields) {
        return new Builder(type, plural, fields);
    }

    /// Collects a description; what is not said has the value most types have.
    static final class Builder {
        private static final List<String> BASE_SORT =
                List.of("id", "schema_version", "revision", "timestamp", "language", "tlp", "source", "source_uri");

        private final String type;
        private final String plural;
        private final List<Field> fields;
        private Tlp tlp = Tlp.GREEN;
        private boolean patchable;
        private boolean expirable;
        private boolean expiryNeedsReason;
        private final Map<String, JsonNode> defaults = new LinkedHashMap<>();
        private Completion completion = Completion.NONE;
        private List<String> searchFields = List.of("title", "description", "short_description");
        private final Map<String, List<String>> filters = new LinkedHashMap<>();
        private List<String> sortFields = List.of("title");
        private List<String> order = List.of("timestamp", "created");
        private Optional<String> observables = Optional.empty();
        private List<String> ends = List.of();
        private List<String> items = List.of();

        private Builder(String type, String plural, List<Field> fields) {
            this.type = type;
            this.plural = plural;
            this.fields = fields;
        }

        Builder tlp(Tlp value) {
            tlp = value;
            return this;
        }

        Builder patchable() {
            patchable = true;
            return this;
        }

        Builder expirableWithReason() {
            expirable = true;
            expiryNeedsReason = true;
            return this;
        }

        Builder defaults(String field, JsonNode value) {
            defaults.put(field, value);
            return this;
        }

        Builder completion(Completion value) {
            completion = value;
            return this;
        }

        Builder search(String... names) {
            searchFields = List.of(names);
            return this;
        }

        Builder filter(String name, String... paths) {
            filters.put(name, paths.length == 0 ? List.of(name) : List.of(paths));
            return this;
        }

        Builder filters(String... names) {
            for (var name : names) filter(name);
            return this;
        }

        Builder sort(String... names) {
            sortFields = List.of(names);
            return this;
        }

        Builder order(String... names) {
            order = List.of(names);
            return this;
        }

        Builder observables(String path) {
            observables = Optional.of(path);
            return this;
        }

        Builder ends(String... names) {
            ends = List.of(names);
            return this;
        }

        Builder items(String... names) {
            items = List.of(names);
            return this;
        }

        EntityDescription build() {
            filters("revision", "language", "tlp", "source");
            return new EntityDescription(
                    type,
                    plural,
                    new Structure(Fields.join(Fields.base(type), fields), Shape.Rule.NONE),
                    tlp,
                    patchable,
                    expirable,
                    expiryNeedsReason,
                    defaults,
                    completion,
                    Stream.concat(Stream.of("id", "source"), searchFields.stream())
                            .toList(),
                    filters,
                    Stream.concat(BASE_SORT.stream(), sortFields.stream()).toList(),
                    order,
                    observables,
                    ends,
                    items);
        }
    }
}
