package argiope.http.platform.inspect;

import argiope.http.Access;
import argiope.http.Json;
import argiope.http.Request;
import argiope.http.Response;
import argiope.http.Routes;
import argiope.platform.inspect.Find;
import argiope.platform.inspect.Inspector;
import tools.jackson.databind.node.ObjectNode;

/// `/iroh/iroh-inspect/inspect`: the observables of a text, as published; with `explain=true` also where each stands
/// and why it was taken for one.
public final class InspectResource {
    private final Inspector inspector;

    public InspectResource(Inspector inspector) {
        this.inspector = inspector;
    }

    public void addTo(Routes routes) {
        routes.post("/iroh/iroh-inspect/inspect", Access.scope("inspect:read"), this::inspect);
    }

    private Response inspect(Request request) {
        var explain = request.queryFlag("explain");
        return Response.ok(inspector.inspect(Request.required(request.jsonObject(), "content")).stream()
                .map(find -> json(find, explain))
                .toList());
    }

    private static ObjectNode json(Find find, boolean explain) {
        var json = Json.object()
                .put("type", find.observable().type().wire())
                .put("value", find.observable().value());
        if (explain) {
            json.putObject("span").put("start", find.from()).put("end", find.to());
            json.put("rule", find.rule()).put("confidence", find.confidence().wire());
            var rivals = json.putArray("rivals");
            find.rivals().forEach(rival -> rivals.add(rival.wire()));
        }
        return json;
    }
}
