package argiope.platform.module;

import java.time.Instant;
import java.util.Map;

/// A module type, configured by an organisation.
///
/// @param settings keys of the type's specification to values; secrets are sealed in the store
public record ModuleInstance(
        String id,
        String orgId,
        String typeId,
        String name,
        boolean enabled,
        String visibility,
        Map<String, String> settings,
        String userId,
        Instant createdAt) {
    public ModuleInstance {
        settings = Map.copyOf(settings);
    }
}
