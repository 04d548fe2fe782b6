package argiope.http.appliance;

import argiope.appliance.ingest.ImportJob;
import argiope.appliance.ingest.ImportStatus;
import argiope.appliance.ingest.Ingest;
import argiope.appliance.ingest.Ledger;
import argiope.appliance.ingest.Notice;
import argiope.appliance.ingest.SourceStatus;
import argiope.core.access.Refusal;
import argiope.http.Access;
import argiope.http.Json;
import argiope.http.Request;
import argiope.http.Response;
import argiope.http.Routes;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `/sources/v1`: how the followed files and the imports are doing, with their ledgers. `/imports/v1`:
/// reads files of this machine once. An import is for admins, since lines of a file that is no log end up
/// among the samples.
public final class SourcesResource {
    private static final int MAX_FILES = 1000;

    private final Ingest ingest;

    public SourcesResource(Ingest ingest) {
        this.ingest = ingest;
    }

    public void addTo(Routes routes) {
        routes.get("/sources/v1", Access.SIGNED_IN, _ -> sources());
        routes.post("/imports/v1", Access.ADMINS, this::start);
        routes.get("/imports/v1/{id}", Access.SIGNED_IN, this::read);
    }

    private Response sources() {
        var list = Json.MAPPER.createArrayNode();
        for (var source : ingest.sources()) list.add(json(source));
        return Response.ok(list);
    }

    private Response start(Request request) {
        var body = request.jsonObject();
        var files = new ArrayList<Path>();
        for (var file : body.path("files")) {
            if (!file.isString() || !file.stringValue().startsWith("/"))
                throw new Refusal.Invalid(
                        "bad-file", "Each of 'files' must be the full path of a file on this machine.");
            try {
                files.add(Path.of(file.stringValue()));
            } catch (InvalidPathException _) {
                throw new Refusal.Invalid("bad-file", "One of 'files' is no valid path.");
            }
        }
        if (files.isEmpty() || files.size() > MAX_FILES)
            throw new Refusal.Invalid("bad-file", "Name 1 to " + MAX_FILES + " files in 'files'.");
        var again = body.path("again");
        if (!again.isMissingNode() && !again.isBoolean())
            throw new Refusal.Invalid("bad-field", "The field 'again' must be true or false.");
        var job = ingest.importFiles(files, Request.optional(body, "format").orElse("auto"), again.booleanValue(false));
        return Response.json(202, Json.object().put("id", job.id())).header("Location", "/imports/v1/" + job.id());
    }

    private Response read(Request request) {
        return ingest.importJob(request.path("id"))
                .map(ImportJob::status)
                .map(status -> Response.ok(json(status)))
                .orElseThrow(
                        () -> new Refusal.NotFound("no-such-import", "There is no such import, or it ended long ago."));
    }

    private static ObjectNode json(SourceStatus source) {
        var json = Json.object()
                .put("name", source.name())
                .put("kind", source.kind())
                .put("path", source.path())
                .put("format", source.format());
        if (!source.detectedFormat().isEmpty()) json.put("detectedFormat", source.detectedFormat());
        json.put("state", source.state().wire());
        if (!source.detail().isEmpty()) json.put("detail", source.detail());
        json.put("linesPerSecond", Math.round(source.linesPerSecond() * 10) / 10.0);
        if (source.lagSeconds() >= 0) json.put("lagSeconds", source.lagSeconds());
        if (source.lastLineAt() > 0) json.put("lastLineAt", time(source.lastLineAt()));
        json.put("position", source.position());
        if (source.size() >= 0) json.put("size", source.size());
        json.set("ledger", json(source.ledger()));
        json.set("notices", json(source.notices()));
        return json;
    }

    private static ObjectNode json(ImportStatus status) {
        var json = Json.object()
                .put("id", status.id())
                .put("state", status.state().wire())
                .put("bytes", status.bytes())
                .put("size", status.size())
                .put("lines", status.lines())
                .put("linesPerSecond", Math.round(status.linesPerSecond()));
        if (status.etaSeconds() >= 0) json.put("etaSeconds", status.etaSeconds());
        var files = json.putArray("files");
        for (var file : status.files()) {
            var each = files.addObject()
                    .put("path", file.path())
                    .put("state", file.state().wire())
                    .put("bytes", file.bytes())
                    .put("size", file.size());
            if (!file.detail().isEmpty()) each.put("detail", file.detail());
            if (!file.detectedFormat().isEmpty()) each.put("detectedFormat", file.detectedFormat());
            each.set("ledger", json(file.ledger()));
            each.set("notices", json(file.notices()));
        }
        return json;
    }

    private static ObjectNode json(Ledger ledger) {
        var json = Json.object()
                .put("read", ledger.read())
                .put("accepted", ledger.accepted())
                .put("skipped", ledger.skipped())
                .put("rejected", ledger.rejected())
                .put("balanced", ledger.balanced());
        var skipped = json.putArray("skippedBy");
        for (var each : ledger.skippedBy())
            skipped.addObject()
                    .put("rule", each.rule())
                    .put("count", each.count())
                    .put("first", time(each.first()))
                    .put("last", time(each.last()));
        var rejected = json.putArray("rejectedBy");
        for (var each : ledger.rejectedBy()) {
            var reason = rejected.addObject()
                    .put("reason", each.reason())
                    .put("count", each.count())
                    .put("first", time(each.first()))
                    .put("last", time(each.last()))
                    .put("cure", each.cure());
            var samples = reason.putArray("samples");
            each.samples().forEach(samples::add);
        }
        var faults = json.putArray("fieldFaults");
        for (var each : ledger.fieldFaults())
            faults.addObject().put("field", each.field()).put("count", each.count());
        return json;
    }

    private static ArrayNode json(List<Notice> notices) {
        var list = Json.MAPPER.createArrayNode();
        for (var notice : notices)
            list.addObject()
                    .put("at", time(notice.at()))
                    .put("code", notice.code())
                    .put("text", notice.text());
        return list;
    }

    private static String time(long millis) {
        return Json.time(Instant.ofEpochMilli(millis));
    }
}
