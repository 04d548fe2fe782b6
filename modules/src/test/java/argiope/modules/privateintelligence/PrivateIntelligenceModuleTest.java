package argiope.modules.privateintelligence;

import static argiope.contracts.platform.intelligence.Bench.ANA;
import static argiope.contracts.platform.intelligence.Bench.BO;
import static argiope.contracts.platform.intelligence.Bench.INDICATOR;
import static argiope.contracts.platform.intelligence.Bench.JUDGEMENT;
import static argiope.contracts.platform.intelligence.Bench.RELATIONSHIP;
import static argiope.contracts.platform.intelligence.Bench.SIGHTING;
import static argiope.contracts.platform.intelligence.Bench.indicator;
import static argiope.contracts.platform.intelligence.Bench.judgement;
import static argiope.contracts.platform.intelligence.Bench.relationship;
import static argiope.contracts.platform.intelligence.Bench.sighting;
import static org.assertj.core.api.Assertions.assertThat;

import argiope.contracts.platform.intelligence.Bench;
import argiope.core.observable.Observable;
import argiope.core.observable.ObservableType;
import argiope.memory.platform.entities.MemoryEntityIndex;
import argiope.memory.platform.entities.MemoryEntityStore;
import argiope.platform.module.ModuleError;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PrivateIntelligenceModuleTest {
    private static final List<Observable> BOTH =
            List.of(new Observable(ObservableType.IP, "10.0.0.1"), new Observable(ObservableType.IP, "10.0.0.2"));

    private final Bench bench = new Bench(new MemoryEntityStore(), new MemoryEntityIndex());
    private final PrivateIntelligenceModule module = new PrivateIntelligenceModule(bench.intelligence);

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void deliberatesWithVerdictsAndTheirTraceOnly() {
        bench.create(ANA, JUDGEMENT, judgement("10.0.0.1", 90, 2));

        var findings = module.deliberate(ANA, BOTH);

        assertThat(findings.documents()).containsOnlyKeys("verdicts");
        assertThat(findings.of("verdicts")).hasSize(1);
        assertThat(findings.of("verdicts")
                        .getFirst()
                        .path("trace")
                        .path("steps")
                        .isEmpty())
                .isFalse();
        assertThat(module.deliberate(BO, BOTH).documents()).isEmpty();
    }

    @Test
    void observesEachThingOnce() {
        var judgement = bench.idOf(ANA, JUDGEMENT, judgement("10.0.0.1", 90, 2));
        bench.create(ANA, SIGHTING, sighting("seen", "10.0.0.1", "10.0.0.2"));
        var indicator = bench.idOf(ANA, INDICATOR, indicator("pattern"));
        bench.create(ANA, RELATIONSHIP, relationship("based-on", judgement, indicator));

        var findings = module.observe(ANA, BOTH);

        assertThat(findings.documents())
                .containsOnlyKeys("verdicts", "judgements", "sightings", "indicators", "relationships");
        findings.documents()
                .forEach((kind, documents) -> assertThat(documents).as(kind).hasSize(1));
        assertThat(module.observe(BO, BOTH).documents()).isEmpty();
    }

    @Test
    void saysWhenThereIsMoreThanItTells() {
        IntStream.range(0, 101)
                .forEach(i -> bench.intelligence.create(ANA, JUDGEMENT, judgement("10.0.0.1", i, 2), false));

        var findings = module.observe(ANA, BOTH);

        assertThat(findings.of("judgements")).hasSize(100);
        assertThat(findings.warnings()).extracting(ModuleError::type).containsExactly("warning");
    }

    @Test
    void describesItselfAsPublished() {
        var kind = new PrivateIntelligenceKind(bench.intelligence);
        assertThat(kind.typeId()).isEqualTo("2c8b4134-c521-5be5-aaf8-af06e5e27cbb");
        assertThat(kind.type().path("title").asString()).isEqualTo("Private Intelligence");
        assertThat(kind.type().path("id").asString()).isEqualTo(kind.typeId());
    }
}
