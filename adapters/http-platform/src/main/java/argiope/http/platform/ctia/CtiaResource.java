package argiope.http.platform.ctia;

import argiope.http.Json;
import argiope.http.Request;
import argiope.http.Response;
import argiope.http.Routes;
import argiope.platform.intelligence.Intelligence;
import argiope.platform.intelligence.entity.EntityTypes;

/// Everything under `/ctia`, and our own view of a casebook.
public final class CtiaResource {
    private final Intelligence intelligence;
    private final String version;

    /// @param version of the product
    public CtiaResource(Intelligence intelligence, String version) {
        this.intelligence = intelligence;
        this.version = version;
    }

    public void addTo(Routes routes) {
        var published = new CtiaRoutes(routes, version);
        published.open("GET", "/ctia/version", this::version);
        published.add("GET", "/ctia/status", this::status);
        new CasebookResource(intelligence).addTo(published, routes);
        for (var description : EntityTypes.all()) new EntityResource(intelligence, description).addTo(published);
        new ObservableResource(intelligence).addTo(published);
    }

    private Response version(Request request) {
        return Response.ok(Json.object()
                .put("base", "/ctia")
                .put("ctim-version", EntityTypes.SCHEMA_VERSION)
                .put("ctia-build", version)
                .put("ctia-config", "argiope")
                .put("beta", true)
                .set("ctia_supported_features", Json.object()));
    }

    private Response status(Request request) {
        return intelligence
                .fault()
                .map(fault -> Response.json(
                        503, Json.object().put("status", "failing").put("message", fault)))
                .orElseGet(() -> Response.ok(Json.object().put("status", "ok")));
    }
}
