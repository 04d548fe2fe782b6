package argiope.cli;

import java.time.Duration;
import java.util.ArrayList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `cloudserviceconfig`: switches the cloud services, chooses the server, registers and deregisters.
final class CloudServiceConfig {
    private static final int MAX_LOOKS = 600;

    private final ApplianceClient client;
    private final Talk talk;
    private final Dialogue dialogue;
    private final Duration poll;

    CloudServiceConfig(ApplianceClient client, Talk talk, Duration poll) {
        this.client = client;
        this.talk = talk;
        this.dialogue = new Dialogue(talk);
        this.poll = poll;
    }

    boolean run() {
        var cloud = client.get("/cloud/v1");
        talk.say("Cloud services: " + words(cloud.path("state").asString("")) + ".");
        var operations = Dialogue.operations();
        operations.put("ENABLE", new Dialogue.Operation("Switch the cloud services on", () -> enable(true)));
        operations.put("DISABLE", new Dialogue.Operation("Switch the cloud services off", () -> enable(false)));
        operations.put("SETTRS", new Dialogue.Operation("Choose the threat response server", this::chooseServer));
        operations.put("REGISTER", new Dialogue.Operation("Register this appliance with a token", this::register));
        operations.put("DEREGISTER", new Dialogue.Operation("End the registration", this::deregister));
        operations.put("STATUS", new Dialogue.Operation("Show the state", this::status));
        return dialogue.menu(operations);
    }

    private static String words(String state) {
        return switch (state) {
            case "disabled" -> "off";
            case "pending-commit" -> "changed, not committed yet";
            case "starting" -> "starting, come back in a moment";
            case "not-registered" -> "on, not registered";
            case "registering" -> "registering";
            case "registered" -> "registered";
            case "unreachable" -> "registered, the server does not answer";
            case "deregistered-remotely" -> "the portal no longer knows this device";
            default -> Text.safe(state);
        };
    }

    private void submit(ObjectNode cloud) {
        var patch = ApplianceClient.JSON.createObjectNode();
        patch.set("cloud", cloud);
        client.send("PATCH", "/settings/v1/pending", patch);
    }

    private void enable(boolean on) {
        var word = on ? "ON" : "OFF";
        if (ReportingConfig.tree(client.get("/settings/v1"))
                        .at("/cloud/enabled")
                        .asBoolean()
                == on) {
            talk.say("Cloud services are " + word + " already, or will be after you commit.");
            return;
        }
        submit(ApplianceClient.JSON.createObjectNode().put("enabled", on));
        talk.say("Cloud services will be " + word + " after you commit.");
    }

    private void chooseServer() {
        var cloud = ReportingConfig.tree(client.get("/settings/v1")).path("cloud");
        var names = new ArrayList<String>();
        for (var server : cloud.path("servers")) {
            names.add(server.path("name").asString());
            talk.say(names.size() + ". " + Text.text(server, "/name") + "  " + Text.text(server, "/portal"));
        }
        if (names.isEmpty()) {
            talk.say("No server is configured. Name one under appliance.servers in argiope.yaml.");
            return;
        }
        var chosen = names.indexOf(cloud.path("server").asString("")) + 1;
        var typed = dialogue.ask("Number of the server:", chosen == 0 ? "" : Integer.toString(chosen));
        var number = typed.matches("\\d{1,3}") ? Integer.parseInt(typed) : 0;
        if (number < 1 || number > names.size()) {
            if (!typed.isEmpty()) talk.say("A number from 1 to " + names.size() + " is expected.");
            return;
        }
        if (number == chosen) return;
        submit(ApplianceClient.JSON.createObjectNode().put("server", names.get(number - 1)));
        talk.say("The server will be " + Text.safe(names.get(number - 1)) + " after you commit.");
    }

    private void register() {
        var token = dialogue.askIfAny("Registration token:");
        if (token.isEmpty()) return;
        var cloud = client.send(
                "POST",
                "/cloud/v1/register",
                ApplianceClient.JSON.createObjectNode().put("token", token.get()));
        for (var looks = 0; looks < MAX_LOOKS && cloud.path("state").asString().equals("registering"); looks++) {
            if (!Pause.of(poll)) return;
            cloud = client.get("/cloud/v1");
        }
        show(cloud);
    }

    private void deregister() {
        if (!dialogue.yes(
                "Cloud features stop working, and the portal cannot ask this appliance any more. Deregister?", false))
            return;
        try {
            show(client.send("POST", "/cloud/v1/deregister", ApplianceClient.JSON.createObjectNode()));
        } catch (ApiFault fault) {
            if (!fault.code().equals("platform-unreachable")) throw fault;
            talk.say(Text.safe(fault.getMessage()));
            if (!dialogue.yes(
                    "Forget the registration here only? The portal keeps the device until it is removed there.", false))
                return;
            show(client.send(
                    "POST",
                    "/cloud/v1/deregister",
                    ApplianceClient.JSON.createObjectNode().put("force", true)));
        }
    }

    private void status() {
        show(client.get("/cloud/v1"));
    }

    private void show(JsonNode cloud) {
        talk.say("State: " + words(cloud.path("state").asString("")));
        line("Server: ", cloud, "/server");
        if (cloud.has("device"))
            talk.say("Device: " + Text.text(cloud, "/device/name") + ", id " + Text.text(cloud, "/device/id")
                    + ", registered "
                    + Text.time(cloud.at("/device/registeredAt").asString("")));
        if (cloud.has("lastContact"))
            talk.say("Last contact: " + Text.time(cloud.path("lastContact").asString()));
        line("Error: ", cloud, "/error/message");
        if (cloud.has("nextRetryAt"))
            talk.say("Next try: " + Text.time(cloud.path("nextRetryAt").asString()));
        if (!cloud.path("observableIndexing").asBoolean())
            talk.say(
                    "Observable indexing is off; switch it on with reportingconfig, else URLs and files are not found.");
    }

    private void line(String label, JsonNode json, String pointer) {
        var text = Text.text(json, pointer);
        if (!text.isEmpty()) talk.say(label + text);
    }
}
