package argiope.platform.module;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class AnswerBoundsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static ObjectNode json(String text) {
        return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
    }

    private static Findings tidy(String kind, ObjectNode... documents) {
        return AnswerBounds.findings(new Findings(Map.of(kind, List.of(documents)), List.of()), AnswerBounds.KINDS);
    }

    @Test
    void aVerdictOfTheBareMinimumIsCompleted() {
        var found = tidy("verdicts", json("{'observable':{'type':'domain','value':'x.example'},'disposition':2}"));

        assertThat(found.of("verdicts"))
                .containsExactly(json("{'observable':{'type':'domain','value':'x.example'},'disposition':2,"
                        + "'type':'verdict','disposition_name':'Malicious','valid_time':{}}"));
        assertThat(found.warnings()).isEmpty();
    }

    @Test
    void unusableVerdictsAreDroppedWithAWarningAndTheRestStays() {
        var found = tidy(
                "verdicts",
                json("{'observable':{'type':'domain','value':'x.example'},'disposition':1}"),
                json("{'observable':{'type':'domain','value':'x.example'},'disposition':6}"),
                json("{'observable':{'type':'domain','value':'x.example'},'disposition':'2'}"),
                json("{'observable':{'type':'nonsense','value':'x.example'},'disposition':2}"),
                json("{'observable':'x.example','disposition':2}"),
                json("{}"));

        assertThat(found.of("verdicts")).hasSize(1);
        assertThat(found.warnings()).singleElement().satisfies(warning -> {
            assertThat(warning.type()).isEqualTo("warning");
            assertThat(warning.code()).isEqualTo("unusable");
            assertThat(warning.message()).startsWith("5 ");
        });
    }

    @Test
    void aHundredMegabytesAreCutWithAWarning() {
        var document = json("{'title':'x'}").put("description", "x".repeat(1_000_000));

        var found = AnswerBounds.findings(
                new Findings(Map.of("sightings", Collections.nCopies(100, document)), List.of()), AnswerBounds.KINDS);

        assertThat(found.of("sightings")).hasSizeBetween(1, 5);
        assertThat(found.warnings()).extracting(ModuleError::code).containsExactly("truncated");
    }

    @Test
    void oneDocumentOfAHundredMegabytesIsLeftOut() {
        var found =
                tidy("sightings", json("{}").put("description", "x".repeat(100_000_000)), json("{'title':'small'}"));

        assertThat(found.of("sightings")).containsExactly(json("{'title':'small'}"));
        assertThat(found.warnings()).extracting(ModuleError::code).containsExactly("truncated");
    }

    @Test
    void aDocumentThatHoldsItselfIsLeftOut() {
        var itself = json("{}");
        itself.set("again", itself);
        var deep = json("{}");
        var end = deep;
        for (var i = 0; i < 10_000; i++) end = end.putObject("a");

        var found = tidy("sightings", itself, deep, json("{'title':'plain'}"));

        assertThat(found.of("sightings")).containsExactly(json("{'title':'plain'}"));
        assertThat(found.warnings()).extracting(ModuleError::code).containsExactly("unusable");
    }

    @Test
    void aNumberThatWouldFillTheMemoryWhenWrittenIsLeftOut() {
        var found = tidy("sightings", json("{}").put("count", new BigDecimal("1E+1000000000")));

        assertThat(found.of("sightings")).isEmpty();
        assertThat(found.warnings()).extracting(ModuleError::code).containsExactly("unusable");
    }

    @Test
    void unknownKindsAreDroppedAndKnownOnesThatWereNotAskedForAreSilentlySo() {
        var findings =
                new Findings(Map.of("rubbish", List.of(json("{}")), "judgements", List.of(json("{}"))), List.of());

        var found = AnswerBounds.findings(findings, Set.of("verdicts"));

        assertThat(found.documents()).isEmpty();
        assertThat(found.warnings()).hasSize(1);
    }

    @Test
    void longAndManyWarningsAreCut() {
        var warning = new ModuleError("nonsense", "c".repeat(10_000), "m".repeat(10_000));

        var found =
                AnswerBounds.findings(new Findings(Map.of(), Collections.nCopies(5_000, warning)), AnswerBounds.KINDS);

        assertThat(found.warnings()).hasSize(100).allSatisfy(kept -> {
            assertThat(kept.type()).isEqualTo("warning");
            assertThat(kept.message().length()).isLessThan(1_000);
        });
    }

    @Test
    void linksAreCutToo() {
        var link = new ThreatModule.Reference("i".repeat(100_000), "t", "", "", Collections.nCopies(100, "Search"));

        var links = AnswerBounds.references(Collections.nCopies(5_000, link));

        assertThat(links).hasSize(1_000);
        assertThat(links.getFirst().id()).hasSize(20_000);
        assertThat(links.getFirst().categories()).containsExactly("Search");
    }
}
