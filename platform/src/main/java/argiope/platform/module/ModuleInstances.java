package argiope.platform.module;

import java.util.List;
import java.util.Optional;

/// Keeps module instances. Safe for many threads; each method is one unit of work and durable when it returns.
/// Secrets among the settings arrive sealed.
public interface ModuleInstances {
    void create(ModuleInstance instance);

    Optional<ModuleInstance> byId(String id);

    /// All of an organisation, oldest first.
    List<ModuleInstance> all(String orgId);

    /// Replaces name, enabled, visibility, settings and time of change.
    ///
    /// @return whether there is such an instance
    boolean update(ModuleInstance instance);

    /// @return whether there was one
    boolean delete(String id);
}
