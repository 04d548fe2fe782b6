package argiope.http.appliance;

import argiope.appliance.tracking.Reindexing;
import argiope.http.Access;
import argiope.http.Json;
import argiope.http.Response;
import argiope.http.Routes;
import tools.jackson.databind.node.ObjectNode;

/// `/reindex/v1`: gives rows stored while observable indexing was off what they lack.
public final class ReindexResource {
    private final Reindexing reindexing;

    public ReindexResource(Reindexing reindexing) {
        this.reindexing = reindexing;
    }

    public void addTo(Routes routes) {
        routes.get("/reindex/v1", Access.SIGNED_IN, _ -> Response.ok(json(reindexing.state())));
        routes.post("/reindex/v1", Access.ADMINS, _ -> Response.json(202, json(reindexing.start())));
    }

    static ObjectNode json(Reindexing.State state) {
        var json = Json.object()
                .put("state", state.phase().wire())
                .put("done", state.done())
                .put("total", state.total());
        if (!state.detail().isEmpty()) json.put("detail", state.detail());
        return json;
    }
}
