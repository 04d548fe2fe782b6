package argiope.http;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `/healthz`: the process lives. `/readyz`: every part can work, else which cannot.
public final class HealthResource {
    private static final Logger LOG = LoggerFactory.getLogger(HealthResource.class);

    /// @param fault why the part cannot work now, in words that may be shown to anybody; empty if it can
    public record Part(String name, Supplier<Optional<String>> fault) {}

    private final List<Part> parts;

    public HealthResource(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    public void addTo(Routes routes) {
        routes.get("/healthz", Access.OPEN, _ -> Response.ok(Json.object().put("status", "ok")));
        routes.get("/readyz", Access.OPEN, _ -> ready());
    }

    private Response ready() {
        var json = Json.object().put("status", "ok");
        var faults = Json.MAPPER.createArrayNode();
        for (var part : parts)
            fault(part)
                    .ifPresent(reason ->
                            faults.addObject().put("part", part.name()).put("reason", reason));
        if (faults.isEmpty()) return Response.ok(json);
        json.put("status", "not-ready").set("notReady", faults);
        return Response.json(503, json);
    }

    private static Optional<String> fault(Part part) {
        try {
            return part.fault().get();
        } catch (RuntimeException e) {
            LOG.warn("the part {} is not ready", part.name(), e);
            return Optional.of("It does not answer.");
        }
    }
}
