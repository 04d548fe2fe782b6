package argiope.platform.module;

import argiope.core.observable.ObservableType;
import argiope.core.verdict.Disposition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads a module's answer leniently and within limits: what is unusable, or too much, is dropped and a warning
/// says so. What comes out can be written as JSON without harm.
public final class AnswerBounds {
    /// What a module may say about, by plural key, as published.
    public static final Set<String> KINDS = Set.of(
            "actors",
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
            "tools",
            "verdicts",
            "vulnerabilities",
            "weaknesses");

    private static final long MOST_CHARACTERS = 5_000_000;
    private static final int MOST_DOCUMENTS = 10_000;
    private static final int DEEPEST = 50;
    private static final int MOST_WARNINGS = 100;
    private static final int MOST_LINKS = 1_000;
    private static final int LONGEST_TEXT = 20_000;

    private AnswerBounds() {}

    /// @param kinds those that were asked for; others are dropped silently
    public static Findings findings(Findings found, Set<String> kinds) {
        var warnings = new ArrayList<ModuleError>();
        for (var warning : found.warnings()) {
            if (warnings.size() < MOST_WARNINGS)
                warnings.add(new ModuleError(
                        Set.of("fatal", "error").contains(warning.type()) ? warning.type() : "warning",
                        shortened(warning.code(), 100),
                        shortened(warning.message(), 500)));
        }
        var documents = new LinkedHashMap<String, List<ObjectNode>>();
        var room = MOST_CHARACTERS;
        var truncated = false;
        var unusable = 0;
        for (var entry : found.documents().entrySet()) {
            if (!kinds.contains(entry.getKey())) {
                if (!KINDS.contains(entry.getKey()))
                    unusable += entry.getValue().size();
                continue;
            }
            var kept = new ArrayList<ObjectNode>();
            for (var document : entry.getValue()) {
                if (kept.size() == MOST_DOCUMENTS || room <= 0) {
                    truncated = true;
                    break;
                }
                var weight = weight(document, room);
                if (weight < 0) {
                    unusable++;
                } else if (weight > room) {
                    truncated = true;
                } else if (entry.getKey().equals("verdicts")) {
                    var verdict = document.deepCopy();
                    if (completed(verdict)) kept.add(verdict);
                    else unusable++;
                    room -= weight;
                } else {
                    kept.add(document);
                    room -= weight;
                }
            }
            documents.put(entry.getKey(), kept);
        }
        if (truncated)
            warnings.add(new ModuleError(
                    "warning", "truncated", "The module's answer was larger than is taken in; the rest is left out."));
        if (unusable > 0)
            warnings.add(new ModuleError(
                    "warning", "unusable", unusable + " of the module's documents were unusable and are left out."));
        return new Findings(documents, warnings);
    }

    /// Whether it is a verdict; what may be absent is added.
    private static boolean completed(ObjectNode verdict) {
        var observable = verdict.get("observable");
        if (observable == null
                || !observable.isObject()
                || !observable.path("value").isString()
                || ObservableType.of(observable.path("type").asString("")).isEmpty()) return false;
        var number = verdict.get("disposition");
        if (number == null || !number.isInt()) return false;
        var disposition = Disposition.of(number.intValue());
        if (disposition.isEmpty()) return false;
        verdict.put("type", "verdict");
        verdict.put("disposition_name", disposition.get().wire());
        if (!verdict.path("valid_time").isObject()) verdict.putObject("valid_time");
        return true;
    }

    /// How many characters a document has, roughly, counted up to a little over `limit`; negative when it is
    /// nested too deeply or holds itself. Not recursive: the document may be a trap.
    private static long weight(JsonNode document, long limit) {
        record Step(JsonNode node, int depth) {}
        Deque<Step> todo = new ArrayDeque<>();
        todo.push(new Step(document, 1));
        var weight = 0L;
        while (!todo.isEmpty() && weight <= limit) {
            var step = todo.pop();
            if (step.depth > DEEPEST) return -1;
            weight += 8;
            switch (step.node) {
                case ObjectNode object -> {
                    for (var member : object.properties()) {
                        weight += member.getKey().length();
                        todo.push(new Step(member.getValue(), step.depth + 1));
                        if (weight + 8L * todo.size() > limit) return limit + 1;
                    }
                }
                case JsonNode list
                when list.isArray() -> {
                    for (var element : list) {
                        todo.push(new Step(element, step.depth + 1));
                        if (weight + 8L * todo.size() > limit) return limit + 1;
                    }
                }
                case JsonNode text
                when text.isString() -> weight += text.stringValue().length();
                case JsonNode binary
                when binary.isBinary() -> {
                    return -1;
                }
                case JsonNode pojo
                when pojo.isPojo() -> {
                    return -1;
                }
                case JsonNode number
                when number.isNumber() -> {
                    // Its text may be huge: a big decimal of a few bytes can have a million digits.
                    if (number.isBigDecimal() || number.isBigInteger()) return -1;
                    weight += 20;
                }
                default -> weight += 4;
            }
        }
        return weight;
    }

    public static List<ThreatModule.Reference> references(List<ThreatModule.Reference> found) {
        return found.stream()
                .limit(MOST_LINKS)
                .map(r -> new ThreatModule.Reference(
                        shortened(r.id(), LONGEST_TEXT),
                        shortened(r.title(), LONGEST_TEXT),
                        shortened(r.description(), LONGEST_TEXT),
                        shortened(r.url(), LONGEST_TEXT),
                        categories(r.categories())))
                .toList();
    }

    public static List<ThreatModule.Action> actions(List<ThreatModule.Action> found) {
        return found.stream()
                .limit(MOST_LINKS)
                .map(a -> new ThreatModule.Action(
                        shortened(a.id(), LONGEST_TEXT),
                        shortened(a.title(), LONGEST_TEXT),
                        shortened(a.description(), LONGEST_TEXT),
                        categories(a.categories()),
                        a.observable()))
                .toList();
    }

    private static List<String> categories(List<String> found) {
        var kept = new LinkedHashSet<String>();
        for (var category : found) if (kept.size() < 20) kept.add(shortened(category, 100));
        return List.copyOf(kept);
    }

    private static String shortened(String text, int longest) {
        return text.length() > longest ? text.substring(0, longest) : text;
    }
}
