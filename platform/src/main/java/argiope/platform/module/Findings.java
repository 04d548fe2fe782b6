package argiope.platform.module;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// What a module knows: CTIM entities by their plural key (`verdicts`, `judgements`, `sightings`, `indicators`,
/// `relationships`), and warnings about parts it could not give. An empty one means nothing is known.
public record Findings(Map<String, List<ObjectNode>> documents, List<ModuleError> warnings) {
    public Findings {
        var copy = new LinkedHashMap<String, List<ObjectNode>>();
        documents.forEach((kind, list) -> {
            if (!list.isEmpty()) copy.put(kind, List.copyOf(list));
        });
        documents = java.util.Collections.unmodifiableMap(copy);
        warnings = List.copyOf(warnings);
    }

    public static Findings none() {
        return new Findings(Map.of(), List.of());
    }

    public List<ObjectNode> of(String kind) {
        return documents.getOrDefault(kind, List.of());
    }

    /// Collects documents by kind.
    public static final class Builder {
        private final Map<String, List<ObjectNode>> documents = new LinkedHashMap<>();
        private final List<ModuleError> warnings = new ArrayList<>();

        public Builder add(String kind, ObjectNode document) {
            documents.computeIfAbsent(kind, _ -> new ArrayList<>()).add(document);
            return this;
        }

        public Builder warn(ModuleError warning) {
            warnings.add(warning);
            return this;
        }

        public Findings build() {
            return new Findings(documents, warnings);
        }
    }
}
