package argiope.modules.privateintelligence;

import argiope.platform.intelligence.Intelligence;
import argiope.platform.module.ModuleInstance;
import argiope.platform.module.ModuleKind;
import argiope.platform.module.ThreatModule;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The kind of module that asks private intelligence: judgements, sightings and indicators that people and scripts of
/// the
/// organisation keep. It has no settings.
public final class PrivateIntelligenceKind implements ModuleKind {
    public static final String TYPE_ID = "2c8b4134-c521-5be5-aaf8-af06e5e27cbb";
    public static final String NAME = "Private Intelligence";
    private static final String LOGO = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#3b5b8c" stroke-width="1.6">\
            <path d="M5 4h11l3 3v13H5z"/><path d="M8 10h8M8 14h8M8 18h5"/></svg>""";

    private final Intelligence intelligence;

    public PrivateIntelligenceKind(Intelligence intelligence) {
        this.intelligence = intelligence;
    }

    @Override
    public String typeId() {
        return TYPE_ID;
    }

    @Override
    public ObjectNode type() {
        var type = JsonNodeFactory.instance.objectNode();
        type.put("id", TYPE_ID)
                .put("title", NAME)
                .put("default_name", NAME)
                .put("short_description", "What your own organisation knows")
                .put(
                        "description",
                        "Asks the judgements, sightings and indicators that your organisation keeps, and says which judgement"
                                + " counts and why.")
                .put(
                        "tips",
                        "Nothing to set up. Judge an observable from its pivot menu, or let a script write judgements: they"
                                + " count at once.")
                .put("enabled", true)
                .put(
                        "logo",
                        "data:image/svg+xml;base64,"
                                + Base64.getEncoder().encodeToString(LOGO.getBytes(StandardCharsets.UTF_8)));
        type.putArray("flags");
        type.putArray("external_references");
        type.putArray("configuration_spec");
        var capabilities = type.putArray("capabilities");
        capability(capabilities, "health", "Says whether entities can be found");
        capability(capabilities, "deliberate", "Gives the verdict that counts now");
        capability(capabilities, "observe", "Tells judgements, sightings, indicators and how they are tied");
        type.putObject("properties")
                .putArray("supported-apis")
                .add("health")
                .add("deliberate/observables")
                .add("observe/observables");
        return type;
    }

    private static void capability(ArrayNode capabilities, String id, String description) {
        capabilities.addObject().put("id", id).put("description", description);
    }

    @Override
    public ThreatModule open(ModuleInstance instance) {
        return new PrivateIntelligenceModule(intelligence);
    }
}
