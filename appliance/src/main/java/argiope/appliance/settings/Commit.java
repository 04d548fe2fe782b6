package argiope.appliance.settings;

import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// One step in the history of the settings.
///
/// @param number counts up from 0, the settings of the first start
/// @param author login
/// @param tree all settings from then on
public record Commit(
        long number,
        Instant time,
        String authorId,
        String author,
        String comment,
        List<Change> changes,
        ObjectNode tree) {
    public Commit {
        changes = List.copyOf(changes);
    }
}
