package argiope.modules.appliance;

import argiope.platform.exchange.DeviceLinks;
import argiope.platform.exchange.Exchange;
import argiope.platform.module.ModuleInstance;
import argiope.platform.module.ModuleKind;
import argiope.platform.module.ThreatModule;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The kind of module that asks a registered appliance. Its one setting is the device.
public final class ApplianceKind implements ModuleKind {
    public static final String TYPE_ID = "8f5f6c8e-60c3-5f0b-9f25-6b1f7a0c4d19";
    public static final String DEVICE = "device_id";
    private static final String LOGO = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#3b5b8c" stroke-width="1.6">\
            <rect x="3" y="4" width="18" height="6" rx="1.5"/><rect x="3" y="14" width="18" height="6" rx="1.5"/>\
            <path d="M7 7h.01M7 17h.01M12 10v4"/></svg>""";

    private final Exchange exchange;
    private final DeviceLinks links;

    public ApplianceKind(Exchange exchange, DeviceLinks links) {
        this.exchange = exchange;
        this.links = links;
    }

    @Override
    public String typeId() {
        return TYPE_ID;
    }

    @Override
    public ObjectNode type() {
        var type = JsonNodeFactory.instance.objectNode();
        type.put("id", TYPE_ID)
                .put("title", "Web Appliance")
                .put("default_name", "Web Appliance")
                .put("short_description", "What your web gateways saw, and blocking there")
                .put(
                        "description",
                        "Asks a registered appliance which clients and users reached an address, domain, URL or file,"
                                + " and blocks these at the gateways that read its block list.")
                .put(
                        "tips",
                        "Register the appliance first: under *Devices* add it and copy its token, then paste that on the"
                                + " appliance's page *Network > Cloud service settings*. Then choose the device here.")
                .put("enabled", true)
                .put(
                        "logo",
                        "data:image/svg+xml;base64,"
                                + Base64.getEncoder().encodeToString(LOGO.getBytes(StandardCharsets.UTF_8)));
        type.putArray("flags");
        type.putArray("external_references");
        type.putArray("configuration_spec")
                .addObject()
                .put("key", DEVICE)
                .put("type", "device")
                .put("label", "Registered device")
                .put("tooltip", "The appliance to ask, from the page Devices")
                .put("required", true);
        var capabilities = type.putArray("capabilities");
        capability(capabilities, "health", "Says whether the appliance is connected");
        capability(capabilities, "observe", "Tells sightings from web tracking");
        capability(capabilities, "refer", "Links to searches in web tracking");
        capability(capabilities, "respond", "Blocks and unblocks at the gateways");
        type.putObject("properties")
                .putArray("supported-apis")
                .add("health")
                .add("observe/observables")
                .add("refer/observables")
                .add("respond/observables")
                .add("respond/trigger");
        return type;
    }

    private static void capability(ArrayNode capabilities, String id, String description) {
        capabilities.addObject().put("id", id).put("description", description);
    }

    @Override
    public ThreatModule open(ModuleInstance instance) {
        var device = instance.settings().getOrDefault(DEVICE, "").strip();
        return new ApplianceModule(exchange, links, instance.orgId(), device);
    }
}
