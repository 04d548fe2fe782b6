package argiope.platform.module;

import tools.jackson.databind.node.ObjectNode;

/// A kind of module that the product ships: its published type description, and how an instance is opened. All kinds
/// are listed by hand in `app`.
public interface ModuleKind {
    /// The type's id, a UUID.
    String typeId();

    /// The published module type (platform contract, 7): title, description, tips, configuration_spec, capabilities…
    ObjectNode type();

    /// Opens an instance. Cheap; connects on first use.
    ThreatModule open(ModuleInstance instance);
}
