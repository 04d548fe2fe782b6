package argiope.platform.intelligence.search;

import argiope.core.access.Refusal;
import argiope.core.observable.Observable;
import argiope.platform.intelligence.entity.Addresses;
import argiope.platform.intelligence.entity.EntityDescription;
import argiope.platform.intelligence.entity.Moments;
import argiope.platform.intelligence.entity.Shape;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One search over a type, read from the parameters of a request. Without the access rule, which the use case adds.
///
/// @param order ends with the id
/// @param fields what each hit is cut down to; empty for all
/// @param restricted whether anything at all was asked of the entities
public record Search(
        EntityDescription description,
        Query query,
        List<SortKey.By> order,
        Optional<Cursor> after,
        int offset,
        int limit,
        Set<String> fields,
        boolean restricted) {

    /// The parameters of a family of routes.
    public enum Takes {
        SEARCH(true, true),
        COUNT(true, false),
        DELETE(true, false),
        LOOK_UP(false, true);

        private final boolean filters;
        private final boolean pages;

        Takes(boolean filters, boolean pages) {
            this.filters = filters;
            this.pages = pages;
        }
    }

    static final int DEFAULT_LIMIT = 100;
    static final int WINDOW = 10_000;
    private static final Set<String> FILTERING = Set.of("query", "simple_query", "search_fields", "id", "from", "to");
    private static final Set<String> PAGING =
            Set.of("sort_by", "sort_order", "limit", "offset", "search_after", "fields");

    public static Search read(
            EntityDescription description, Addresses addresses, Map<String, List<String>> parameters, Takes takes) {
        var reader = new Reader(description, addresses, parameters);
        reader.refuseUnknown(takes);
        return reader.read(takes);
    }

    /// Those of an observable.
    public Search of(Observable observable) {
        return with(new Query.Value(Flattening.OBSERVABLE, Terms.of(observable)));
    }

    /// Those with this external id, spelled exactly so.
    public Search withExternalId(String id) {
        return with(new Query.Value(Flattening.EXTERNAL_ID, Terms.bounded(id)));
    }

    public Search with(Query further) {
        return new Search(description, Query.all(query, further), order, after, offset, limit, fields, restricted);
    }

    private record Reader(EntityDescription description, Addresses addresses, Map<String, List<String>> parameters) {

        void refuseUnknown(Takes takes) {
            for (var name : parameters.keySet()) {
                var known = takes.filters
                                && (FILTERING.contains(name)
                                        || description.filters().containsKey(name))
                        || takes.pages && PAGING.contains(name)
                        || takes == Takes.LOOK_UP && (name.equals("from") || name.equals("to"))
                        || takes == Takes.COUNT && name.equals("search_after")
                        || takes == Takes.DELETE
                                && (name.equals("wait_for")
                                        || name.equals("search_after")
                                        || name.equals("REALLY_DELETE_ALL_THESE_ENTITIES"));
                if (!known)
                    throw new Refusal.Invalid(
                            "bad-parameter",
                            "Unknown parameter '" + name + "'.",
                            Map.of("errors", Map.of(name, "disallowed-key")));
            }
        }

        Search read(Takes takes) {
            var asked = new ArrayList<Query>();
            if (takes.filters) {
                var meaning = new FieldMeaning(description, addresses, searchFields());
                one("query").ifPresent(text -> asked.add(QueryLanguage.read(text, meaning)));
                one("simple_query").ifPresent(text -> asked.add(SimpleLanguage.read(text, meaning)));
                var ids = all("id");
                if (!ids.isEmpty())
                    asked.add(Query.any(ids.stream().map(this::id).toList()));
                description.filters().forEach((name, paths) -> {
                    var values = all(name);
                    if (!values.isEmpty())
                        asked.add(Query.any(values.stream()
                                .flatMap(v -> paths.stream().map(path -> filter(name, path, v)))
                                .toList()));
                });
            }
            var times = times();
            times.ifPresent(asked::add);
            var restricted = !asked.isEmpty();
            asked.add(new Query.Value(Flattening.TYPE, description.type()));
            var order = takes.pages ? order() : order(description.defaultOrder(), Optional.empty());
            var limit = number("limit", DEFAULT_LIMIT);
            var offset = number("offset", 0);
            var after = one("search_after").filter(_ -> takes.pages).map(text -> Cursor.read(text, order.size()));
            if (takes.pages && after.isEmpty() && (long) offset + limit > WINDOW)
                throw bad(
                        "limit",
                        "offset and limit together reach at most " + WINDOW
                                + " hits. Go on with search_after, as the X-Next header says");
            if (limit > WINDOW) throw bad("limit", "must be at most " + WINDOW);
            return new Search(description, Query.all(asked), order, after, offset, limit, fields(), restricted);
        }

        private static Refusal bad(String name, String fault) {
            return new Refusal.Invalid("bad-parameter", "The parameter '" + name + "' " + fault + ".");
        }

        private Optional<String> one(String name) {
            return all(name).stream().findFirst();
        }

        private List<String> all(String name) {
            return parameters.getOrDefault(name, List.of());
        }

        private int number(String name, int fallback) {
            var text = one(name);
            if (text.isEmpty()) return fallback;
            try {
                var number = Integer.parseInt(text.get().strip());
                if (number >= 0) return number;
            } catch (NumberFormatException _) {
                // said below
            }
            throw bad(name, "must be a whole number, 0 or more");
        }

        /// Lists come repeated or with commas.
        private List<String> names(String name) {
            return all(name).stream()
                    .flatMap(v -> List.of(v.split(",")).stream())
                    .map(String::strip)
                    .filter(v -> !v.isEmpty())
                    .toList();
        }

        private List<String> searchFields() {
            var names = names("search_fields");
            for (var name : names)
                if (!description.searchFields().contains(name))
                    throw bad(
                            "search_fields",
                            "names '" + name + "', which is not one of: "
                                    + String.join(", ", description.searchFields()));
            return names;
        }

        private Set<String> fields() {
            var names = new LinkedHashSet<>(names("fields"));
            for (var name : names)
                if (description.fieldAt(name).isEmpty())
                    throw bad("fields", "names '" + name + "', which " + description.type() + " has not");
            return names;
        }

        private Query id(String id) {
            return new Query.Value("id", Terms.of(addresses.given(id).orElse(id)));
        }

        private Query filter(String name, String path, String value) {
            var field = description.fieldAt(path).orElseThrow();
            var meaning = new FieldMeaning(description, addresses, List.of());
            if (Flattening.scalar(field.shape()) instanceof Shape.Whole) {
                try {
                    var number = Long.parseLong(value.strip());
                    return new Query.NumberBetween(path, number, number);
                } catch (NumberFormatException _) {
                    throw bad(name, "must be a whole number");
                }
            }
            return field.found() == Shape.Found.BY_WORDS
                    ? meaning.phrase(Optional.of(path), value, 0).orElse(Query.NOTHING)
                    : new Query.Value(path, Terms.of(addresses.given(value).orElse(value)));
        }

        private Optional<Instant> time(String name) {
            return one(name)
                    .map(text -> Moments.read(text)
                            .orElseThrow(() -> bad(name, "must be a time such as 2026-01-14T09:31:07.000Z")));
        }

        private Optional<Query> times() {
            var from = time("from");
            var to = time("to");
            if (from.isEmpty() && to.isEmpty()) return Optional.empty();
            var first = from.map(Instant::toEpochMilli).orElse(Long.MIN_VALUE);
            var last = to.map(t -> t.toEpochMilli() - 1).orElse(Long.MAX_VALUE);
            return Optional.of(first > last ? Query.NOTHING : new Query.NumberBetween("created", first, last));
        }

        private List<SortKey.By> order() {
            var direction = one("sort_order");
            if (direction.isPresent()
                    && !direction.get().equals("asc")
                    && !direction.get().equals("desc")) throw bad("sort_order", "must be 'asc' or 'desc'");
            var names = names("sort_by");
            if (names.isEmpty()) return order(description.defaultOrder(), direction);
            for (var name : names) {
                var parts = name.split(":", -1);
                if (!description.sortFields().contains(parts[0])
                        || parts.length > 2
                        || parts.length == 2 && !parts[1].equals("asc") && !parts[1].equals("desc"))
                    throw bad(
                            "sort_by",
                            "holds '" + name + "'; it takes fields, with ':asc' or ':desc', out of: "
                                    + String.join(", ", description.sortFields()));
            }
            return order(names, direction);
        }

        private static List<SortKey.By> order(List<String> names, Optional<String> direction) {
            var order = new ArrayList<SortKey.By>();
            var seen = new LinkedHashSet<String>();
            for (var name : names) {
                var parts = name.split(":", -1);
                if (seen.add(parts[0]))
                    order.add(new SortKey.By(
                            parts[0], (parts.length == 2 ? parts[1] : direction.orElse("asc")).equals("desc")));
            }
            if (seen.add("id")) order.add(new SortKey.By("id", false));
            return List.copyOf(order);
        }
    }
}
