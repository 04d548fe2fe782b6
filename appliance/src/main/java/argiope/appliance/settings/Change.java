package argiope.appliance.settings;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// One setting with another value.
///
/// @param path such as `reporting.observableIndexing` or `sources[gw1].paused`
/// @param before,after JSON values; a [tools.jackson.databind.node.MissingNode] where there is none
public record Change(String path, JsonNode before, JsonNode after) {
    public Optional<JsonNode> from() {
        return before.isMissingNode() ? Optional.empty() : Optional.of(before);
    }

    public Optional<JsonNode> to() {
        return after.isMissingNode() ? Optional.empty() : Optional.of(after);
    }

    /// Whether both touch the same setting: one path is the other or lies inside it.
    boolean overlaps(Change other) {
        return inside(path, other.path) || inside(other.path, path);
    }

    static boolean inside(String path, String outer) {
        if (!path.startsWith(outer)) return false;
        if (path.length() == outer.length() || outer.isEmpty()) return true;
        var next = path.charAt(outer.length());
        return next == '.' || next == '[';
    }
}
