package argiope.http.appliance;

import argiope.appliance.report.Overview;
import argiope.appliance.report.Reports;
import argiope.appliance.settings.Settings;
import argiope.appliance.tracking.Availability;
import argiope.appliance.tracking.Decision;
import argiope.appliance.tracking.TimeRange;
import argiope.appliance.tracking.TrackingStore;
import argiope.core.access.Refusal;
import argiope.http.Access;
import argiope.http.Json;
import argiope.http.Request;
import argiope.http.Response;
import argiope.http.Routes;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// `/reports/v1/overview`: what happened in a range, in figures.
public final class ReportsResource {
    private final Reports reports;
    private final TrackingStore store;
    private final Settings settings;
    private final Clock clock;

    public ReportsResource(Reports reports, TrackingStore store, Settings settings, Clock clock) {
        this.reports = reports;
        this.store = store;
        this.settings = settings;
        this.clock = clock;
    }

    public void addTo(Routes routes) {
        routes.get("/reports/v1/overview", Access.SIGNED_IN, this::overview);
    }

    private Response overview(Request request) {
        var range = range(request);
        var top = request.queryInt("top", 10, 1, 100);
        var deadline = Duration.ofSeconds(settings.committed().reporting().queryTimeoutSeconds());
        return Response.ok(json(StoreCalls.ask(() -> reports.overview(range, top, deadline))));
    }

    /// What is asked for; without, the range of the data held, so that old logs show at once.
    private TimeRange range(Request request) {
        var from = request.query("from").map(text -> Times.read("from", text));
        var to = request.query("to").map(text -> Times.read("to", text));
        if (from.isPresent() != to.isPresent())
            throw new Refusal.Invalid("bad-parameter", "Give both 'from' and 'to', or none of them.");
        if (from.isPresent() && to.isPresent()) {
            if (to.get().isBefore(from.get()))
                throw new Refusal.Invalid("bad-parameter", "The range ends before it starts.");
            return new TimeRange(from.get(), to.get());
        }
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return StoreCalls.ask(store::held)
                .map(held -> new TimeRange(held.from(), held.to().plusMillis(1)))
                .orElseGet(() -> new TimeRange(now.minus(Duration.ofDays(1)), now));
    }

    private static ObjectNode json(Overview overview) {
        var json = Json.object();
        json.putObject("range")
                .put("from", Json.time(overview.range().from()))
                .put("to", Json.time(overview.range().to()));
        var totals = overview.totals();
        var sums = json.putObject("totals").put("transactions", totals.transactions());
        decisions(sums, totals.byDecision());
        sums.put("bytes", totals.bytes()).put("users", totals.users()).put("domains", totals.domains());
        json.put("exact", overview.exact());
        var buckets = json.putObject("series")
                .put("bucketSeconds", overview.bucket().toSeconds())
                .putArray("buckets");
        for (var bucket : overview.series())
            decisions(buckets.addObject().put("from", Json.time(bucket.from())), bucket.byDecision());
        tops(json, "topDomains", "domain", overview.topDomains());
        tops(json, "topUsers", "user", overview.topUsers());
        tops(json, "topClients", "client", overview.topClients());
        var blocked = json.putArray("blockedDomains");
        for (var domain : overview.blockedDomains())
            blocked.addObject()
                    .put("domain", domain.domain())
                    .put("transactions", domain.transactions())
                    .put("users", domain.users());
        json.set("availability", json(overview.availability()));
        return json;
    }

    private static void decisions(ObjectNode json, Map<Decision, Long> counts) {
        for (var decision : Decision.values()) json.put(decision.wire(), counts.getOrDefault(decision, 0L));
    }

    private static void tops(ObjectNode json, String name, String key, List<Overview.Top> tops) {
        var list = json.putArray(name);
        for (var top : tops)
            list.addObject()
                    .put(key, top.name())
                    .put("transactions", top.transactions())
                    .put("blocked", top.blocked())
                    .put("bytes", top.bytes());
    }

    static ObjectNode json(Availability availability) {
        var json = Json.object()
                .put("from", Json.time(availability.from()))
                .put("to", Json.time(availability.to()))
                .put("complete", availability.complete());
        var gaps = json.putArray("gaps");
        for (var gap : availability.gaps())
            gaps.addObject()
                    .put("from", Json.time(gap.from()))
                    .put("to", Json.time(gap.to()))
                    .put("reason", gap.reason());
        return json;
    }
}
