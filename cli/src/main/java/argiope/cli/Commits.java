package argiope.cli;

import tools.jackson.databind.JsonNode;

/// `commit`, `commitdetail`, `clearchanges`.
final class Commits {
    private final ApplianceClient client;
    private final Talk talk;
    private final Dialogue dialogue;

    Commits(ApplianceClient client, Talk talk) {
        this.client = client;
        this.talk = talk;
        this.dialogue = new Dialogue(talk);
    }

    int pending() {
        return client.get("/settings/v1").at("/pending/changes").size();
    }

    /// @param comment asked for when empty
    void commit(String comment) {
        if (pending() == 0) {
            talk.say("There is nothing to commit.");
            return;
        }
        var words = comment.isEmpty() ? dialogue.ask("Comment (optional):", "") : comment;
        var commit = client.send(
                "POST",
                "/settings/v1/commit",
                ApplianceClient.JSON.createObjectNode().put("comment", words));
        talk.say("Committed " + Text.time(commit.path("time").asString()) + " by " + Text.text(commit, "/author") + ": "
                + Text.count(commit.path("changes").size(), "change", "changes") + ".");
    }

    void detail() {
        var last = client.get("/settings/v1").path("lastCommit");
        if (last.isMissingNode()) {
            talk.say("Nothing was committed yet.");
            return;
        }
        var head = "Last commit " + Text.time(last.path("time").asString()) + " by " + Text.text(last, "/author")
                + " - \"" + Text.text(last, "/comment") + "\"";
        var changes = last.path("changes");
        if (changes.size() == 1) {
            talk.say(head + " - " + change(changes.get(0)));
        } else {
            talk.say(head + " - " + changes.size() + " changes:");
            for (var change : changes) talk.say("  " + change(change));
        }
    }

    private static String change(JsonNode change) {
        return Text.text(change, "/path") + " " + Text.value(change.path("from")) + " -> "
                + Text.value(change.path("to"));
    }

    void clear() {
        var changes = client.get("/settings/v1").at("/pending/changes");
        if (changes.isEmpty()) {
            talk.say("No changes are pending.");
            return;
        }
        for (var change : changes) talk.say("  " + change(change));
        var many = changes.size() == 1
                ? "This change is pending. Throw it away?"
                : "These changes are pending. Throw them away?";
        if (!dialogue.yes(many, false)) return;
        client.send("DELETE", "/settings/v1/pending");
        talk.say("Thrown away.");
    }
}
