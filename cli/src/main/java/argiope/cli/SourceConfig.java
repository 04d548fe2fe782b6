package argiope.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `sourceconfig`: the files that are followed.
final class SourceConfig {
    private final ApplianceClient client;
    private final Talk talk;
    private final Dialogue dialogue;

    SourceConfig(ApplianceClient client, Talk talk) {
        this.client = client;
        this.talk = talk;
        this.dialogue = new Dialogue(talk);
    }

    boolean run() {
        list();
        var operations = Dialogue.operations();
        operations.put("NEW", new Dialogue.Operation("Follow another file", this::make));
        operations.put("EDIT", new Dialogue.Operation("Change a source", this::edit));
        operations.put("DELETE", new Dialogue.Operation("Remove a source; what it brought stays", this::delete));
        operations.put("PAUSE", new Dialogue.Operation("Stop reading a source for now", () -> pause(true)));
        operations.put("RESUME", new Dialogue.Operation("Go on reading a source", () -> pause(false)));
        operations.put("LIST", new Dialogue.Operation("Show the sources and how they are doing", this::list));
        return dialogue.menu(operations);
    }

    private ArrayNode sources() {
        return (ArrayNode)
                ReportingConfig.tree(client.get("/settings/v1")).path("sources").deepCopy();
    }

    private void list() {
        var running = client.get("/sources/v1");
        var sources = sources();
        if (sources.isEmpty()) talk.say("No sources yet.");
        for (var source : sources) {
            var name = source.path("name").asString();
            var state = "not committed yet";
            for (var each : running)
                if (each.path("kind").asString().equals("file")
                        && each.path("name").asString().equals(name))
                    state = Text.text(each, "/state")
                            + ", " + Text.count(each.at("/ledger/read").asLong(), "line", "lines") + " read"
                            + ", " + each.at("/ledger/rejected").asLong() + " rejected"
                            + (each.has("detail") ? ", " + Text.text(each, "/detail") : "");
            talk.say(Text.safe(name) + "  " + Text.text(source, "/path") + "  " + Text.text(source, "/format") + "  "
                    + state);
        }
    }

    private void submit(ArrayNode sources) {
        var patch = ApplianceClient.JSON.createObjectNode();
        patch.set("sources", sources);
        client.send("PATCH", "/settings/v1/pending", patch);
    }

    private void make() {
        var name = dialogue.askIfAny("Name:");
        if (name.isEmpty()) return;
        var sources = sources();
        for (var source : sources)
            if (source.path("name").asString().equals(name.get())) {
                talk.say("There is a source " + Text.safe(name.get()) + " already. Use EDIT.");
                return;
            }
        var source = ApplianceClient.JSON.createObjectNode().put("name", name.get());
        if (!fill(source, "", "auto", "UTC", "strip", false)) return;
        sources.add(source);
        submit(sources);
        talk.say("Source " + Text.safe(name.get()) + " will be followed after you commit.");
    }

    private void edit() {
        var sources = sources();
        pick(sources).ifPresent(at -> {
            var old = sources.get(at);
            var format = old.has("logformat")
                    ? old.path("logformat").asString()
                    : old.path("format").asString();
            var source = ApplianceClient.JSON
                    .createObjectNode()
                    .put("name", old.path("name").asString());
            if (!fill(
                    source,
                    old.path("path").asString(),
                    format,
                    old.path("zone").asString("UTC"),
                    old.path("uriWhitespace").asString("strip"),
                    old.path("paused").asBoolean(false))) return;
            sources.set(at, source);
            submit(sources);
            talk.say("Source " + Text.text(source, "/name") + " will be changed after you commit.");
        });
    }

    /// Asks for the fields; false when no file is named.
    private boolean fill(
            ObjectNode source, String path, String format, String zone, String whitespace, boolean paused) {
        var file = dialogue.ask("File:", path);
        if (file.isEmpty()) return false;
        var read = dialogue.ask(
                "Format (auto, an id such as squid or wsa, or the text of a logformat line):",
                format,
                List.of("auto", "squid", "wsa"));
        source.put("path", file);
        // A format text has directives; no id does.
        if (read.contains("%")) source.put("format", "logformat").put("logformat", read);
        else source.put("format", read);
        source.put("zone", dialogue.ask("Time zone of stamps without one:", zone));
        source.put(
                "uriWhitespace",
                dialogue.ask(
                        "Blanks in URLs (strip or allow, as in the gateway):", whitespace, List.of("strip", "allow")));
        source.put("paused", paused);
        return true;
    }

    private void delete() {
        var sources = sources();
        pick(sources).ifPresent(at -> {
            var name = Text.text(sources.get(at), "/name");
            if (!dialogue.yes("Stop following " + name + "? What it brought stays.", false)) return;
            sources.remove(at);
            submit(sources);
            talk.say("Source " + name + " will be removed after you commit.");
        });
    }

    private void pause(boolean on) {
        var sources = sources();
        pick(sources).ifPresent(at -> {
            var name = Text.text(sources.get(at), "/name");
            ((ObjectNode) sources.get(at)).put("paused", on);
            submit(sources);
            talk.say("Source " + name + " will " + (on ? "pause" : "go on") + " after you commit.");
        });
    }

    private Optional<Integer> pick(ArrayNode sources) {
        var names = new ArrayList<String>();
        for (JsonNode source : sources) names.add(source.path("name").asString());
        if (names.isEmpty()) {
            talk.say("There is no source.");
            return Optional.empty();
        }
        var typed = dialogue.ask("Source:", names.size() == 1 ? names.getFirst() : "", names);
        return Words.meant(typed, names, talk).map(names::indexOf);
    }
}
