package argiope.platform.module;

import java.time.Instant;
import java.util.Map;

/// A module type, configured by an organisation.
///
/// @param visibility `org` or `user`: who of the organisation may use it
/// @param settings keys of the type's specification to values; secrets are sealed in the store
/// @param clientId the API client it was made with, `""` if a person made it
public record ModuleInstance(
        String id,
        String orgId,
        String typeId,
        String name,
        boolean enabled,
        String visibility,
        Map<String, String> settings,
        String userId,
        String clientId,
        Instant createdAt,
        Instant updatedAt) {
    public ModuleInstance {
        settings = Map.copyOf(settings);
    }

    /// As a person made it, not changed since.
    public ModuleInstance(
            String id,
            String orgId,
            String typeId,
            String name,
            boolean enabled,
            String visibility,
            Map<String, String> settings,
            String userId,
            Instant createdAt) {
        this(id, orgId, typeId, name, enabled, visibility, settings, userId, "", createdAt, createdAt);
    }

    ModuleInstance with(Map<String, String> otherSettings) {
        return new ModuleInstance(
                id, orgId, typeId, name, enabled, visibility, otherSettings, userId, clientId, createdAt, updatedAt);
    }

    /// Without the settings, which may hold secrets.
    @Override
    public String toString() {
        return "ModuleInstance[" + id + ", " + name + ", " + typeId + "]";
    }
}
