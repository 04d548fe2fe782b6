package argiope.http.appliance;

import argiope.appliance.settings.Settings;
import argiope.appliance.tracking.Reindexing;
import argiope.appliance.tracking.TrackingStore;
import argiope.http.Access;
import argiope.http.Json;
import argiope.http.Response;
import argiope.http.Routes;
import java.time.Clock;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.Supplier;

/// `/status/v1`: how the appliance is doing.
public final class StatusResource {
    /// @param lagSeconds age of the newest line that was read, of the source that is furthest behind; empty
    /// unknown
    public record Ingesting(double linesPerSecond, OptionalLong lagSeconds, int sources) {}

    private final About about;
    private final Settings settings;
    private final TrackingStore store;
    private final Reindexing reindexing;
    private final Supplier<Ingesting> ingest;
    private final Supplier<String> cloudState;
    private final Clock clock;

    public StatusResource(
            About about,
            Settings settings,
            TrackingStore store,
            Reindexing reindexing,
            Supplier<Ingesting> ingest,
            Supplier<String> cloudState,
            Clock clock) {
        this.about = about;
        this.settings = settings;
        this.store = store;
        this.reindexing = reindexing;
        this.ingest = ingest;
        this.cloudState = cloudState;
        this.clock = clock;
    }

    public void addTo(Routes routes) {
        routes.get("/status/v1", Access.SIGNED_IN, _ -> read());
    }

    private Response read() {
        var committed = settings.committed();
        var json = Json.object()
                .put("hostname", committed.system().hostname())
                .put("product", "Argiope appliance")
                .put("version", about.version())
                .put("serial", about.serial())
                .put(
                        "uptimeSeconds",
                        Duration.between(about.startedAt(), clock.instant()).toSeconds())
                .put("java", Runtime.version().toString())
                .put("schemaVersion", about.schemaVersion());
        var figures = ingest.get();
        var ingesting =
                json.putObject("ingest").put("linesPerSecond", Math.round(figures.linesPerSecond() * 10) / 10.0);
        figures.lagSeconds().ifPresent(lag -> ingesting.put("lagSeconds", lag));
        ingesting.put("sources", figures.sources());
        json.putObject("indexing")
                .put("observables", committed.reporting().observableIndexing())
                .set("reindex", ReindexResource.json(reindexing.state()));
        var size = StoreCalls.ask(store::size);
        var held = json.putObject("store")
                .put("transactions", size.transactions())
                .put("days", size.days())
                .put("indexBytes", size.indexBytes())
                .put("rawBytes", size.rawBytes());
        StoreCalls.ask(store::held)
                .ifPresent(range -> held.put("from", Json.time(range.from())).put("to", Json.time(range.to())));
        json.putObject("cloud").put("state", cloudState.get());
        return Response.ok(json);
    }
}
