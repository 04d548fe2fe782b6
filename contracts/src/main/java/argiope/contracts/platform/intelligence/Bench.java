package argiope.contracts.platform.intelligence;

import argiope.core.access.Caller;
import argiope.core.access.Role;
import argiope.platform.intelligence.EntityIndex;
import argiope.platform.intelligence.EntityStore;
import argiope.platform.intelligence.Intelligence;
import argiope.platform.intelligence.IntelligenceSettings;
import argiope.platform.intelligence.entity.EntityDescription;
import argiope.platform.intelligence.entity.EntityTypes;
import argiope.platform.intelligence.search.Search;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Private intelligence set up for a test: a clock that is moved by hand, people of two organisations, entities in the
/// words of the field.
public final class Bench implements AutoCloseable {
    public static final JsonMapper JSON = new JsonMapper();
    public static final String ADDRESS = "http://localhost:8440";
    public static final Instant START = Instant.parse("2026-03-02T09:00:00Z");

    public static final Caller ANA = person("ana", "org-a");
    public static final Caller ALEX = person("alex", "org-a");
    public static final Caller BO = person("bo", "org-b");

    public static final EntityDescription JUDGEMENT = type("judgement");
    public static final EntityDescription SIGHTING = type("sighting");
    public static final EntityDescription INDICATOR = type("indicator");
    public static final EntityDescription RELATIONSHIP = type("relationship");
    public static final EntityDescription CASEBOOK = type("casebook");

    public final HandClock clock = new HandClock();
    public final Intelligence intelligence;
    private final EntityIndex index;

    public Bench(EntityStore store, EntityIndex index) {
        this(store, index, IntelligenceSettings.of(ADDRESS));
    }

    public Bench(EntityStore store, EntityIndex index, IntelligenceSettings settings) {
        this.index = index;
        intelligence = new Intelligence(store, index, settings, clock);
        if (!intelligence.settle(Duration.ofSeconds(30))) throw new AssertionError("the index did not get ready");
    }

    public static Caller person(String login, String org, String... scopes) {
        var granted = scopes.length == 0 ? Set.of("private-intel", "casebook") : Set.of(scopes);
        return new Caller("user-" + login, login, org, Role.ANALYST, granted, "");
    }

    public static EntityDescription type(String name) {
        return EntityTypes.of(name).orElseThrow();
    }

    /// Reads JSON in which `'` stands for `"`.
    public static ObjectNode json(String text) {
        return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
    }

    // Entities

    public static ObjectNode judgement(String ip, int priority, int disposition) {
        var judgement = json("{'source':'desk','severity':'High','confidence':'High'}");
        judgement.putObject("observable").put("type", "ip").put("value", ip);
        return judgement.put("priority", priority).put("disposition", disposition);
    }

    public static ObjectNode sighting(String title, String... ips) {
        var sighting = json("{'observed_time':{'start_time':'2026-03-01T10:00:00.000Z'}}")
                .put("title", title);
        var list = sighting.putArray("observables");
        for (var ip : ips) list.addObject().put("type", "ip").put("value", ip);
        return sighting;
    }

    public static ObjectNode indicator(String title) {
        return json("{'producer':'desk'}").put("title", title);
    }

    public static ObjectNode relationship(String type, String source, String target) {
        return json("{}")
                .put("relationship_type", type)
                .put("source_ref", source)
                .put("target_ref", target);
    }

    public static ObjectNode casebook(String title) {
        return json("{}").put("title", title);
    }

    /// A small entity of the type, with this word in a field that is searched by words.
    public static ObjectNode any(EntityDescription description, String word) {
        return switch (description.type()) {
            case "judgement" -> judgement("10.9.8.7", 90, 2).put("reason", word);
            case "sighting" -> sighting(word, "10.9.8.7");
            case "indicator" -> indicator(word);
            case "relationship" ->
                relationship(
                                "related-to",
                                "https://elsewhere.example/ctia/indicator/indicator-00000000-0000-4000-8000-000000000001",
                                "https://elsewhere.example/ctia/actor/actor-00000000-0000-4000-8000-000000000002")
                        .put("title", word);
            case "casebook" -> casebook(word);
            default -> throw new AssertionError("say what a small " + description.type() + " looks like");
        };
    }

    // Doing

    public ObjectNode create(Caller caller, EntityDescription description, JsonNode entity) {
        return intelligence.create(caller, description, entity, true).entity();
    }

    public String idOf(Caller caller, EntityDescription description, JsonNode entity) {
        return create(caller, description, entity).path("id").stringValue();
    }

    public ObjectNode read(Caller caller, EntityDescription description, String id) {
        return intelligence.read(caller, description, id).entity();
    }

    /// @param parameters as in a request: `query=…`
    public Search search(EntityDescription description, Search.Takes takes, String... parameters) {
        Map<String, List<String>> map = new LinkedHashMap<>();
        for (var parameter : parameters) {
            var at = parameter.indexOf('=');
            map.merge(
                    parameter.substring(0, at),
                    List.of(parameter.substring(at + 1)),
                    (a, b) -> java.util.stream.Stream.concat(a.stream(), b.stream())
                            .toList());
        }
        return Search.read(description, intelligence.addresses(), map, takes);
    }

    public Intelligence.Page page(Caller caller, EntityDescription description, String... parameters) {
        return intelligence.search(caller, search(description, Search.Takes.SEARCH, parameters));
    }

    public List<String> titles(Caller caller, EntityDescription description, String... parameters) {
        return texts(page(caller, description, parameters).entities(), "title");
    }

    public List<String> ids(Caller caller, EntityDescription description, String... parameters) {
        return texts(page(caller, description, parameters).entities(), "id");
    }

    public static List<String> texts(List<ObjectNode> entities, String field) {
        return entities.stream().map(e -> e.path(field).asString()).toList();
    }

    public static List<String> words(String... words) {
        return Arrays.asList(words);
    }

    public static <T> Optional<T> none() {
        return Optional.empty();
    }

    @Override
    public void close() {
        intelligence.close();
        index.close();
    }

    /// Stands still until it is moved.
    public static final class HandClock extends Clock {
        private volatile Instant now = START;

        public void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
