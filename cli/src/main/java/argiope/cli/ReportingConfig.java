package argiope.cli;

import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `reportingconfig`: time limit of searches, observable indexing, and indexing of what was stored without
/// it.
final class ReportingConfig {
    private final ApplianceClient client;
    private final Talk talk;
    private final Dialogue dialogue;
    private final Duration poll;

    ReportingConfig(ApplianceClient client, Talk talk, Duration poll) {
        this.client = client;
        this.talk = talk;
        this.dialogue = new Dialogue(talk);
        this.poll = poll;
    }

    boolean run() {
        var settings = client.get("/settings/v1");
        var operations = Dialogue.operations();
        operations.put(
                "QUERYTIMEOUT",
                new Dialogue.Operation(
                        "Time limit for tracking searches (now "
                                + settings.at("/committed/reporting/queryTimeoutSeconds")
                                        .asInt() + " s)",
                        this::queryTimeout));
        operations.put(
                "CTROBSERVABLE",
                new Dialogue.Operation(
                        "Index observables for threat response (now "
                                + Text.onOff(settings.at("/committed/reporting/observableIndexing")
                                        .asBoolean()) + ")",
                        this::observables));
        operations.put("REINDEX", new Dialogue.Operation("Index rows stored while indexing was off", this::reindex));
        return dialogue.menu(operations);
    }

    /// The tree with what this account has pending.
    static JsonNode tree(JsonNode settings) {
        return settings.has("pending") ? settings.at("/pending/tree") : settings.path("committed");
    }

    private ObjectNode reporting() {
        return ApplianceClient.JSON.createObjectNode();
    }

    private void submit(ObjectNode reporting) {
        var patch = ApplianceClient.JSON.createObjectNode();
        patch.set("reporting", reporting);
        client.send("PATCH", "/settings/v1/pending", patch);
    }

    private void queryTimeout() {
        var now = tree(client.get("/settings/v1"))
                .at("/reporting/queryTimeoutSeconds")
                .asString();
        var typed = dialogue.ask("Seconds that a search may take:", now);
        if (typed.equals(now)) return;
        try {
            submit(reporting().put("queryTimeoutSeconds", Integer.parseInt(typed)));
            talk.say("The time limit will be " + typed + " s after you commit.");
        } catch (NumberFormatException _) {
            talk.say("A whole number of seconds is expected.");
        }
    }

    private void observables() {
        var settings = client.get("/settings/v1");
        var committed = settings.at("/committed/reporting/observableIndexing").asBoolean();
        var wanted = tree(settings).at("/reporting/observableIndexing").asBoolean();
        var is = "Observable indexing is " + upper(committed);
        if (committed != wanted) {
            if (!dialogue.yes(is + " and will be " + upper(wanted) + " after you commit. Take that back?", false))
                return;
            submit(reporting().put("observableIndexing", committed));
            talk.say("Observable indexing stays " + upper(committed) + ".");
        } else if (dialogue.yes(is + ". Switch it " + Text.onOff(!committed) + "?", false)) {
            submit(reporting().put("observableIndexing", !committed));
            talk.say("Observable indexing will be " + upper(!committed) + " after you commit.");
        }
    }

    private static String upper(boolean on) {
        return on ? "ON" : "OFF";
    }

    private void reindex() {
        var state = client.get("/reindex/v1");
        if (!running(state)) {
            if (!dialogue.yes("Rows that were stored while indexing was off are read again. Start now?", true)) return;
            state = client.send("POST", "/reindex/v1");
        }
        while (running(state)) {
            talk.progress(
                    "Indexing", state.path("done").asLong(), state.path("total").asLong());
            if (!Pause.of(poll)) return;
            state = client.get("/reindex/v1");
        }
        talk.progressDone();
        if (state.path("state").asString().equals("done"))
            talk.say("Done: " + Text.count(state.path("total").asLong(), "row", "rows") + " looked at.");
        else talk.say("Failed: " + Text.text(state, "/detail"));
    }

    private static boolean running(JsonNode state) {
        return state.path("state").asString("").equals("running");
    }
}
