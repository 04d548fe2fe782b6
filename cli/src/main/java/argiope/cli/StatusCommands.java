package argiope.cli;

import java.util.Locale;

/// `status`, `version`, `whoami`.
final class StatusCommands {
    private final ApplianceClient client;
    private final Talk talk;

    StatusCommands(ApplianceClient client, Talk talk) {
        this.client = client;
        this.talk = talk;
    }

    void status(boolean detail) {
        var status = client.get("/status/v1");
        var ingest = status.path("ingest");
        talk.say(String.format(
                Locale.ROOT,
                "Ingest: %.1f lines/s from %s%s",
                ingest.path("linesPerSecond").asDouble(),
                Text.count(ingest.path("sources").asLong(), "source", "sources"),
                ingest.has("lagSeconds")
                        ? ", " + Text.duration(ingest.path("lagSeconds").asLong()) + " behind"
                        : ""));
        var store = status.path("store");
        talk.say("Store: " + Text.count(store.path("transactions").asLong(), "transaction", "transactions") + " of "
                + Text.count(store.path("days").asLong(), "day", "days")
                + (store.has("from")
                        ? ", " + Text.time(store.path("from").asString()) + " to "
                                + Text.time(store.path("to").asString())
                        : ""));
        talk.say("Observable indexing: "
                + Text.onOff(status.at("/indexing/observables").asBoolean()) + ", re-indexing "
                + Text.text(status, "/indexing/reindex/state"));
        talk.say("Cloud: " + Text.text(status, "/cloud/state"));
        if (!detail) return;
        talk.say("Index: " + Text.bytes(store.path("indexBytes").asLong()) + ", raw lines "
                + Text.bytes(store.path("rawBytes").asLong()));
        for (var source : client.get("/sources/v1"))
            talk.say("Source " + Text.text(source, "/name") + ": " + Text.text(source, "/state") + ", read "
                    + source.at("/ledger/read").asLong() + ", accepted "
                    + source.at("/ledger/accepted").asLong() + ", skipped "
                    + source.at("/ledger/skipped").asLong() + ", rejected "
                    + source.at("/ledger/rejected").asLong());
    }

    void version() {
        var status = client.get("/status/v1");
        talk.say(Text.text(status, "/product") + " " + Text.text(status, "/version"));
        talk.say("Serial: " + Text.text(status, "/serial"));
        talk.say("Up: " + Text.duration(status.path("uptimeSeconds").asLong()));
        talk.say("Java: " + Text.text(status, "/java"));
        talk.say("Schema: " + status.path("schemaVersion").asInt());
    }

    void whoAmI() {
        var user = client.get("/session/v1").path("user");
        talk.say(Text.text(user, "/login") + ", role " + Text.text(user, "/role"));
    }
}
