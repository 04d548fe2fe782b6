package argiope.http.appliance;

import argiope.appliance.settings.Change;
import argiope.appliance.settings.Commit;
import argiope.appliance.settings.CommittedSettings;
import argiope.http.Access;
import argiope.http.Json;
import argiope.http.Request;
import argiope.http.Response;
import argiope.http.Routes;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `/settings/v1`: what is committed, what the caller has pending, submit, clear, commit, history.
public final class SettingsResource {
    private final CommittedSettings settings;

    public SettingsResource(CommittedSettings settings) {
        this.settings = settings;
    }

    public void addTo(Routes routes) {
        routes.get("/settings/v1", Access.SIGNED_IN, r -> Response.ok(json(settings.view(r.caller()))));
        routes.patch(
                "/settings/v1/pending",
                Access.ADMINS,
                r -> Response.ok(json(settings.submit(r.caller(), r.jsonObject()))));
        routes.delete("/settings/v1/pending", Access.ADMINS, r -> Response.ok(json(settings.clear(r.caller()))));
        routes.post("/settings/v1/commit", Access.ADMINS, this::commit);
        routes.get("/settings/v1/commits", Access.SIGNED_IN, this::commits);
    }

    private Response commit(Request request) {
        var body = request.body(64 * 1024);
        var comment = body.length == 0
                ? ""
                : Request.optional(Json.read(body), "comment").orElse("");
        return Response.ok(json(settings.commit(request.caller(), comment)));
    }

    private Response commits(Request request) {
        var list = Json.MAPPER.createArrayNode();
        for (var commit : settings.commits(request.queryInt("limit", 100, 1, 1000))) list.add(json(commit));
        return Response.ok(list);
    }

    private static ObjectNode json(CommittedSettings.View view) {
        var json = Json.object();
        json.set("committed", view.committed());
        if (!view.changes().isEmpty()) {
            var pending = json.putObject("pending");
            pending.set("tree", view.pending());
            pending.set("changes", json(view.changes()));
        }
        view.lastCommit().ifPresent(commit -> json.set("lastCommit", json(commit)));
        return json;
    }

    private static ObjectNode json(Commit commit) {
        var json = Json.object()
                .put("number", commit.number())
                .put("time", Json.time(commit.time()))
                .put("author", commit.author())
                .put("comment", commit.comment());
        json.set("changes", json(commit.changes()));
        return json;
    }

    private static ArrayNode json(List<Change> changes) {
        var list = Json.MAPPER.createArrayNode();
        for (var change : changes) {
            var json = list.addObject().put("path", change.path());
            change.from().ifPresent(value -> json.set("from", value));
            change.to().ifPresent(value -> json.set("to", value));
        }
        return list;
    }
}
