package argiope.platform.intelligence;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// An entity as it is kept: ids and references of ours short, times in UTC. Nobody changes its trees.
///
/// @param version grows by one with each change
/// @param body all fields but the items
/// @param items elements of lists that are kept one by one; a list without elements stands in the body
public record StoredEntity(String id, String type, long version, ObjectNode body, Map<String, List<Item>> items) {

    /// An element of a list, with who put it there and when.
    public record Item(JsonNode value, String by, Instant at) {}

    public StoredEntity {
        var filled = new LinkedHashMap<String, List<Item>>();
        items.forEach((name, list) -> {
            if (!list.isEmpty()) filled.put(name, List.copyOf(list));
        });
        items = Collections.unmodifiableMap(filled);
    }

    /// Body and items together.
    public ObjectNode whole() {
        var whole = JsonNodeFactory.instance.objectNode();
        whole.setAll(body);
        for (var name : new TreeSet<>(items.keySet())) {
            var array = whole.putArray(name);
            for (var item : items.getOrDefault(name, List.of())) array.add(item.value());
        }
        return whole;
    }
}
