package argiope.appliance.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/// The settings as a JSON tree: from and to values, merged, compared, changed. A list of named things
/// (sources, servers) is compared name by name, so that two people may change two sources at once; its
/// order means nothing.
final class SettingsTree {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Pattern SEGMENT = Pattern.compile("([A-Za-z][A-Za-z0-9]*)|\\[([^\\[\\]]*)]");

    private SettingsTree() {}

    static ObjectNode of(ApplianceSettings settings) {
        var tree = NODES.objectNode();
        tree.putObject("reporting")
                .put("observableIndexing", settings.reporting().observableIndexing())
                .put("queryTimeoutSeconds", settings.reporting().queryTimeoutSeconds());
        var cloud = tree.putObject("cloud");
        cloud.put("enabled", settings.cloud().enabled())
                .put("server", settings.cloud().server());
        var servers = cloud.putArray("servers");
        for (var server : settings.cloud().servers())
            servers.addObject()
                    .put("name", server.name())
                    .put("portal", server.portal())
                    .put("enrolment", server.enrolment());
        var sources = tree.putArray("sources");
        for (var source : settings.sources()) {
            var object = sources.addObject()
                    .put("name", source.name())
                    .put("path", source.path())
                    .put("format", source.format());
            if (!source.logformat().isEmpty()) object.put("logformat", source.logformat());
            object.put("zone", source.zone())
                    .put("uriWhitespace", source.uriWhitespace())
                    .put("paused", source.paused());
        }
        tree.putObject("system").put("hostname", settings.system().hostname());
        return tree;
    }

    /// A merge patch (RFC 7396): objects are merged, `null` removes, all else replaces.
    static JsonNode merge(JsonNode target, JsonNode patch) {
        if (!(patch instanceof ObjectNode changes)) return patch.deepCopy();
        var merged = target instanceof ObjectNode object ? object.deepCopy() : NODES.objectNode();
        for (var entry : changes.properties()) {
            if (entry.getValue().isNull()) merged.remove(entry.getKey());
            else merged.set(entry.getKey(), merge(merged.path(entry.getKey()), entry.getValue()));
        }
        return merged;
    }

    /// The paths that a merge patch speaks of, down to what it replaces.
    static List<String> paths(JsonNode patch) {
        var paths = new ArrayList<String>();
        collect("", patch, paths);
        return paths;
    }

    private static void collect(String path, JsonNode patch, List<String> paths) {
        if (patch instanceof ObjectNode object && !object.isEmpty()) {
            for (var entry : object.properties()) collect(member(path, entry.getKey()), entry.getValue(), paths);
        } else {
            paths.add(path);
        }
    }

    /// What makes `after` of `before`, one change per leaf.
    static List<Change> differences(JsonNode before, JsonNode after) {
        var changes = new ArrayList<Change>();
        compare("", before, after, changes);
        return changes;
    }

    private static void compare(String path, JsonNode before, JsonNode after, List<Change> changes) {
        if (before.equals(after)) return;
        var oldItems = named(before);
        var newItems = named(after);
        if (oldItems.isPresent() && newItems.isPresent()) {
            members(path, oldItems.get(), newItems.get(), SettingsTree::item, changes);
        } else if (before instanceof ObjectNode left && after instanceof ObjectNode right) {
            members(path, map(left), map(right), SettingsTree::member, changes);
        } else {
            changes.add(new Change(path, before, after));
        }
    }

    private interface Step {
        String to(String path, String name);
    }

    private static void members(
            String path, Map<String, JsonNode> left, Map<String, JsonNode> right, Step step, List<Change> changes) {
        var names = new LinkedHashSet<>(left.keySet());
        names.addAll(right.keySet());
        for (var name : names)
            compare(
                    step.to(path, name),
                    left.getOrDefault(name, MissingNode.getInstance()),
                    right.getOrDefault(name, MissingNode.getInstance()),
                    changes);
    }

    private static String member(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static String item(String path, String name) {
        return path + "[" + name + "]";
    }

    private static Map<String, JsonNode> map(ObjectNode object) {
        var members = new LinkedHashMap<String, JsonNode>();
        for (var entry : object.properties()) members.put(entry.getKey(), entry.getValue());
        return members;
    }

    /// The items of a list by their names; empty if it is no list of things with different names.
    private static Optional<Map<String, JsonNode>> named(JsonNode node) {
        if (!(node instanceof ArrayNode list)) return Optional.empty();
        var items = new LinkedHashMap<String, JsonNode>();
        for (var item : list) {
            var name = item.path("name");
            if (!name.isString()
                    || name.stringValue().matches(".*[\\[\\]].*")
                    || items.put(name.stringValue(), item) != null) return Optional.empty();
        }
        return Optional.of(items);
    }

    /// The tree with the changes made, whatever it held there before. A change inside something that is
    /// gone is left out.
    static ObjectNode with(ObjectNode tree, List<Change> changes) {
        var changed = tree.deepCopy();
        for (var change : changes) set(changed, segments(change.path()), change.after());
        return changed;
    }

    private static void set(JsonNode root, List<Object> path, JsonNode value) {
        var inside = root;
        for (var i = 0; i < path.size() - 1; i++) inside = child(inside, path.get(i));
        var node = inside;
        switch (path.getLast()) {
            case String name
            when node instanceof ObjectNode object -> {
                if (value.isMissingNode()) object.remove(name);
                else object.set(name, value);
            }
            case Named(var name)
            when node instanceof ArrayNode list -> {
                var at = -1;
                for (var i = 0; i < list.size(); i++)
                    if (list.get(i).path("name").asString("").equals(name)) at = i;
                if (value.isMissingNode()) {
                    if (at >= 0) list.remove(at);
                } else if (at >= 0) {
                    list.set(at, value);
                } else {
                    list.add(value);
                }
            }
            default -> {
                // What it was in is gone.
            }
        }
    }

    private static JsonNode child(JsonNode node, Object segment) {
        return switch (segment) {
            case String name -> node.path(name);
            case Named(var name)
            when node instanceof ArrayNode list -> {
                for (var item : list) if (item.path("name").asString("").equals(name)) yield item;
                yield MissingNode.getInstance();
            }
            default -> MissingNode.getInstance();
        };
    }

    private record Named(String name) {}

    private static List<Object> segments(String path) {
        var segments = new ArrayList<Object>();
        var matcher = SEGMENT.matcher(path);
        while (matcher.find()) segments.add(matcher.group(1) != null ? matcher.group(1) : new Named(matcher.group(2)));
        return segments;
    }
}
