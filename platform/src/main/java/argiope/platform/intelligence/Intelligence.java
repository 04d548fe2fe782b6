package argiope.platform.intelligence;

import argiope.core.access.Caller;
import argiope.core.access.Refusal;
import argiope.core.observable.Observable;
import argiope.platform.intelligence.StoredEntity.Item;
import argiope.platform.intelligence.entity.Addresses;
import argiope.platform.intelligence.entity.ContentCheck;
import argiope.platform.intelligence.entity.EntityDescription;
import argiope.platform.intelligence.entity.EntityTypes;
import argiope.platform.intelligence.entity.Moments;
import argiope.platform.intelligence.entity.ShapeCheck;
import argiope.platform.intelligence.entity.Tlp;
import argiope.platform.intelligence.entity.Trees;
import argiope.platform.intelligence.search.Cursor;
import argiope.platform.intelligence.search.Flattening;
import argiope.platform.intelligence.search.Query;
import argiope.platform.intelligence.search.QueryMatch;
import argiope.platform.intelligence.search.Search;
import argiope.platform.intelligence.search.SortKey;
import argiope.platform.intelligence.search.Terms;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Private intelligence: every use case, for all described types alike. What a caller may not read does not exist for
/// them
/// ([Refusal.NotFound]); what they may read but not change is [Refusal.NotAllowed]. Answers show long ids. Safe for
/// many
/// threads; owns the thread that keeps the index in step. Close it before the store and the index.
public final class Intelligence implements AutoCloseable {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int UNIT = 500;
    private static final int HISTORY = 1_000;
    /// The scope to choose the id of a new entity. No client has it by default.
    private static final String SPECIFY_ID = "specify-id";

    private static final List<String> INDICATED_BY_JUDGEMENT = List.of("based-on", "element-of");
    private static final List<String> INDICATED_BY_SIGHTING = List.of("sighting-of", "member-of");

    private final EntityStore store;
    private final EntityIndex index;
    private final IntelligenceSettings settings;
    private final Clock clock;
    private final Addresses addresses;
    private final AccessRule access;
    private final Indexer indexer;

    public Intelligence(EntityStore store, EntityIndex index, IntelligenceSettings settings, Clock clock) {
        this.store = store;
        this.index = index;
        this.settings = settings;
        this.clock = clock;
        this.addresses = new Addresses(settings.publicUrl(), store.baseAddresses());
        store.rememberBaseAddress(addresses.base());
        this.access = new AccessRule(settings.visibleToEveryone());
        this.indexer = new Indexer(store, index);
    }

    /// Ends the indexing thread; store and index stay open.
    @Override
    public void close() {
        indexer.close();
    }

    /// Which ids are ours and how they are shown.
    public Addresses addresses() {
        return addresses;
    }

    /// Why the index does not keep up, if it does not.
    public Optional<String> fault() {
        return indexer.fault();
    }

    /// Why nothing can be searched yet, if so.
    public Optional<String> notReady() {
        return indexer.unready();
    }

    /// Waits until everything written so far can be found; false when it takes longer.
    public boolean settle(Duration patience) {
        var change = store.change();
        indexer.announce(change);
        return indexer.await(change, patience);
    }

    /// A written entity.
    ///
    /// @param entity as shown
    /// @param version for the next guarded write
    /// @param findable whether a search finds it already
    public record Written(ObjectNode entity, long version, boolean findable) {}

    /// A read entity with its version.
    public record Read(ObjectNode entity, long version) {}

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    // Making and changing

    /// @param waitForIndex whether to answer only when a search finds it
    public Written create(Caller caller, EntityDescription description, JsonNode sent, boolean waitForIndex) {
        var kept = checked(description, sent);
        var id = newId(caller, description, kept);
        var now = now();
        var body = Filling.created(description, kept, id, caller, now);
        requireTlp(body);
        var entity = split(description, id, 1, body, Map.of(), caller, now);
        var change = store.write(unit -> {
            if (unit.head(id).isPresent())
                throw new Refusal.Conflict("id-taken", "There is an entity with this id already.", Map.of());
            var number = unit.put(entity, links(description, body));
            Events.created(unit, caller, description, body, now);
            return number;
        });
        return written(description, entity, change, waitForIndex);
    }

    /// Replaces an entity.
    ///
    /// @param expected the version it must have now, if that matters
    public Written replace(
            Caller caller,
            EntityDescription description,
            String givenId,
            JsonNode sent,
            Optional<Long> expected,
            boolean waitForIndex) {
        var kept = checked(description, sent);
        return change(caller, description, givenId, expected, waitForIndex, (before, now) -> {
            var body = Filling.replaced(description, kept, before.whole(), before.id(), now);
            requireTlp(body);
            return body;
        });
    }

    /// Lays parts over an entity: objects key by key, everything else replaced.
    public Written patch(
            Caller caller,
            EntityDescription description,
            String givenId,
            JsonNode sent,
            Optional<Long> expected,
            boolean waitForIndex) {
        if (!(sent instanceof ObjectNode patch)) throw shapeFault(JSON.stringNode("must be an object"));
        var asked = patch.deepCopy();
        asked.remove("schema_version");
        return change(caller, description, givenId, expected, waitForIndex, (before, now) -> {
            var shown = Trees.shown(before.whole(), description, addresses);
            var merged = Trees.merged(Filling.without(shown), asked);
            if (!asked.has("timestamp")) merged.remove("timestamp");
            var body = Filling.replaced(description, checked(description, merged), before.whole(), before.id(), now);
            requireTlp(body);
            return body;
        });
    }

    /// Ends an entity's valid time now. A reason, where the type has one, is added to its own.
    public Written expire(
            Caller caller,
            EntityDescription description,
            String givenId,
            Optional<String> reason,
            boolean waitForIndex) {
        if (description.expiryNeedsReason() && reason.isEmpty())
            throw new Refusal.Invalid(
                    "missing-parameter",
                    "The parameter 'reason' is missing.",
                    Map.of("errors", Map.of("reason", "missing-required-key")));
        return change(caller, description, givenId, Optional.empty(), waitForIndex, (before, now) -> {
            var body = before.whole();
            var start = body.path("valid_time").path("start_time").asString();
            var begins = Moments.read(start).orElse(Instant.EPOCH);
            // What has not begun yet ends where it begins: it is never valid.
            body.set(
                    "valid_time",
                    JSON.objectNode()
                            .put("start_time", start)
                            .put("end_time", Moments.text(begins.isAfter(now) ? begins : now)));
            if (description.expiryNeedsReason() && reason.isPresent()) {
                var old = body.path("reason").asString();
                body.put("reason", old.isEmpty() ? reason.get() : old + " " + reason.get());
                var faults = ContentCheck.faults(
                        body.path("reason"),
                        description.fieldAt("reason").orElseThrow().shape(),
                        "reason");
                if (!faults.isEmpty()) throw contentFault(faults, JSON.objectNode());
            }
            body.put("modified", Moments.text(now));
            return body;
        });
    }

    private interface Edit {
        ObjectNode apply(StoredEntity before, Instant now);
    }

    /// Writes the event of a change.
    private interface Telling {
        void tell(EntityStore.Unit unit, StoredEntity before, ObjectNode after, Instant now);
    }

    private Written change(
            Caller caller,
            EntityDescription description,
            String givenId,
            Optional<Long> expected,
            boolean waitForIndex,
            Edit edit) {
        return change(
                caller,
                description,
                givenId,
                expected,
                waitForIndex,
                edit,
                (unit, before, after, now) -> Events.updated(unit, caller, description, before.whole(), after, now));
    }

    private Written change(
            Caller caller,
            EntityDescription description,
            String givenId,
            Optional<Long> expected,
            boolean waitForIndex,
            Edit edit,
            Telling telling) {
        var id = ownId(description, givenId);
        var now = now();
        record Done(StoredEntity entity, long change) {}
        var done = store.write(unit -> {
            var before = writable(caller, description, unit.find(id));
            requireVersion(before, expected);
            var body = edit.apply(before, now);
            var entity = split(description, id, before.version() + 1, body, before.items(), caller, now);
            var change = unit.put(entity, links(description, body));
            telling.tell(unit, before, body, now);
            return new Done(entity, change);
        });
        return written(description, done.entity, done.change, waitForIndex);
    }

    public void delete(
            Caller caller,
            EntityDescription description,
            String givenId,
            Optional<Long> expected,
            boolean waitForIndex) {
        var id = ownId(description, givenId);
        var now = now();
        var change = store.write(unit -> {
            var before = writable(caller, description, unit.find(id));
            requireVersion(before, expected);
            var number = unit.delete(id);
            Events.deleted(unit, caller, description, before.whole(), now);
            return number;
        });
        awaitIndex(change, waitForIndex);
    }

    // Items of casebooks

    /// What is done to a list.
    public enum ItemOperation {
        ADD("added"),
        REMOVE("deleted"),
        REPLACE("modified");

        private final String action;

        ItemOperation(String action) {
            this.action = action;
        }

        /// What the event of it says was done.
        String action() {
            return action;
        }

        public static Optional<ItemOperation> of(String wire) {
            return Arrays.stream(values())
                    .filter(o -> o.name().equalsIgnoreCase(wire))
                    .findFirst();
        }
    }

    /// Adds items to a list, takes out all equal ones, or replaces it. Adding never touches what is there, so two
    /// people
    /// who add at once both succeed.
    public Written items(
            Caller caller,
            EntityDescription description,
            String givenId,
            String field,
            ItemOperation operation,
            JsonNode sent,
            Optional<Long> expected,
            boolean waitForIndex) {
        var kept = checkedField(description, field, sent);
        var id = ownId(description, givenId);
        var now = now();
        var items = new ArrayList<Item>();
        for (var value : kept) items.add(new Item(value, caller.login(), now));
        record Done(long version, long change) {}
        var done = store.write(unit -> {
            if (operation == ItemOperation.ADD) {
                var before = writable(caller, description, unit.head(id));
                requireVersion(before, expected);
                var head = new StoredEntity(
                        id, before.type(), before.version() + 1, touched(before.body(), now), Map.of());
                var change = unit.append(head, field, items);
                Events.items(
                        unit, caller, description, head.body(), field, operation.action(), Map.of("after", kept), now);
                return new Done(head.version(), change);
            }
            var before = writable(caller, description, unit.find(id));
            requireVersion(before, expected);
            var old = before.items().getOrDefault(field, List.of());
            List<Item> fresh;
            Map<String, JsonNode> told;
            if (operation == ItemOperation.REMOVE) {
                var gone = new HashSet<JsonNode>();
                kept.forEach(gone::add);
                fresh = old.stream().filter(i -> !gone.contains(i.value())).toList();
                told = Map.of(
                        "before",
                        values(old.stream()
                                .filter(i -> gone.contains(i.value()))
                                .toList()));
            } else {
                fresh = carried(old, kept, caller, now);
                told = Map.of("before", values(old), "after", kept);
            }
            var all = new HashMap<>(before.items());
            all.put(field, fresh);
            var body = touched(before.body(), now);
            if (fresh.isEmpty()) body.putArray(field);
            var after = new StoredEntity(id, before.type(), before.version() + 1, body, all);
            var change = unit.put(after, links(description, after.whole()));
            Events.items(unit, caller, description, after.body(), field, operation.action(), told, now);
            return new Done(after.version(), change);
        });
        var findable = awaitIndex(done.change, waitForIndex);
        var after = store.find(id).orElseThrow(() -> missing(description));
        return new Written(Trees.shown(after.whole(), description, addresses), done.version, findable);
    }

    /// Joins arrays of a bundle, takes equal elements out of them, or replaces the given keys.
    public Written bundle(
            Caller caller,
            EntityDescription description,
            String givenId,
            ItemOperation operation,
            JsonNode sent,
            Optional<Long> expected,
            boolean waitForIndex) {
        var asked = (ObjectNode) checkedField(description, "bundle", sent);
        Edit edit = (before, now) -> {
            var body = before.whole();
            var bundle = body.get("bundle") instanceof ObjectNode there ? there.deepCopy() : JSON.objectNode();
            for (var entry : asked.properties()) {
                var key = entry.getKey();
                var old = bundle.path(key);
                if (!entry.getValue().isArray() || operation == ItemOperation.REPLACE) {
                    if (operation != ItemOperation.REMOVE) bundle.set(key, entry.getValue());
                    continue;
                }
                var elements = new LinkedHashSet<JsonNode>();
                old.forEach(elements::add);
                if (operation == ItemOperation.ADD) entry.getValue().forEach(elements::add);
                else entry.getValue().forEach(elements::remove);
                var array = bundle.putArray(key);
                elements.forEach(array::add);
            }
            body.set("bundle", bundle);
            touch(body, now);
            return body;
        };
        var told = Map.<String, JsonNode>of(operation == ItemOperation.REMOVE ? "before" : "after", asked);
        return change(
                caller,
                description,
                givenId,
                expected,
                waitForIndex,
                edit,
                (unit, before, body, now) ->
                        Events.items(unit, caller, description, body, "bundle", operation.action(), told, now));
    }

    private static ObjectNode touched(ObjectNode body, Instant now) {
        var copy = JSON.objectNode();
        copy.setAll(body);
        touch(copy, now);
        return copy;
    }

    private static void touch(ObjectNode body, Instant now) {
        body.put("schema_version", EntityTypes.SCHEMA_VERSION)
                .put("timestamp", Moments.text(now))
                .put("modified", Moments.text(now));
    }

    private static JsonNode values(List<Item> items) {
        var list = JSON.arrayNode(items.size());
        for (var item : items) list.add(item.value());
        return list;
    }

    /// New elements; those equal to an old one keep its author and time.
    private static List<Item> carried(List<Item> old, JsonNode values, Caller caller, Instant now) {
        var known = new HashMap<JsonNode, ArrayList<Item>>();
        for (var item : old)
            known.computeIfAbsent(item.value(), _ -> new ArrayList<>()).add(item);
        var carried = new ArrayList<Item>();
        for (var value : values) {
            var same = known.get(value);
            carried.add(same == null || same.isEmpty() ? new Item(value, caller.login(), now) : same.removeFirst());
        }
        return carried;
    }

    /// Takes the item fields out of a body.
    private static StoredEntity split(
            EntityDescription description,
            String id,
            long version,
            ObjectNode body,
            Map<String, List<Item>> old,
            Caller caller,
            Instant now) {
        var rest = JSON.objectNode();
        rest.setAll(body);
        var items = new LinkedHashMap<String, List<Item>>();
        for (var field : description.items()) {
            var values = rest.get(field);
            if (values == null || values.isEmpty()) continue;
            rest.remove(field);
            items.put(field, carried(old.getOrDefault(field, List.of()), values, caller, now));
        }
        return new StoredEntity(id, description.type(), version, rest, items);
    }

    // Reading

    public Read read(Caller caller, EntityDescription description, String givenId) {
        var entity = readable(caller, description, store.find(ownId(description, givenId)));
        return new Read(Trees.shown(entity.whole(), description, addresses), entity.version());
    }

    /// A casebook with who put each item there, and its history.
    ///
    /// @param items as stored, by field
    /// @param history buckets of events, newest first
    public record Detail(ObjectNode entity, long version, Map<String, List<Item>> items, List<ObjectNode> history) {}

    public Detail detail(Caller caller, EntityDescription description, String givenId) {
        var entity = readable(caller, description, store.find(ownId(description, givenId)));
        return new Detail(
                Trees.shown(entity.whole(), description, addresses),
                entity.version(),
                entity.items(),
                history(caller, entity.id()));
    }

    /// What happened to an entity and to the relationships that end at it: in buckets, newest first, at most 1,000
    /// events.
    public List<ObjectNode> history(Caller caller, String shortId) {
        var events = store.latest(Events.TYPE, new Link(Link.ABOUT, shortId), HISTORY).stream()
                .filter(event -> access.mayRead(caller, event.body()))
                .toList();
        return Events.buckets(events, addresses);
    }

    // Searching

    /// A page of a list.
    ///
    /// @param last the place of the last hit of the page
    /// @param more whether the list goes on behind it
    public record Page(List<ObjectNode> entities, long total, Optional<Cursor> last, boolean more) {}

    public Page search(Caller caller, Search search) {
        indexer.requireReady();
        var query = Query.all(search.query(), access.readable(caller));
        var hits = index.find(
                query, search.order(), search.after(), search.offset(), search.limit() + 1, settings.searchDeadline());
        var more = hits.hits().size() > search.limit();
        var page = more ? hits.hits().subList(0, search.limit()) : hits.hits();
        var found = store.find(page.stream().map(EntityIndex.Hit::id).toList());
        var entities = new ArrayList<ObjectNode>();
        for (var entity : found)
            if (access.mayRead(caller, entity.body()))
                entities.add(projected(Trees.shown(entity.whole(), search.description(), addresses), search.fields()));
        return new Page(
                entities,
                hits.total(),
                page.isEmpty() ? Optional.empty() : Optional.of(page.getLast().cursor()),
                more && search.limit() > 0);
    }

    public long count(Caller caller, Search search) {
        indexer.requireReady();
        return index.count(Query.all(search.query(), access.readable(caller)), settings.searchDeadline());
    }

    /// Deletes what matches and may be changed, in units of 500. Asks the store again about each, so that nothing goes
    /// that
    /// was changed meanwhile to no longer match. Writes no events.
    ///
    /// @param really false for a rehearsal, which counts and deletes nothing
    /// @return how many were, or would be, deleted
    public long deleteMatching(Caller caller, Search search, boolean really, boolean waitForIndex) {
        if (!search.restricted())
            throw new Refusal.NotAllowed(
                    "you must provide at least one of from, to, query or any field filter.",
                    "Nothing was deleted: name what to delete by a filter.");
        if (!settle(settings.waitForIndex()))
            throw new Refusal.Unavailable(
                    "index-behind", "The search index has not caught up yet. Nothing was deleted; try again.");
        indexer.requireReady();
        var query = Query.all(search.query(), access.writable(caller));
        if (!really) return index.count(query, settings.searchDeadline());
        var byId = List.of(new SortKey.By("id", false));
        var deleted = 0L;
        var after = Optional.<Cursor>empty();
        var last = store.change();
        while (true) {
            var hits = index.find(query, byId, after, 0, UNIT, settings.searchDeadline())
                    .hits();
            if (hits.isEmpty()) break;
            record Done(long deleted, long change) {}
            var change = last;
            var done = store.write(unit -> {
                var count = 0L;
                var latest = change;
                for (var hit : hits) {
                    var entity = unit.find(hit.id());
                    if (entity.isEmpty() || !matchesStill(caller, search, entity.get())) continue;
                    latest = unit.delete(hit.id());
                    count++;
                }
                return new Done(count, latest);
            });
            deleted += done.deleted;
            last = done.change;
            indexer.announce(last);
            after = Optional.of(hits.getLast().cursor());
        }
        awaitIndex(last, waitForIndex);
        return deleted;
    }

    private boolean matchesStill(Caller caller, Search search, StoredEntity entity) {
        return access.mayWrite(caller, entity.body())
                && Indexer.document(entity)
                        .map(document -> QueryMatch.matches(search.query(), document))
                        .orElse(false);
    }

    private static ObjectNode projected(ObjectNode whole, Set<String> fields) {
        if (fields.isEmpty()) return whole;
        var wanted = new HashSet<>(fields);
        wanted.addAll(List.of("id", "owner", "groups", "tlp", "authorized_users", "authorized_groups"));
        return Trees.projected(whole, wanted);
    }

    /// The entity cut down to these fields and those that always show.
    public static ObjectNode cut(ObjectNode entity, EntityDescription description, Set<String> fields) {
        for (var field : fields)
            if (description.fieldAt(field).isEmpty())
                throw new Refusal.Invalid(
                        "bad-parameter",
                        "The parameter 'fields' names '" + field + "', which " + description.type() + " has not.");
        return projected(entity, fields);
    }

    // By observable

    /// The opinion that counts now, or the one over judgements made in a time.
    public Optional<Verdict> verdict(
            Caller caller, Observable observable, Optional<Instant> from, Optional<Instant> to) {
        return Verdicts.of(observable, of(caller, "judgement", observable), from, to, now(), addresses);
    }

    /// All readable entities of a type on an observable, latest change last.
    private List<StoredEntity> of(Caller caller, String type, Observable observable) {
        return store.linked(type, List.of(new Link(Link.OBSERVABLE, Terms.of(observable)))).stream()
                .filter(entity -> access.mayRead(caller, entity.body()))
                .toList();
    }

    /// The long ids of indicators that judgements of the observable are tied to, in order, each once.
    public List<String> indicatorsOfJudgements(Caller caller, Observable observable) {
        return indicators(relationships(caller, of(caller, "judgement", observable), INDICATED_BY_JUDGEMENT));
    }

    /// The long ids of indicators that sightings of the observable are tied to, in order, each once.
    public List<String> indicatorsOfSightings(Caller caller, Observable observable) {
        return indicators(relationships(caller, of(caller, "sighting", observable), INDICATED_BY_SIGHTING));
    }

    private List<StoredEntity> relationships(Caller caller, List<StoredEntity> from, List<String> types) {
        if (from.isEmpty()) return List.of();
        return store
                .linked(
                        "relationship",
                        from.stream().map(e -> new Link("source_ref", e.id())).toList())
                .stream()
                .filter(r -> types.contains(r.body().path("relationship_type").asString()))
                .filter(r -> targetIsIndicator(r.body()))
                .filter(r -> access.mayRead(caller, r.body()))
                .toList();
    }

    private static boolean targetIsIndicator(ObjectNode relationship) {
        var target = relationship.path("target_ref").asString();
        return Addresses.typeOf(target)
                .or(() -> Addresses.typeOfLong(target))
                .filter("indicator"::equals)
                .isPresent();
    }

    private List<String> indicators(List<StoredEntity> relationships) {
        return relationships.stream()
                .map(r -> addresses.shown(r.body().path("target_ref").asString()))
                .collect(Collectors.toCollection(TreeSet::new))
                .stream()
                .toList();
    }

    /// Everything known of an observable, by plural key, as shown: judgements, sightings, and the indicators they are
    /// tied
    /// to with the relationships between.
    ///
    /// @param most how many of each at most, the latest changed
    public Map<String, List<ObjectNode>> known(Caller caller, Observable observable, int most) {
        var judgements = of(caller, "judgement", observable);
        var sightings = of(caller, "sighting", observable);
        var relationships = new ArrayList<>(relationships(caller, judgements, INDICATED_BY_JUDGEMENT));
        relationships.addAll(relationships(caller, sightings, INDICATED_BY_SIGHTING));
        var ids = relationships.stream()
                .map(r -> r.body().path("target_ref").asString())
                .filter(Addresses::isShort)
                .distinct()
                .toList();
        var indicators = store.find(ids).stream()
                .filter(i -> access.mayRead(caller, i.body()))
                .toList();
        var known = new LinkedHashMap<String, List<ObjectNode>>();
        for (var list : List.of(judgements, sightings, indicators, relationships))
            for (var entity : list.reversed()) {
                var description = EntityTypes.of(entity.type()).orElseThrow();
                var shown = known.computeIfAbsent(description.plural(), _ -> new ArrayList<>());
                if (shown.size() < most) shown.add(Trees.shown(entity.whole(), description, addresses));
            }
        return known;
    }

    // Rules they share

    private ObjectNode checked(EntityDescription description, JsonNode sent) {
        if (!(sent instanceof ObjectNode object)) throw shapeFault(JSON.stringNode("must be an object"));
        ShapeCheck.faults(object, description).ifPresent(faults -> {
            throw shapeFault(faults);
        });
        var faults = ContentCheck.faults(object, description);
        if (!faults.isEmpty()) throw contentFault(faults, object);
        var kept = Trees.kept(object, description, addresses);
        for (var end : description.ends()) {
            if (Addresses.isTransient(kept.path(end).asString()))
                throw contentFault(
                        List.of(end + ": a relationship cannot be created if an end is still a transient id"), object);
        }
        return kept;
    }

    private JsonNode checkedField(EntityDescription description, String field, JsonNode sent) {
        var shape = description.fieldAt(field).orElseThrow().shape();
        ShapeCheck.faults(sent, shape).ifPresent(faults -> {
            var mirror = JSON.objectNode();
            mirror.set(field, faults);
            throw shapeFault(mirror);
        });
        var faults = ContentCheck.faults(sent, shape, field);
        if (!faults.isEmpty()) throw contentFault(faults, sent);
        var whole = JSON.objectNode();
        whole.set(field, sent);
        return Trees.kept(whole, description, addresses).path(field);
    }

    private static Refusal shapeFault(JsonNode faults) {
        return new Refusal.Invalid(
                "bad-shape",
                "The body does not have the form it needs; 'errors' shows where.",
                Map.of("errors", faults, "type", "compojure.api.exception/request-validation"));
    }

    private static Refusal contentFault(List<String> faults, JsonNode entity) {
        var text = String.join("; ", faults);
        return new Refusal.Invalid(
                "bad-content", text, Map.of("error", text, "type", "Spec Validation Client Error", "entity", entity));
    }

    private void requireTlp(ObjectNode body) {
        var tlp = Tlp.of(body.path("tlp").asString()).orElse(Tlp.RED);
        if (tlp.compareTo(settings.leastTlp()) >= 0) return;
        var allowed = Arrays.stream(Tlp.values())
                .filter(t -> t.compareTo(settings.leastTlp()) >= 0)
                .map(Tlp::wire)
                .collect(Collectors.joining(", "));
        throw new Refusal.Invalid(
                "bad-tlp",
                "Invalid document TLP " + tlp.wire() + ", allowed TLPs are: " + allowed,
                Map.of("type", "Invalid TLP Error"));
    }

    private String newId(Caller caller, EntityDescription description, ObjectNode kept) {
        var sent = kept.path("id").asString();
        if (sent.isEmpty() || Addresses.isTransient(sent)) return Addresses.fresh(description.type());
        if (!caller.may(SPECIFY_ID))
            throw new Refusal.NotAllowed(
                    "missing_capability",
                    "Missing capability to choose the id of an entity; leave 'id' out or send a transient id",
                    Map.of("capabilities", List.of(SPECIFY_ID), "owner", caller.login()));
        var own = addresses.ours(sent);
        if (own.isEmpty() || !Addresses.typeOf(own.get()).equals(Optional.of(description.type())))
            throw new Refusal.Invalid(
                    "bad-id", "The id '" + sent + "' is no long id of a " + description.type() + " of this server.");
        return own.get();
    }

    private String ownId(EntityDescription description, String given) {
        return addresses
                .given(given)
                .filter(id -> Addresses.typeOf(id).equals(Optional.of(description.type())))
                .orElseThrow(() -> missing(description));
    }

    private static Refusal missing(EntityDescription description) {
        return new Refusal.NotFound(description.type() + " not found", "There is no such " + description.type() + ".");
    }

    private StoredEntity readable(Caller caller, EntityDescription description, Optional<StoredEntity> entity) {
        return entity.filter(e -> e.type().equals(description.type()) && access.mayRead(caller, e.body()))
                .orElseThrow(() -> missing(description));
    }

    private StoredEntity writable(Caller caller, EntityDescription description, Optional<StoredEntity> entity) {
        var found = readable(caller, description, entity);
        if (!access.mayWrite(caller, found.body()))
            throw new Refusal.NotAllowed(
                    "Access Control validation Client Error",
                    "You may read this " + description.type() + " but not change it.",
                    Map.of("type", "Access Control Error", "class", "argiope.AccessControl"));
        return found;
    }

    private static void requireVersion(StoredEntity entity, Optional<Long> expected) {
        if (expected.isPresent() && expected.get() != entity.version())
            throw new Refusal.Overtaken(
                    "overtaken",
                    "It was changed meanwhile: version " + entity.version() + " is current, not " + expected.get()
                            + ". Read it again, merge, and send your change with the new version.");
    }

    private static Set<Link> links(EntityDescription description, ObjectNode whole) {
        var links = new LinkedHashSet<Link>();
        description.observables().ifPresent(path -> {
            for (var node : Trees.at(whole, path))
                Flattening.observable(node).ifPresent(o -> links.add(new Link(Link.OBSERVABLE, Terms.of(o))));
        });
        for (var end : description.ends())
            links.add(new Link(end, Terms.bounded(whole.path(end).asString())));
        return links;
    }

    private Written written(EntityDescription description, StoredEntity entity, long change, boolean waitForIndex) {
        var findable = awaitIndex(change, waitForIndex);
        return new Written(Trees.shown(entity.whole(), description, addresses), entity.version(), findable);
    }

    private boolean awaitIndex(long change, boolean waitForIndex) {
        indexer.announce(change);
        return !waitForIndex || indexer.await(change, settings.waitForIndex());
    }
}
