package argiope.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Hands log files to the running appliance and shows how their import goes on.
public final class ImportCommand {
    private final ApplianceClient client;
    private final Talk talk;
    private final Duration poll;

    public ImportCommand(ApplianceClient client, Talk talk, Duration poll) {
        this.client = client;
        this.talk = talk;
        this.poll = poll;
    }

    /// @param format an id, `auto` or the text of a logformat line
    /// @param again whether files that were read before are read whole again
    /// @return exit code: 0, or 1 if a file failed
    public int run(List<Path> files, String format, boolean again) {
        var body = ApplianceClient.JSON.createObjectNode();
        var list = body.putArray("files");
        for (var file : files) list.add(file.toAbsolutePath().normalize().toString());
        body.put("format", format).put("again", again);
        JsonNode job;
        try {
            var id = client.send("POST", "/imports/v1", body).path("id").asString();
            job = client.get("/imports/v1/" + id);
            while (job.path("state").asString().equals("running")) {
                talk.progress(
                        "Importing",
                        job.path("bytes").asLong(),
                        job.path("size").asLong());
                if (!Pause.of(poll)) {
                    talk.say("The import goes on in the appliance.");
                    return 1;
                }
                job = client.get("/imports/v1/" + id);
            }
        } catch (ApiFault fault) {
            talk.progressDone();
            talk.say(Text.safe(fault.getMessage()));
            return 1;
        }
        talk.progressDone();
        for (var file : job.path("files")) show(file);
        return job.path("state").asString().equals("done") ? 0 : 1;
    }

    private void show(JsonNode file) {
        var ledger = file.path("ledger");
        var format = Text.text(file, "/detectedFormat");
        talk.say(Text.text(file, "/path") + ": " + Text.text(file, "/state") + ", "
                + Text.count(ledger.path("read").asLong(), "line", "lines") + " read, "
                + ledger.path("accepted").asLong() + " accepted, "
                + ledger.path("skipped").asLong() + " skipped, "
                + ledger.path("rejected").asLong() + " rejected"
                + (format.isEmpty() ? "" : ", format " + format));
        if (file.has("detail")) talk.say("  " + Text.text(file, "/detail"));
        for (var notice : file.path("notices")) talk.say("  " + Text.text(notice, "/text"));
        for (var reason : ledger.path("rejectedBy"))
            talk.say("  rejected " + reason.path("count").asLong() + ", " + Text.text(reason, "/reason") + ": "
                    + Text.text(reason, "/cure"));
    }
}
