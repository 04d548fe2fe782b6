package argiope.contracts.platform.intelligence;

import static argiope.contracts.platform.intelligence.Bench.ADDRESS;
import static argiope.contracts.platform.intelligence.Bench.ALEX;
import static argiope.contracts.platform.intelligence.Bench.ANA;
import static argiope.contracts.platform.intelligence.Bench.BO;
import static argiope.contracts.platform.intelligence.Bench.CASEBOOK;
import static argiope.contracts.platform.intelligence.Bench.INDICATOR;
import static argiope.contracts.platform.intelligence.Bench.JUDGEMENT;
import static argiope.contracts.platform.intelligence.Bench.RELATIONSHIP;
import static argiope.contracts.platform.intelligence.Bench.SIGHTING;
import static argiope.contracts.platform.intelligence.Bench.any;
import static argiope.contracts.platform.intelligence.Bench.casebook;
import static argiope.contracts.platform.intelligence.Bench.indicator;
import static argiope.contracts.platform.intelligence.Bench.json;
import static argiope.contracts.platform.intelligence.Bench.judgement;
import static argiope.contracts.platform.intelligence.Bench.none;
import static argiope.contracts.platform.intelligence.Bench.person;
import static argiope.contracts.platform.intelligence.Bench.relationship;
import static argiope.contracts.platform.intelligence.Bench.sighting;
import static argiope.contracts.platform.intelligence.Bench.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import argiope.core.access.Caller;
import argiope.core.access.Refusal;
import argiope.core.observable.Observable;
import argiope.core.observable.ObservableType;
import argiope.platform.intelligence.EntityIndex;
import argiope.platform.intelligence.EntityStore;
import argiope.platform.intelligence.Intelligence.ItemOperation;
import argiope.platform.intelligence.IntelligenceSettings;
import argiope.platform.intelligence.Verdict;
import argiope.platform.intelligence.entity.EntityDescription;
import argiope.platform.intelligence.entity.EntityTypes;
import argiope.platform.intelligence.entity.Tlp;
import argiope.platform.intelligence.search.Search.Takes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.node.ObjectNode;

/// What private intelligence promises, whatever store and index are below. An implementation's test says only how to
/// open
/// empty ones.
public interface IntelligenceContract {
    EntityStore store();

    EntityIndex index();

    Observable IP = new Observable(ObservableType.IP, "10.0.0.1");

    private Bench open() {
        return new Bench(store(), index());
    }

    private Bench openToEveryone() {
        return new Bench(
                store(),
                index(),
                new IntelligenceSettings(ADDRESS, true, Tlp.WHITE, Duration.ofSeconds(2), Duration.ofSeconds(5)));
    }

    /// The same for each type that is kept.
    private Stream<DynamicTest> forEachType(BiConsumer<Bench, EntityDescription> test) {
        return EntityTypes.all().stream()
                .map(type -> DynamicTest.dynamicTest(type.type(), () -> {
                    try (var bench = open()) {
                        test.accept(bench, type);
                    }
                }));
    }

    private static Refusal refused(Runnable call) {
        return catchThrowableOfType(Refusal.class, call::run);
    }

    private static Optional<Verdict> verdict(Bench bench, Caller caller, Observable observable) {
        return bench.intelligence.verdict(caller, observable, none(), none());
    }

    private static ObjectNode without(ObjectNode entity, String... fields) {
        var copy = entity.deepCopy();
        copy.remove(List.of(fields));
        return copy;
    }

    // Create, read, update, delete

    @TestFactory
    default Stream<DynamicTest> isMadeAndReadByShortAndByLongId() {
        return forEachType((bench, type) -> {
            var sent = any(type, "ransomware");
            var made = bench.create(ANA, type, sent);
            var id = made.path("id").asString();

            assertThat(id).matches(ADDRESS + "/ctia/" + type.type() + "/" + type.type() + "-[0-9a-f-]{36}");
            assertThat(made.path("schema_version").asString()).isEqualTo("1.3.30");
            assertThat(made.path("owner").asString()).isEqualTo("ana");
            assertThat(made.path("groups").toString()).isEqualTo("[\"org-a\"]");
            assertThat(made.path("created").asString()).isEqualTo("2026-03-02T09:00:00.000Z");
            sent.properties().forEach(e -> assertThat(made.get(e.getKey())).isEqualTo(e.getValue()));
            assertThat(bench.read(ANA, type, id)).isEqualTo(made);
            assertThat(bench.read(ANA, type, id.substring(id.lastIndexOf('/') + 1)))
                    .isEqualTo(made);
        });
    }

    @TestFactory
    default Stream<DynamicTest> theExampleOfTheDataModelIsKept() {
        var folder = Path.of(System.getProperty("argiope.shared", "../shared"), "data", "ctim");
        return forEachType((bench, type) -> {
            var file = folder.resolve(type.type() + ".json");
            Assumptions.assumeTrue(Files.exists(file), "no examples of entities at " + folder);
            var example = (ObjectNode) Bench.JSON.readTree(file.toFile());
            example.remove("id");
            // The example has "string" in every place; references must be long ids.
            var text = example.toString();
            var ref = ADDRESS + "/ctia/judgement/judgement-00000000-0000-4000-8000-000000000001";
            for (var key :
                    List.of("source_ref", "target_ref", "judgement_id", "entity_id", "indicator_id", "asset_ref"))
                text = text.replace("\"" + key + "\":\"string\"", "\"" + key + "\":\"" + ref + "\"");
            text = text.replaceAll(
                    "\"(\\w+_refs|indicator_ids|judgements)\":\\[\"string\"]", "\"$1\":[\"" + ref + "\"]");
            var sent = (ObjectNode) Bench.JSON.readTree(text);

            var made = bench.create(ANA, type, sent);

            for (var entry : without(sent, "schema_version").properties())
                assertThat(made.get(entry.getKey())).as(entry.getKey()).isEqualTo(entry.getValue());
            assertThat(bench.ids(ANA, type, "id=" + made.path("id").asString())).hasSize(1);
        });
    }

    @TestFactory
    default Stream<DynamicTest> isReplacedAndKeepsWhatTheServerDecides() {
        return forEachType((bench, type) -> {
            var made = bench.create(ANA, type, any(type, "first").put("language", "en"));
            var id = made.path("id").asString();
            bench.clock.pass(Duration.ofMinutes(1));
            var sent = any(type, "second").put("owner", "mallory").put("created", "2020-01-01T00:00:00Z");

            var after = bench.intelligence.replace(ANA, type, id, sent, none(), true);

            assertThat(after.version()).isEqualTo(2);
            assertThat(after.entity().path("modified").asString()).isEqualTo("2026-03-02T09:01:00.000Z");
            assertThat(after.entity().has("language")).isFalse();
            for (var kept : List.of("id", "owner", "created", "groups"))
                assertThat(after.entity().get(kept)).isEqualTo(made.get(kept));
            assertThat(bench.read(ANA, type, id)).isEqualTo(after.entity());
            assertThat(bench.ids(ANA, type, "query=second")).containsExactly(id);
            assertThat(bench.ids(ANA, type, "query=first")).isEmpty();
        });
    }

    @TestFactory
    default Stream<DynamicTest> isDeletedAndThenUnknown() {
        return forEachType((bench, type) -> {
            var id = bench.idOf(ANA, type, any(type, "word"));
            bench.intelligence.delete(ANA, type, id, none(), true);

            assertThat(refused(() -> bench.read(ANA, type, id))).isInstanceOf(Refusal.NotFound.class);
            assertThat(refused(() -> bench.intelligence.delete(ANA, type, id, none(), true)))
                    .isInstanceOf(Refusal.NotFound.class);
            assertThat(refused(() -> bench.intelligence.replace(ANA, type, id, any(type, "x"), none(), true)))
                    .isInstanceOf(Refusal.NotFound.class);
            assertThat(bench.ids(ANA, type)).isEmpty();
        });
    }

    @TestFactory
    default Stream<DynamicTest> isSearchedAndCountedByWordIdAndTime() {
        return forEachType((bench, type) -> {
            var first = bench.idOf(ANA, type, any(type, "Indicators of ransomware"));
            bench.clock.pass(Duration.ofMinutes(1));
            var second = bench.idOf(ANA, type, any(type, "quiet beacon"));

            assertThat(bench.ids(ANA, type)).containsExactly(first, second);
            assertThat(bench.ids(ANA, type, "simple_query=INDICATOR")).containsExactly(first);
            assertThat(bench.ids(ANA, type, "query=beacon")).containsExactly(second);
            assertThat(bench.ids(ANA, type, "id=" + second)).containsExactly(second);
            assertThat(bench.ids(ANA, type, "id=" + second.substring(second.lastIndexOf('/') + 1)))
                    .containsExactly(second);
            assertThat(bench.ids(ANA, type, "from=2026-03-02T09:00:00Z", "to=2026-03-02T09:01:00Z"))
                    .containsExactly(first);
            assertThat(bench.intelligence.count(ANA, bench.search(type, Takes.COUNT, "query=beacon")))
                    .isEqualTo(1);
        });
    }

    @TestFactory
    default Stream<DynamicTest> isDeletedBySearchAfterARehearsal() {
        return forEachType((bench, type) -> {
            var kept = bench.idOf(ANA, type, any(type, "keep"));
            bench.idOf(ANA, type, any(type, "beacon"));
            bench.idOf(ALEX, type, any(type, "beacons"));
            bench.idOf(BO, type, any(type, "beacon"));
            var search = bench.search(type, Takes.DELETE, "query=beacon");

            assertThat(refused(
                            () -> bench.intelligence.deleteMatching(ANA, bench.search(type, Takes.DELETE), true, true)))
                    .isInstanceOf(Refusal.NotAllowed.class);
            assertThat(bench.intelligence.deleteMatching(ANA, search, false, true))
                    .isEqualTo(2);
            assertThat(bench.ids(ANA, type)).hasSize(3);
            assertThat(bench.intelligence.deleteMatching(ANA, search, true, true))
                    .isEqualTo(2);
            assertThat(bench.ids(ANA, type)).containsExactly(kept);
            assertThat(bench.ids(BO, type)).hasSize(1);
        });
    }

    @TestFactory
    default Stream<DynamicTest> isSeenByThoseWhoMay() {
        return forEachType((bench, type) -> {
            var amber = bench.idOf(ANA, type, any(type, "amber").put("tlp", "amber"));
            var red = bench.idOf(ANA, type, any(type, "red").put("tlp", "red"));
            var green = bench.idOf(ANA, type, any(type, "green").put("tlp", "green"));
            var granted = any(type, "granted").put("tlp", "red");
            granted.putArray("authorized_users").add("BO");
            var shared = bench.idOf(ANA, type, granted);

            assertThat(bench.ids(ANA, type)).hasSize(4);
            assertThat(bench.ids(ALEX, type)).containsExactlyInAnyOrder(amber, green);
            assertThat(bench.ids(BO, type)).containsExactly(shared);
            assertThat(bench.page(BO, type).total()).isEqualTo(1);
            for (var hidden : List.of(amber, red, green))
                assertThat(refused(() -> bench.read(BO, type, hidden))).isInstanceOf(Refusal.NotFound.class);
            assertThat(refused(() -> bench.read(ALEX, type, red))).isInstanceOf(Refusal.NotFound.class);
            bench.intelligence.replace(ALEX, type, amber, any(type, "by alex"), none(), true);
            assertThat(bench.read(ANA, type, amber).path("owner").asString()).isEqualTo("ana");
            var changed = bench.intelligence
                    .replace(BO, type, shared, granted, none(), true)
                    .entity();
            assertThat(changed.path("owner").asString()).isEqualTo("ana");
            assertThat(changed.path("groups").toString()).isEqualTo("[\"org-a\"]");
        });
    }

    @Test
    default void greenIsReadableButNotWritableForOthersWhereEveryoneMayRead() {
        try (var bench = openToEveryone()) {
            var green = bench.idOf(ANA, JUDGEMENT, judgement("10.0.0.1", 90, 2).put("tlp", "green"));
            var amber = bench.idOf(ANA, JUDGEMENT, judgement("10.0.0.1", 91, 2).put("tlp", "amber"));

            assertThat(bench.read(BO, JUDGEMENT, green).path("id").asString()).isEqualTo(green);
            assertThat(bench.ids(BO, JUDGEMENT)).containsExactly(green);
            var refused = refused(() -> bench.intelligence.delete(BO, JUDGEMENT, green, none(), true));
            assertThat(refused).isInstanceOf(Refusal.NotAllowed.class);
            assertThat(refused.details()).containsEntry("type", "Access Control Error");
            assertThat(refused(() -> bench.intelligence.delete(BO, JUDGEMENT, amber, none(), true)))
                    .isInstanceOf(Refusal.NotFound.class);
            var all = bench.search(JUDGEMENT, Takes.DELETE, "query=*");
            assertThat(bench.intelligence.deleteMatching(BO, all, true, true)).isZero();
            assertThat(verdict(bench, BO, IP)
                            .orElseThrow()
                            .document()
                            .path("judgement_id")
                            .asString())
                    .isEqualTo(green);
        }
    }

    @Test
    default void aMarkBelowTheLeastIsRefused() {
        var settings =
                new IntelligenceSettings(ADDRESS, false, Tlp.AMBER, Duration.ofSeconds(2), Duration.ofSeconds(5));
        try (var bench = new Bench(store(), index(), settings)) {
            var refused =
                    refused(() -> bench.create(ANA, INDICATOR, indicator("x").put("tlp", "white")));
            assertThat(refused).isInstanceOf(Refusal.Invalid.class).hasMessageContaining("amber, red");
            assertThat(refused.details()).containsEntry("type", "Invalid TLP Error");
        }
    }

    @Test
    default void whatIsWrongWithTheShapeIsShownAsAMirror() {
        try (var bench = open()) {
            var sent = json(
                    "{'priority':'high','severity':'Huge','surprise':1,'observable':{'type':'ip','value':1,'x':2}}");
            var refused = refused(() -> bench.create(ANA, JUDGEMENT, sent));

            assertThat(refused.details()).containsEntry("type", "compojure.api.exception/request-validation");
            assertThat(String.valueOf(refused.details().get("errors")))
                    .contains("\"surprise\":\"disallowed-key\"")
                    .contains("\"source\":\"missing-required-key\"")
                    .contains("\"confidence\":\"missing-required-key\"")
                    .contains("\"observable\":{\"value\":\"must be text\",\"x\":\"disallowed-key\"}")
                    .contains("is not one of: Info, Low, Medium");
        }
    }

    @Test
    default void whatIsWrongWithTheContentIsNamedAndNothingChanges() {
        try (var bench = open()) {
            var id = bench.idOf(ANA, INDICATOR, indicator("x".repeat(1024)));
            bench.idOf(
                    ANA,
                    INDICATOR,
                    indicator("d").put("description", "x".repeat(5000)).put("short_description", "x".repeat(2048)));
            var before = bench.read(ANA, INDICATOR, id);
            for (var bad : List.of(
                    indicator("x".repeat(1025)),
                    indicator("x").put("description", "x".repeat(5001)),
                    indicator("x").put("short_description", "x".repeat(2049)),
                    indicator("x").put("source_uri", "not a uri"),
                    indicator("x").put("timestamp", "2526-01-01T00:00:00Z"))) {
                var refused = refused(() -> bench.intelligence.replace(ANA, INDICATOR, id, bad, none(), true));
                assertThat(refused).isInstanceOf(Refusal.Invalid.class);
                assertThat(refused.details()).containsEntry("type", "Spec Validation Client Error");
            }
            assertThat(bench.read(ANA, INDICATOR, id)).isEqualTo(before);
            for (var ref :
                    List.of("http://example.com/", "transient:x", "judgement-00000000-0000-4000-8000-000000000001"))
                assertThat(refused(() -> bench.create(ANA, RELATIONSHIP, relationship("x", ref, ref))))
                        .isInstanceOf(Refusal.Invalid.class);
        }
    }

    @Test
    default void schemaVersionIsTheServersAndTimesAreReadInManyForms() {
        try (var bench = open()) {
            var sent = sighting("x")
                    .put("schema_version", "1.0.0-anything")
                    .put("timestamp", "2026-03-01T12:00:00.123456+02:00");
            ((ObjectNode) sent.path("observed_time")).put("start_time", "2026-03-01T10:00:00");
            var made = bench.create(ANA, SIGHTING, sent);

            assertThat(made.path("schema_version").asString()).isEqualTo("1.3.30");
            assertThat(made.path("timestamp").asString()).isEqualTo("2026-03-01T10:00:00.123Z");
            assertThat(made.path("observed_time").path("start_time").asString()).isEqualTo("2026-03-01T10:00:00.000Z");
            assertThat(made.path("count").intValue()).isEqualTo(1);
            assertThat(made.path("confidence").asString()).isEqualTo("Unknown");
            assertThat(made.path("tlp").asString()).isEqualTo("amber");
        }
    }

    @Test
    default void anIdIsChosenOnlyByThoseWhoMay() {
        var may = person("chief", "org-a", "private-intel", "specify-id");
        var id = ADDRESS + "/ctia/indicator/indicator-00000000-0000-4000-8000-000000000001";
        try (var bench = open()) {
            assertThat(refused(() -> bench.create(ANA, INDICATOR, indicator("x").put("id", id))))
                    .isInstanceOf(Refusal.NotAllowed.class);
            assertThat(bench.idOf(may, INDICATOR, indicator("x").put("id", id))).isEqualTo(id);
            assertThat(refused(() -> bench.create(may, INDICATOR, indicator("x").put("id", id))))
                    .isInstanceOf(Refusal.Conflict.class);
            var foreign = id.replace(ADDRESS, "https://elsewhere.example");
            assertThat(refused(() -> bench.create(may, INDICATOR, indicator("x").put("id", foreign))))
                    .isInstanceOf(Refusal.Invalid.class);
            assertThat(refused(() -> bench.read(ANA, INDICATOR, foreign))).isInstanceOf(Refusal.NotFound.class);
            assertThat(bench.idOf(ANA, INDICATOR, indicator("y").put("id", "transient:1")))
                    .startsWith(ADDRESS);
        }
    }

    @Test
    default void idsFollowTheAddressOfTheProduct() {
        var store = store();
        String id;
        String relation;
        try (var bench = new Bench(store, index(), IntelligenceSettings.of("http://old.example:1234"))) {
            id = bench.idOf(ANA, INDICATOR, indicator("x"));
            relation = bench.idOf(
                    ANA,
                    RELATIONSHIP,
                    relationship(
                            "related-to",
                            id,
                            "https://elsewhere.example/ctia/actor/actor-00000000-0000-4000-8000-000000000002"));
        }
        try (var bench = new Bench(store, index(), IntelligenceSettings.of("https://new.example/base/"))) {
            assertThat(id).startsWith("http://old.example:1234/ctia/indicator/");
            var moved = bench.read(ANA, RELATIONSHIP, relation);
            assertThat(moved.path("source_ref").asString())
                    .isEqualTo(id.replace("http://old.example:1234", "https://new.example/base"));
            assertThat(moved.path("target_ref").asString()).startsWith("https://elsewhere.example/");
            assertThat(bench.ids(ANA, RELATIONSHIP, "source_ref=" + id)).hasSize(1);
            assertThat(bench.ids(
                            ANA,
                            RELATIONSHIP,
                            "source_ref=" + moved.path("source_ref").asString()))
                    .hasSize(1);
            assertThat(bench.ids(ANA, RELATIONSHIP, "query=source_ref:\"" + id + "\""))
                    .hasSize(1);
            var pattern = "*" + id.substring(id.lastIndexOf('/') + 1);
            assertThat(bench.ids(ANA, RELATIONSHIP, "query=source_ref:" + pattern))
                    .hasSize(1);
            assertThat(bench.ids(ANA, RELATIONSHIP, "query=target_ref:" + pattern))
                    .isEmpty();
        }
    }

    // Judgements and verdicts

    @Test
    default void numberAndNameOfADispositionFollowFromEachOther() {
        try (var bench = open()) {
            var number = bench.create(ANA, JUDGEMENT, judgement("10.0.0.1", 1, 2));
            assertThat(number.path("disposition_name").asString()).isEqualTo("Malicious");
            var name = bench.create(
                    ANA,
                    JUDGEMENT,
                    without(judgement("10.0.0.1", 1, 2), "disposition").put("disposition_name", "Common"));
            assertThat(name.path("disposition").intValue()).isEqualTo(4);
            var neither = bench.create(ANA, JUDGEMENT, without(judgement("10.0.0.1", 1, 2), "disposition"));
            assertThat(neither.path("disposition").intValue()).isEqualTo(5);
            assertThat(neither.path("disposition_name").asString()).isEqualTo("Unknown");
            var refused = refused(() ->
                    bench.create(ANA, JUDGEMENT, judgement("10.0.0.1", 1, 1).put("disposition_name", "Malicious")));
            assertThat(refused).isInstanceOf(Refusal.Invalid.class).hasMessageContaining("Mismatched");
        }
    }

    private static ObjectNode valid(ObjectNode judgement, String start, String end) {
        judgement.putObject("valid_time").put("start_time", start).put("end_time", end);
        return judgement;
    }

    @Test
    default void theVerdictIsOfTheHighestPriorityThenTheLowestDispositionThenTheEarliestStart() {
        try (var bench = open()) {
            assertThat(verdict(bench, ANA, IP)).isEmpty();
            bench.create(ANA, JUDGEMENT, judgement("10.0.0.1", 90, 1));
            bench.create(ANA, JUDGEMENT, judgement("10.0.0.1", 99, 3));
            bench.create(
                    ANA,
                    JUDGEMENT,
                    valid(judgement("10.0.0.1", 99, 2), "2026-02-02T00:00:00Z", "2027-01-01T00:00:00Z"));
            var wins = bench.idOf(
                    ANA,
                    JUDGEMENT,
                    valid(judgement("10.0.0.1", 99, 2), "2026-02-01T00:00:00Z", "2027-01-01T00:00:00Z"));
            bench.create(
                    ANA,
                    JUDGEMENT,
                    valid(judgement("10.0.0.1", 100, 1), "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z"));
            bench.create(ANA, JUDGEMENT, judgement("10.0.0.2", 100, 1));
            bench.create(BO, JUDGEMENT, judgement("10.0.0.1", 100, 1));

            var verdict = verdict(bench, ANA, IP).orElseThrow();

            assertThat(verdict.document())
                    .isEqualTo(
                            json(
                                    "{'type':'verdict','disposition':2,'disposition_name':'Malicious','judgement_id':'"
                                            + wins
                                            + "','observable':{'type':'ip','value':'10.0.0.1'},'valid_time':{'start_time':'2026-02-01T00:00:00.000Z','end_time':'2027-01-01T00:00:00.000Z'}}"));
            var trace = verdict.trace();
            assertThat(trace.path("considered").intValue()).isEqualTo(5);
            assertThat(trace.path("expired").intValue()).isEqualTo(1);
            assertThat(trace.path("steps").toString())
                    .contains("Highest priority: 99; 3 judgements left.")
                    .contains("2 (Malicious); 2 judgements left.")
                    .contains("earliest start: 2026-02-01T00:00:00.000Z; 1 judgement left.");
            assertThat(trace.path("judgements").get(0).path("judgement_id").asString())
                    .isEqualTo(wins);
            assertThat(trace.path("judgements").get(0).path("counts").booleanValue())
                    .isTrue();
            assertThat(trace.path("judgements").get(4).path("counts").booleanValue())
                    .isFalse();
        }
    }

    @Test
    default void aDeletedOrExpiredJudgementYieldsNothing() {
        try (var bench = open()) {
            var first = bench.idOf(ANA, JUDGEMENT, judgement("10.0.0.1", 90, 2).put("reason", "seen"));
            var second = bench.idOf(ANA, JUDGEMENT, judgement("10.0.0.1", 91, 3));
            bench.clock.pass(Duration.ofSeconds(1));
            bench.intelligence.delete(ANA, JUDGEMENT, second, none(), true);
            assertThat(verdict(bench, ANA, IP)
                            .orElseThrow()
                            .document()
                            .path("judgement_id")
                            .asString())
                    .isEqualTo(first);

            assertThat(refused(() -> bench.intelligence.expire(ANA, JUDGEMENT, first, none(), true)))
                    .isInstanceOf(Refusal.Invalid.class);
            var expired = bench.intelligence
                    .expire(ANA, JUDGEMENT, first, Optional.of("wrong"), true)
                    .entity();

            assertThat(expired.path("reason").asString()).isEqualTo("seen wrong");
            assertThat(expired.path("valid_time").path("end_time").asString()).isEqualTo("2026-03-02T09:00:01.000Z");
            assertThat(verdict(bench, ANA, IP)).isEmpty();
        }
    }

    @Test
    default void aJudgementCountsFromItsStartUpToItsEnd() {
        try (var bench = open()) {
            record Case(String start, String end, boolean counts) {}
            var n = 0;
            for (var each : List.of(
                    new Case("2026-03-02T09:00:00Z", "2026-03-16T09:00:00Z", true),
                    new Case("2026-03-02T09:00:00Z", "2026-03-02T09:00:00Z", false),
                    new Case("2026-03-02T09:00:00Z", "2026-03-02T09:00:10Z", true),
                    new Case("2026-03-03T09:00:00Z", "2026-03-04T09:00:00Z", false),
                    new Case("2026-03-01T09:00:00Z", "2026-03-02T08:00:00Z", false))) {
                var ip = "10.0.1." + n++;
                bench.create(ANA, JUDGEMENT, valid(judgement(ip, 90, 2), each.start, each.end));
                assertThat(verdict(bench, ANA, new Observable(ObservableType.IP, ip))
                                .isPresent())
                        .as(each.toString())
                        .isEqualTo(each.counts);
            }
            assertThat(refused(() -> bench.create(
                            ANA,
                            JUDGEMENT,
                            valid(judgement("10.0.0.1", 1, 2), "2026-03-02T09:00:00Z", "2026-03-01T09:00:00Z"))))
                    .isInstanceOf(Refusal.Invalid.class);
        }
    }

    @Test
    default void aTimeOfCreationReplacesValidity() {
        try (var bench = open()) {
            bench.create(
                    ANA,
                    JUDGEMENT,
                    valid(judgement("10.0.0.1", 90, 2), "2020-01-01T00:00:00Z", "2020-01-02T00:00:00Z"));
            bench.clock.pass(Duration.ofHours(1));
            bench.create(ANA, JUDGEMENT, judgement("10.0.0.1", 95, 3));

            var early = bench.intelligence.verdict(ANA, IP, none(), Optional.of(Instant.parse("2026-03-02T10:00:00Z")));
            assertThat(early.orElseThrow().document().path("disposition").intValue())
                    .isEqualTo(2);
            var late = bench.intelligence.verdict(ANA, IP, Optional.of(Instant.parse("2026-03-02T10:00:00Z")), none());
            assertThat(late.orElseThrow().document().path("disposition").intValue())
                    .isEqualTo(3);
            var look = bench.search(JUDGEMENT, Takes.LOOK_UP, "to=2026-03-02T10:00:00Z")
                    .of(IP);
            assertThat(bench.intelligence.search(ANA, look).entities()).hasSize(1);
            var all = bench.search(JUDGEMENT, Takes.LOOK_UP, "sort_by=disposition:desc")
                    .of(IP);
            assertThat(texts(bench.intelligence.search(ANA, all).entities(), "disposition"))
                    .containsExactly("3", "2");
        }
    }

    @Test
    default void observablesAreComparedWithoutCaseAndUrlsWithoutTheLastSlash() {
        try (var bench = open()) {
            var sent = judgement("x", 90, 2);
            sent.putObject("observable").put("type", "url").put("value", "http://Evil.example/A/");
            var id = bench.idOf(ANA, JUDGEMENT, sent);
            for (var spelling : List.of("http://Evil.example/A/", "http://evil.EXAMPLE/a")) {
                var url = new Observable(ObservableType.URL, spelling);
                assertThat(verdict(bench, ANA, url)
                                .orElseThrow()
                                .document()
                                .path("judgement_id")
                                .asString())
                        .isEqualTo(id);
                assertThat(bench.intelligence
                                .search(
                                        ANA,
                                        bench.search(JUDGEMENT, Takes.LOOK_UP).of(url))
                                .total())
                        .isEqualTo(1);
            }
            assertThat(verdict(bench, ANA, new Observable(ObservableType.DOMAIN, "http://evil.example/a")))
                    .isEmpty();
        }
    }

    @Test
    default void indicatorsAreFoundByWhatTiesThemToAnObservable() {
        try (var bench = open()) {
            var judgement = bench.idOf(ANA, JUDGEMENT, judgement("10.0.0.1", 90, 2));
            var again = bench.idOf(ANA, JUDGEMENT, judgement("10.0.0.1", 91, 2));
            var sighting = bench.idOf(ANA, SIGHTING, sighting("seen", "10.0.0.9", "10.0.0.1"));
            var pattern = bench.idOf(ANA, INDICATOR, indicator("pattern"));
            var list = bench.idOf(ANA, INDICATOR, indicator("list"));
            bench.create(ANA, RELATIONSHIP, relationship("based-on", judgement, pattern));
            bench.create(ANA, RELATIONSHIP, relationship("element-of", judgement, list));
            bench.create(ANA, RELATIONSHIP, relationship("element-of", again, list));
            bench.create(ANA, RELATIONSHIP, relationship("related-to", again, sighting));
            bench.create(ANA, RELATIONSHIP, relationship("sighting-of", sighting, pattern));
            bench.create(ANA, RELATIONSHIP, relationship("based-on", sighting, list));

            assertThat(bench.intelligence.indicatorsOfJudgements(ANA, IP))
                    .containsExactlyInAnyOrder(pattern, list)
                    .isSorted();
            assertThat(bench.intelligence.indicatorsOfSightings(ANA, IP)).containsExactly(pattern);
            assertThat(bench.intelligence.indicatorsOfJudgements(BO, IP)).isEmpty();
            assertThat(bench.intelligence
                            .search(ANA, bench.search(SIGHTING, Takes.LOOK_UP).of(IP))
                            .total())
                    .isEqualTo(1);
            var known = bench.intelligence.known(ANA, IP, 100);
            assertThat(known.keySet())
                    .containsExactlyInAnyOrder("judgements", "sightings", "indicators", "relationships");
            assertThat(known.get("relationships")).hasSize(4);
            assertThat(known.get("judgements")).hasSize(2);
        }
    }

    // Search

    @Test
    default void anExternalIdFindsExactlyItsEntity() {
        try (var bench = open()) {
            var sent = indicator("x");
            sent.putArray("external_ids").add("feed-ABC").add("other");
            var id = bench.idOf(ANA, INDICATOR, sent);
            bench.create(ANA, INDICATOR, indicator("y"));

            var search = bench.search(INDICATOR, Takes.LOOK_UP).withExternalId("feed-ABC");
            assertThat(texts(bench.intelligence.search(ANA, search).entities(), "id"))
                    .containsExactly(id);
            assertThat(bench.intelligence
                            .search(ANA, bench.search(INDICATOR, Takes.LOOK_UP).withExternalId("feed-abc"))
                            .total())
                    .isZero();
            assertThat(bench.intelligence.search(BO, search).total()).isZero();
        }
    }

    @Test
    default void queriesFindWords() {
        try (var bench = open()) {
            bench.create(
                    ANA,
                    INDICATOR,
                    indicator("Exploit for CVE2021x44228")
                            .put("description", "Only a *relay* noticed.")
                            .put("producer", "Desk One"));

            for (var hit : List.of(
                    "CVE2021x44228",
                    "exploits",
                    "description:noticing OR title:exploit",
                    "producer:\"desk one\"",
                    "producer:desk*",
                    "_exists_:producer",
                    "exploit AND NOT beacon",
                    "title:(exploit)"))
                assertThat(bench.ids(ANA, INDICATOR, "query=" + hit)).as(hit).hasSize(1);
            for (var miss : List.of(
                    "CVE",
                    "producer:desk",
                    "title:relay",
                    "nothing:exploit",
                    "exploit beacon",
                    "owner:ana",
                    "groups:org-a"))
                assertThat(bench.ids(ANA, INDICATOR, "query=" + miss)).as(miss).isEmpty();
            assertThat(bench.ids(ANA, INDICATOR, "query=relay", "search_fields=title"))
                    .isEmpty();
            assertThat(bench.ids(ANA, INDICATOR, "query=relay", "search_fields=title,description"))
                    .hasSize(1);
            for (var bad : List.of(
                    "(exploit", "title:", "\"open", "[a TO", "/ex.*/", "a AND", ")", "title:/x/", "x ".repeat(1_025)))
                assertThat(refused(() -> bench.ids(ANA, INDICATOR, "query=" + bad)))
                        .as(bad)
                        .isInstanceOf(Refusal.Invalid.class)
                        .satisfies(r -> assertThat(r.details()).containsEntry("type", "ES Invalid Request"));
            for (var odd : List.of(
                    "(exploit", "exploit)", "\"exploit", "exploit +", "-", "((((", "exploit | \"", "~~ ||", "exploit*"))
                bench.page(ANA, INDICATOR, "simple_query=" + odd);
            assertThat(bench.ids(ANA, INDICATOR, "simple_query=(exploit")).hasSize(1);
        }
    }

    @Test
    default void unknownAndMalformedParametersAreRefused() {
        try (var bench = open()) {
            for (var bad : List.of(
                    "nonsense=1",
                    "search_fields=nonsense",
                    "sort_by=nonsense",
                    "sort_by=title:up",
                    "sort_order=up",
                    "limit=-1",
                    "limit=x",
                    "limit=10001",
                    "offset=10000",
                    "from=yesterday",
                    "revision=x",
                    "fields=nonsense",
                    "search_after=x",
                    "sort_by=owner"))
                assertThat(refused(() -> bench.page(ANA, INDICATOR, bad)))
                        .as(bad)
                        .isInstanceOf(Refusal.Invalid.class);
            assertThat(refused(() -> bench.search(INDICATOR, Takes.COUNT, "limit=1")))
                    .isInstanceOf(Refusal.Invalid.class);
        }
    }

    @Test
    default void pagesAreWalkedToTheEndEachHitOnce() {
        try (var bench = open()) {
            IntStream.range(0, 10).forEach(i -> bench.create(ANA, INDICATOR, indicator("title " + (i % 3))));
            var walked = new ArrayList<String>();
            var page = bench.page(ANA, INDICATOR, "limit=3", "sort_by=title:desc");
            while (true) {
                walked.addAll(texts(page.entities(), "id"));
                assertThat(page.total()).isEqualTo(10);
                if (!page.more()) break;
                page = bench.page(
                        ANA,
                        INDICATOR,
                        "limit=3",
                        "sort_by=title:desc",
                        "search_after=" + page.last().orElseThrow().text());
            }
            assertThat(walked).hasSize(10).doesNotHaveDuplicates();
            assertThat(page.entities()).hasSize(1);
            assertThat(bench.ids(ANA, INDICATOR, "limit=3", "offset=3", "sort_by=title:desc"))
                    .isEqualTo(walked.subList(3, 6));
            var beyond = bench.page(ANA, INDICATOR, "offset=100");
            assertThat(beyond.entities()).isEmpty();
            assertThat(beyond.total()).isEqualTo(10);
        }
    }

    @Test
    default void fieldsCutAHitDown() {
        try (var bench = open()) {
            bench.create(ANA, JUDGEMENT, judgement("10.0.0.1", 90, 2));
            var hit = bench.page(ANA, JUDGEMENT, "fields=source,observable.value")
                    .entities()
                    .getFirst();
            assertThat(hit.properties().stream().map(e -> e.getKey()))
                    .containsExactlyInAnyOrder("id", "owner", "groups", "tlp", "source", "observable");
            assertThat(hit.path("observable").toString()).isEqualTo("{\"value\":\"10.0.0.1\"}");
        }
    }

    @Test
    default void filtersAreExactAndIgnoreCase() {
        try (var bench = open()) {
            var sent = sighting("x", "10.0.0.1").put("sensor", "network.proxy");
            bench.create(ANA, SIGHTING, sent);
            for (var hit :
                    List.of("sensor=NETWORK.proxy", "observables.value=10.0.0.1", "observables.type=ip", "tlp=amber"))
                assertThat(bench.ids(ANA, SIGHTING, hit)).as(hit).hasSize(1);
            for (var miss : List.of("sensor=network", "observables.value=10.0.0", "tlp=green"))
                assertThat(bench.ids(ANA, SIGHTING, miss)).as(miss).isEmpty();
            bench.create(ANA, JUDGEMENT, judgement("10.0.0.1", 90, 2));
            assertThat(bench.ids(ANA, JUDGEMENT, "priority=90", "disposition=2", "disposition_name=malicious"))
                    .hasSize(1);
            assertThat(bench.ids(ANA, JUDGEMENT, "priority=91")).isEmpty();
        }
    }

    // Casebooks

    private static List<String> values(ObjectNode casebook) {
        var values = new ArrayList<String>();
        for (var each : casebook.path("observables"))
            values.add(each.path("value").asString());
        return values;
    }

    private static ObjectNode items(
            Bench bench, Caller caller, String id, String field, ItemOperation operation, String list) {
        return bench.intelligence
                .items(
                        caller,
                        CASEBOOK,
                        id,
                        field,
                        operation,
                        json("{'x':" + list + "}").path("x"),
                        none(),
                        true)
                .entity();
    }

    @Test
    default void itemsOfACasebookAreAddedRemovedAndReplacedWithAuthorAndTime() {
        try (var bench = open()) {
            var id = bench.idOf(ANA, CASEBOOK, casebook("case"));
            items(
                    bench,
                    ANA,
                    id,
                    "observables",
                    ItemOperation.ADD,
                    "[{'type':'ip','value':'a'},{'type':'ip','value':'b'}]");
            bench.clock.pass(Duration.ofMinutes(1));
            assertThat(values(items(
                            bench,
                            ALEX,
                            id,
                            "observables",
                            ItemOperation.ADD,
                            "[{'type':'ip','value':'a'},{'type':'ip','value':'c'}]")))
                    .containsExactly("a", "b", "a", "c");
            assertThat(values(
                            items(bench, ALEX, id, "observables", ItemOperation.REMOVE, "[{'type':'ip','value':'a'}]")))
                    .containsExactly("b", "c");
            items(bench, ALEX, id, "texts", ItemOperation.ADD, "[{'type':'note','text':'<script>alert(1)</script>'}]");

            var detail = bench.intelligence.detail(ANA, CASEBOOK, id);
            assertThat(detail.items().get("observables"))
                    .extracting(i -> i.value().path("value").asString() + " " + i.by() + " " + i.at())
                    .containsExactly("b ana 2026-03-02T09:00:00Z", "c alex 2026-03-02T09:01:00Z");
            assertThat(detail.entity().path("texts").get(0).path("text").asString())
                    .isEqualTo("<script>alert(1)</script>");
            assertThat(values(items(
                            bench,
                            ANA,
                            id,
                            "observables",
                            ItemOperation.REPLACE,
                            "[{'type':'ip','value':'c'},{'type':'ip','value':'d'}]")))
                    .containsExactly("c", "d");
            assertThat(bench.intelligence.detail(ANA, CASEBOOK, id).items().get("observables"))
                    .extracting(i -> i.by())
                    .containsExactly("alex", "ana");
            assertThat(items(bench, ANA, id, "observables", ItemOperation.REPLACE, "[]")
                            .path("observables")
                            .isEmpty())
                    .isTrue();
            assertThat(bench.ids(ANA, CASEBOOK, "query=script", "search_fields=title"))
                    .isEmpty();
            assertThat(bench.ids(ANA, CASEBOOK, "texts.text=alert")).containsExactly(id);

            assertThat(refused(() -> items(
                            bench,
                            ANA,
                            "casebook-00000000-0000-4000-8000-000000000001",
                            "texts",
                            ItemOperation.ADD,
                            "[]")))
                    .isInstanceOf(Refusal.NotFound.class);
            assertThat(refused(() -> items(bench, BO, id, "texts", ItemOperation.ADD, "[]")))
                    .isInstanceOf(Refusal.NotFound.class);
            assertThat(refused(() -> items(
                            bench, ANA, id, "observables", ItemOperation.ADD, "[{'type':'nonsense','value':'a'}]")))
                    .isInstanceOf(Refusal.Invalid.class);
        }
    }

    @Test
    default void aBundleOfACasebookIsJoinedTakenApartAndReplaced() {
        try (var bench = open()) {
            var id = bench.idOf(ANA, CASEBOOK, casebook("case"));
            var actors = json("{'actors':[{'title':'a'},{'title':'b'}],'source':'desk'}");
            bench.intelligence.bundle(ANA, CASEBOOK, id, ItemOperation.ADD, actors, none(), true);
            var added = bench.intelligence
                    .bundle(
                            ANA,
                            CASEBOOK,
                            id,
                            ItemOperation.ADD,
                            json("{'actors':[{'title':'c'}],'tools':[{'x':1}]}"),
                            none(),
                            true)
                    .entity();
            assertThat(added.path("bundle").path("actors").size()).isEqualTo(3);
            var less = bench.intelligence
                    .bundle(ANA, CASEBOOK, id, ItemOperation.REMOVE, json("{'actors':[{'title':'a'}]}"), none(), true)
                    .entity();
            assertThat(less.path("bundle").path("actors").size()).isEqualTo(2);
            var other = bench.intelligence
                    .bundle(ANA, CASEBOOK, id, ItemOperation.REPLACE, json("{'actors':[{'title':'z'}]}"), none(), true)
                    .entity();
            assertThat(other.path("bundle"))
                    .isEqualTo(json("{'actors':[{'title':'z'}],'source':'desk','tools':[{'x':1}]}"));
            assertThat(refused(() -> bench.intelligence.bundle(
                            ANA, CASEBOOK, id, ItemOperation.ADD, json("{'casebooks':[]}"), none(), true)))
                    .isInstanceOf(Refusal.Invalid.class);
            assertThat(bench.ids(ANA, CASEBOOK, "query=desk")).isEmpty();
            var told = bench.intelligence
                    .detail(ANA, CASEBOOK, id)
                    .history()
                    .getFirst()
                    .path("events")
                    .get(0);
            assertThat(told.path("entity").path("bundle")).isEqualTo(json("{'actors':[{'title':'z'}]}"));
            assertThat(told.path("entity").has("title")).isFalse();
        }
    }

    @Test
    default void aPatchMergesObjectsAndReplacesTheRest() {
        try (var bench = open()) {
            var sent = casebook("case").put("description", "long").put("source", "desk");
            sent.putArray("observables").addObject().put("type", "ip").put("value", "a");
            sent.putObject("bundle").put("source", "x").put("title", "y");
            var id = bench.idOf(ANA, CASEBOOK, sent);
            bench.clock.pass(Duration.ofMinutes(1));

            var patched = bench.intelligence.patch(
                    ALEX,
                    CASEBOOK,
                    id,
                    json("{'title':'new','bundle':{'title':'z'},'schema_version':'9','owner':'alex'}"),
                    none(),
                    true);

            var entity = patched.entity();
            assertThat(entity.path("title").asString()).isEqualTo("new");
            assertThat(entity.path("description").asString()).isEqualTo("long");
            assertThat(entity.path("bundle")).isEqualTo(json("{'source':'x','title':'z'}"));
            assertThat(entity.path("schema_version").asString()).isEqualTo("1.3.30");
            assertThat(entity.path("owner").asString()).isEqualTo("ana");
            assertThat(bench.intelligence
                            .detail(ANA, CASEBOOK, id)
                            .items()
                            .getOrDefault("observables", List.of())
                            .getFirst()
                            .by())
                    .isEqualTo("ana");
            assertThat(refused(() -> bench.intelligence.patch(ANA, CASEBOOK, id, json("{'title':7}"), none(), true)))
                    .isInstanceOf(Refusal.Invalid.class);
            items(bench, ANA, id, "observables", ItemOperation.ADD, "[{'type':'ip','value':'b'}]");
        }
    }

    @Test
    default void ofTwoEditsAtOnceTheSecondIsToldAndMerges() {
        try (var bench = open()) {
            var id = bench.idOf(ANA, CASEBOOK, casebook("case"));
            var seen = bench.intelligence.read(ANA, CASEBOOK, id).version();
            bench.intelligence.patch(ALEX, CASEBOOK, id, json("{'description':'by alex'}"), Optional.of(seen), true);

            var refused = refused(() ->
                    bench.intelligence.patch(ANA, CASEBOOK, id, json("{'title':'by ana'}"), Optional.of(seen), true));
            assertThat(refused).isInstanceOf(Refusal.Overtaken.class).hasMessageContaining("version 2");

            var now = bench.intelligence.read(ANA, CASEBOOK, id).version();
            var merged = bench.intelligence
                    .patch(ANA, CASEBOOK, id, json("{'title':'by ana'}"), Optional.of(now), true)
                    .entity();
            assertThat(merged.path("title").asString()).isEqualTo("by ana");
            assertThat(merged.path("description").asString()).isEqualTo("by alex");
        }
    }

    @Test
    default void addingAtOnceLosesNothing() throws Exception {
        try (var bench = open();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var id = bench.idOf(ANA, CASEBOOK, casebook("case"));
            var adding = IntStream.range(0, 40)
                    .mapToObj(i -> threads.submit(() -> items(
                            bench,
                            ANA,
                            id,
                            "observables",
                            ItemOperation.ADD,
                            "[{'type':'ip','value':'10.0.0." + i + "'}]")))
                    .toList();
            for (var each : adding) each.get();

            assertThat(values(bench.read(ANA, CASEBOOK, id))).hasSize(40).doesNotHaveDuplicates();
            assertThat(bench.intelligence.read(ANA, CASEBOOK, id).version()).isEqualTo(41);
            assertThat(bench.ids(ANA, CASEBOOK, "query=observables.value:10.0.0.39"))
                    .containsExactly(id);
        }
    }

    @Test
    default void markupAndLongObservablesAreKeptExactlyAndFound() {
        try (var bench = open()) {
            var id = bench.idOf(ANA, CASEBOOK, casebook("<img src=x onerror=alert(1)>"));
            var values = List.of(
                    "<b>\"'&\\\n\t\u0000\u202e</b>", "http://evil.example/" + "Ä".repeat(10_240), "💣".repeat(3_000));
            for (var value : values) {
                var list = Bench.JSON.createArrayNode();
                list.addObject().put("type", "url").put("value", value);
                bench.intelligence.items(ANA, CASEBOOK, id, "observables", ItemOperation.ADD, list, none(), true);
                var sent = judgement("x", 90, 2);
                sent.putObject("observable").put("type", "url").put("value", value);
                bench.create(ANA, JUDGEMENT, sent);
                var url = new Observable(ObservableType.URL, value);
                assertThat(verdict(bench, ANA, url)
                                .orElseThrow()
                                .document()
                                .path("observable")
                                .path("value")
                                .asString())
                        .isEqualTo(value);
                assertThat(bench.intelligence
                                .search(
                                        ANA,
                                        bench.search(JUDGEMENT, Takes.LOOK_UP).of(url))
                                .total())
                        .isEqualTo(1);
            }
            assertThat(values(bench.read(ANA, CASEBOOK, id))).isEqualTo(values);
            assertThat(bench.read(ANA, CASEBOOK, id).path("title").asString())
                    .isEqualTo("<img src=x onerror=alert(1)>");
        }
    }

    // Events

    @Test
    default void everyChangeIsInTheHistory() {
        try (var bench = open()) {
            var id = bench.idOf(ANA, CASEBOOK, casebook("case"));
            bench.clock.pass(Duration.ofSeconds(2));
            items(bench, ANA, id, "observables", ItemOperation.ADD, "[{'type':'ip','value':'a'}]");
            bench.clock.pass(Duration.ofSeconds(1));
            bench.intelligence.patch(
                    ALEX, CASEBOOK, id, json("{'title':'new','timestamp':'2026-03-02T09:00:00.000Z'}"), none(), true);
            bench.clock.pass(Duration.ofMinutes(1));
            var indicator = bench.idOf(ALEX, INDICATOR, indicator("x"));
            bench.create(ALEX, RELATIONSHIP, relationship("related-to", id, indicator));

            var history = bench.intelligence.detail(ANA, CASEBOOK, id).history();

            assertThat(history)
                    .extracting(b ->
                            b.path("owner").asString() + " " + b.path("count").intValue())
                    .containsExactly("alex 1", "alex 1", "ana 2");
            assertThat(history.get(0)
                            .path("events")
                            .get(0)
                            .path("entity")
                            .path("source_ref")
                            .asString())
                    .isEqualTo(id);
            var patch = history.get(1).path("events").get(0);
            assertThat(patch.path("event_type").asString()).isEqualTo("record-updated");
            var fields = new ArrayList<String>();
            for (var field : patch.path("fields"))
                fields.add(field.path("field").asString());
            assertThat(fields).containsExactlyInAnyOrder("title", "timestamp", "modified");
            assertThat(patch.path("fields").toString())
                    .contains(
                            "{\"field\":\"title\",\"action\":\"modified\",\"change\":{\"before\":\"case\",\"after\":\"new\"}}");
            var added = history.get(2).path("events").get(0);
            assertThat(added.path("entity").path("observables").toString())
                    .isEqualTo("[{\"type\":\"ip\",\"value\":\"a\"}]");
            assertThat(added.path("entity").path("id").asString()).isEqualTo(id);
            assertThat(added.path("fields").get(0).path("action").asString()).isEqualTo("added");
            assertThat(history.get(2).path("events").get(1).path("event_type").asString())
                    .isEqualTo("record-created");
            assertThatThrownBy(() -> bench.intelligence.detail(BO, CASEBOOK, id))
                    .isInstanceOf(Refusal.NotFound.class);
            assertThat(bench.intelligence.history(BO, id.substring(id.lastIndexOf('/') + 1)))
                    .isEmpty();
        }
    }

    // The index

    @Test
    default void aWriteThatDoesNotWaitIsFoundSoon() {
        try (var bench = open()) {
            bench.intelligence.create(ANA, INDICATOR, indicator("soon"), false);
            assertThat(bench.intelligence.settle(Duration.ofSeconds(30))).isTrue();
            assertThat(bench.ids(ANA, INDICATOR, "query=soon")).hasSize(1);
            assertThat(bench.intelligence
                            .create(ANA, INDICATOR, indicator("now"), true)
                            .findable())
                    .isTrue();
        }
    }

    @Test
    default void anIndexThatIsNewIsFilledFromTheStore() {
        var store = store();
        try (var bench = new Bench(store, index())) {
            IntStream.range(0, 20).forEach(i -> bench.create(ANA, INDICATOR, indicator("number " + i)));
        }
        try (var bench = new Bench(store, index())) {
            assertThat(bench.page(ANA, INDICATOR, "query=number").total()).isEqualTo(20);
            bench.create(ANA, INDICATOR, indicator("number 20"));
            assertThat(bench.page(ANA, INDICATOR, "query=number").total()).isEqualTo(21);
        }
    }
}
