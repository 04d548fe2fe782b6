package argiope.platform.intelligence.entity;

import static argiope.platform.intelligence.entity.Fields.ANY_TEXT;
import static argiope.platform.intelligence.entity.Fields.CONFIDENCE;
import static argiope.platform.intelligence.entity.Fields.COUNT;
import static argiope.platform.intelligence.entity.Fields.DATA_TABLE;
import static argiope.platform.intelligence.entity.Fields.DISPOSITION_NAME;
import static argiope.platform.intelligence.entity.Fields.FLAG;
import static argiope.platform.intelligence.entity.Fields.KILL_CHAIN_PHASE;
import static argiope.platform.intelligence.entity.Fields.LONG;
import static argiope.platform.intelligence.entity.Fields.MEDIUM;
import static argiope.platform.intelligence.entity.Fields.NUMBER;
import static argiope.platform.intelligence.entity.Fields.OBSERVABLE;
import static argiope.platform.intelligence.entity.Fields.OBSERVED_TIME;
import static argiope.platform.intelligence.entity.Fields.REF;
import static argiope.platform.intelligence.entity.Fields.RELATION;
import static argiope.platform.intelligence.entity.Fields.SENSOR_COORDINATES;
import static argiope.platform.intelligence.entity.Fields.SEVERITY;
import static argiope.platform.intelligence.entity.Fields.SHORT;
import static argiope.platform.intelligence.entity.Fields.TARGET;
import static argiope.platform.intelligence.entity.Fields.URI;
import static argiope.platform.intelligence.entity.Fields.VALID_TIME;
import static argiope.platform.intelligence.entity.Fields.describable;
import static argiope.platform.intelligence.entity.Fields.join;
import static argiope.platform.intelligence.entity.Fields.many;
import static argiope.platform.intelligence.entity.Fields.may;
import static argiope.platform.intelligence.entity.Fields.must;
import static argiope.platform.intelligence.entity.Fields.object;
import static argiope.platform.intelligence.entity.Fields.sourceable;
import static argiope.platform.intelligence.entity.Fields.sourced;
import static argiope.platform.intelligence.entity.Fields.text;
import static argiope.platform.intelligence.entity.Fields.words;

import argiope.platform.intelligence.entity.EntityDescription.Completion;
import argiope.platform.intelligence.entity.Shape.Field;
import argiope.platform.intelligence.entity.Shape.Found;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;

/// The types of entity the product keeps, and the names of those it only knows by name (inside a casebook's bundle).
public final class EntityTypes {
    /// The version of the data model written into every stored entity.
    public static final String SCHEMA_VERSION = "1.3.30";

    /// Every plural key of the data model; a bundle may have any of them.
    static final Set<String> PLURALS = Set.of(
            "actors",
            "assets",
            "asset_mappings",
            "asset_properties",
            "attack_patterns",
            "campaigns",
            "coas",
            "data_tables",
            "feedbacks",
            "identity_assertions",
            "incidents",
            "indicators",
            "judgements",
            "malwares",
            "notes",
            "relationships",
            "sightings",
            "target_records",
            "tools",
            "verdicts",
            "vulnerabilities",
            "weaknesses");

    /// Every key of a bundle that lists ids.
    static final Set<String> REFS = Set.of(
            "actor_refs",
            "asset_refs",
            "asset_mapping_refs",
            "asset_properties_refs",
            "attack_pattern_refs",
            "campaign_refs",
            "coa_refs",
            "data_table_refs",
            "feedback_refs",
            "identity_assertion_refs",
            "incident_refs",
            "indicator_refs",
            "judgement_refs",
            "malware_refs",
            "note_refs",
            "relationship_refs",
            "sighting_refs",
            "target_record_refs",
            "tool_refs",
            "verdict_refs",
            "vulnerability_refs",
            "weakness_refs");

    private static final Map<String, EntityDescription> BY_TYPE = new LinkedHashMap<>();
    private static final Map<String, EntityDescription> BY_PLURAL = new LinkedHashMap<>();

    static {
        for (var each : List.of(judgement(), sighting(), indicator(), relationship(), casebook())) {
            BY_TYPE.put(each.type(), each);
            BY_PLURAL.put(each.plural(), each);
        }
    }

    private EntityTypes() {}

    public static List<EntityDescription> all() {
        return List.copyOf(BY_TYPE.values());
    }

    public static Optional<EntityDescription> of(String type) {
        return Optional.ofNullable(BY_TYPE.get(type));
    }

    static Optional<EntityDescription> ofPlural(String plural) {
        return Optional.ofNullable(BY_PLURAL.get(plural));
    }

    private static EntityDescription judgement() {
        var fields = join(
                sourced(),
                List.of(
                        must("observable", OBSERVABLE),
                        must("priority", NUMBER),
                        must("severity", SEVERITY),
                        must("confidence", CONFIDENCE),
                        may("disposition", new Shape.Whole(1, 5)),
                        may("disposition_name", DISPOSITION_NAME),
                        text("reason", SHORT),
                        may("reason_uri", URI),
                        may("valid_time", VALID_TIME)));
        return EntityDescription.of("judgement", "judgements", fields)
                .completion(Completion.DISPOSITION)
                .expirableWithReason()
                .observables("observable")
                .search("disposition_name", "observable.value", "reason")
                .filters("disposition_name", "disposition", "priority", "severity", "confidence")
                .sort(
                        "disposition",
                        "priority",
                        "confidence",
                        "severity",
                        "valid_time.start_time",
                        "valid_time.end_time",
                        "reason",
                        "observable.type",
                        "observable.value")
                .build();
    }

    private static EntityDescription sighting() {
        var fields = join(
                describable(),
                sourceable(),
                List.of(
                        must("observed_time", OBSERVED_TIME),
                        may("count", COUNT),
                        may("confidence", CONFIDENCE),
                        may("severity", SEVERITY),
                        may("internal", FLAG),
                        may("resolution", ANY_TEXT),
                        may("sensor", ANY_TEXT),
                        may("sensor_coordinates", SENSOR_COORDINATES),
                        may("observables", many(OBSERVABLE)),
                        may("relations", many(RELATION)),
                        may("targets", many(TARGET)),
                        may("data", DATA_TABLE),
                        may("context", Fields.context()),
                        may("activity_interval", OBSERVED_TIME),
                        may("detection_interval", OBSERVED_TIME),
                        may("modification_interval", OBSERVED_TIME)));
        return EntityDescription.of("sighting", "sightings", fields)
                .tlp(Tlp.AMBER)
                .defaults("count", JsonNodeFactory.instance.numberNode(1))
                .defaults("confidence", JsonNodeFactory.instance.stringNode("Unknown"))
                .observables("observables")
                .search("title", "description", "short_description", "observables.value", "targets.observables.value")
                .filters("sensor", "observables.value", "observables.type")
                .sort(
                        "title",
                        "observed_time.start_time",
                        "observed_time.end_time",
                        "activity_interval.start_time",
                        "activity_interval.end_time",
                        "detection_interval.start_time",
                        "detection_interval.end_time",
                        "modification_interval.start_time",
                        "modification_interval.end_time",
                        "confidence",
                        "count",
                        "sensor")
                .build();
    }

    private static EntityDescription indicator() {
        var required = object(
                must("judgement_id", REF),
                may("confidence", CONFIDENCE),
                may("source", ANY_TEXT),
                may("relationship", ANY_TEXT));
        var specification = new Shape.Choice(Map.of(
                "Judgement",
                        object(
                                must("type", words("Judgement")),
                                must("judgements", many(REF)),
                                must("required_judgements", many(required))),
                "ThreatBrain",
                        object(
                                must("type", words("ThreatBrain")),
                                may("query", ANY_TEXT),
                                must("variables", many(ANY_TEXT))),
                "Snort", object(must("type", words("Snort")), must("snort_sig", ANY_TEXT)),
                "SIOC", object(must("type", words("SIOC")), must("SIOC", ANY_TEXT)),
                "OpenIOC", object(must("type", words("OpenIOC")), must("open_IOC", ANY_TEXT))));
        var fields = join(
                describable(),
                sourceable(),
                List.of(
                        must("producer", SHORT),
                        may(
                                "composite_indicator_expression",
                                object(must("operator", words("and", "or", "not")), must("indicator_ids", many(REF)))),
                        may("confidence", CONFIDENCE),
                        may(
                                "indicator_type",
                                many(words(
                                        "Malicious E-mail",
                                        "IP Watchlist",
                                        "File Hash Watchlist",
                                        "Domain Watchlist",
                                        "URL Watchlist",
                                        "Malware Artifacts",
                                        "C2",
                                        "Anonymization",
                                        "Exfiltration",
                                        "Host Characteristics",
                                        "Compromised PKI Certificate",
                                        "Login Name",
                                        "IMEI Watchlist",
                                        "IMSI Watchlist",
                                        "Private Threat Feed"))),
                        may("kill_chain_phases", many(KILL_CHAIN_PHASE)),
                        text("likely_impact", LONG),
                        may("negate", FLAG),
                        may("severity", SEVERITY),
                        may("specification", specification),
                        may("tags", many(SHORT)),
                        may("test_mechanisms", many(MEDIUM)),
                        may("valid_time", VALID_TIME)));
        return EntityDescription.of("indicator", "indicators", fields)
                .filters("indicator_type", "tags", "producer", "confidence", "severity")
                .filter("kill_chain_phases", "kill_chain_phases.kill_chain_name", "kill_chain_phases.phase_name")
                .filter("specification", "specification.type")
                .sort("title", "indicator_type", "likely_impact", "confidence")
                .build();
    }

    private static EntityDescription relationship() {
        var fields = join(
                describable(),
                sourceable(),
                List.of(must("relationship_type", ANY_TEXT), must("source_ref", REF), must("target_ref", REF)));
        return EntityDescription.of("relationship", "relationships", fields)
                .ends("source_ref", "target_ref")
                .filters("relationship_type", "source_ref", "target_ref")
                .sort("title", "relationship_type", "source_ref", "target_ref")
                .order("created")
                .build();
    }

    private static EntityDescription casebook() {
        var fields = join(
                describable(),
                sourceable(),
                List.of(
                        may("observables", many(OBSERVABLE)),
                        new Field("bundle", new Shape.Bundle(), false, Found.NEVER),
                        may(
                                "texts",
                                many(object(
                                        must("type", ANY_TEXT),
                                        text("text", ANY_TEXT).asRequired())))));
        return EntityDescription.of("casebook", "casebooks", fields)
                .tlp(Tlp.AMBER)
                .patchable()
                .items("observables", "texts")
                .search("title", "description", "short_description", "observables.value")
                .filters("texts.text")
                .build();
    }
}
