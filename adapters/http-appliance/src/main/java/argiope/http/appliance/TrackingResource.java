package argiope.http.appliance;

import argiope.appliance.settings.Settings;
import argiope.appliance.tracking.Availability;
import argiope.appliance.tracking.Cursor;
import argiope.appliance.tracking.Page;
import argiope.appliance.tracking.RowMatcher;
import argiope.appliance.tracking.TimeRange;
import argiope.appliance.tracking.TrackingQuery;
import argiope.appliance.tracking.TrackingStore;
import argiope.appliance.tracking.Transaction;
import argiope.core.access.Refusal;
import argiope.http.Access;
import argiope.http.Json;
import argiope.http.Request;
import argiope.http.Response;
import argiope.http.Routes;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `/wsa/api/v2.0/web-tracking/…`: finds transactions again. A search that its deadline cuts short says so
/// and gives the cursor to go on from.
public final class TrackingResource {
    private static final String BASE = "/wsa/api/v2.0/web-tracking";
    private static final int MAX_OFFSET = 10_000;
    private static final int COUNT_BOUND = 100_000;
    private static final int EVENT_ROWS = 50;
    private static final int EXPORT_PAGE = 1_000;

    private final TrackingStore store;
    private final Settings settings;
    private final About about;

    public TrackingResource(TrackingStore store, Settings settings, About about) {
        this.store = store;
        this.settings = settings;
        this.about = about;
    }

    public void addTo(Routes routes) {
        routes.get(BASE + "/proxy-services", Access.SIGNED_IN, this::search);
        routes.get(BASE + "/details", Access.SIGNED_IN, this::details);
        routes.get(BASE + "/availability", Access.SIGNED_IN, this::availability);
        routes.get(BASE + "/export", Access.SIGNED_IN, this::export);
    }

    private Response search(Request request) {
        var query = TrackingParameters.query(
                request, settings.committed().reporting().observableIndexing());
        var limit = request.queryInt("limit", 100, 1, 1000);
        var offset = request.queryInt("offset", 0, 0, MAX_OFFSET);
        var cursor = new Cursor(request.query("cursor").orElse(""));
        if (offset > 0 && !cursor.isStart())
            throw TrackingParameters.invalid("offset", "cannot go together with a cursor");
        if (request.queryFlag("eventStream")) return stream(query, cursor, limit);
        var deadline = deadline();
        var page = StoreCalls.ask(() -> store.find(query, cursor, offset + limit, deadline.left()));
        var rows = page.rows()
                .subList(Math.min(offset, page.rows().size()), page.rows().size());
        var json = Json.object();
        var meta = meta(json.putObject("meta"), query, deadline);
        next(meta, page);
        var data = json.putArray("data");
        for (var row : rows) data.add(TransactionJson.of(row, about.serial(), false));
        json.set("availability", ReportsResource.json(availability(query)));
        return Response.ok(json);
    }

    private ObjectNode meta(ObjectNode meta, TrackingQuery query, Deadline deadline) {
        var count = StoreCalls.ask(() -> store.count(query, COUNT_BOUND, deadline.left()));
        return meta.put("totalCount", count.value()).put("totalIsExact", count.exact());
    }

    private static void next(ObjectNode json, Page page) {
        if (!page.next().isStart()) json.put("next", page.next().value());
        if (!page.complete()) json.put("complete", false);
    }

    /// Rows as they are found, the total when it is known, then where the answer goes on.
    private Response stream(TrackingQuery query, Cursor cursor, int limit) {
        // What is wrong with the question is said before the stream begins.
        var available = availability(query);
        StoreCalls.ask(() -> store.find(query, cursor, 1, Duration.ofMillis(1)));
        var deadline = deadline();
        return Response.events(events -> {
            try {
                var batch = new Batch(events);
                Page page;
                try {
                    page = StoreCalls.ask(() -> store.stream(query, cursor, limit, deadline.left(), batch::take));
                    batch.send();
                } catch (UncheckedIOException e) {
                    // The client has left: an ordinary end of a search.
                    throw e.getCause();
                }
                events.send("total", meta(Json.object(), query, deadline));
                var done = Json.object();
                next(done, page);
                done.set("availability", ReportsResource.json(available));
                events.send("done", done);
            } catch (Refusal refusal) {
                events.send(
                        "error",
                        Json.object().put("title", refusal.getMessage()).put("code", refusal.code()));
            }
        });
    }

    private final class Batch {
        private final Response.Events events;
        private ArrayNode rows = Json.MAPPER.createArrayNode();
        private boolean first = true;

        Batch(Response.Events events) {
            this.events = events;
        }

        boolean take(Transaction row) {
            rows.add(TransactionJson.of(row, about.serial(), false));
            // The first one goes out at once: a person sees that there is something.
            if (rows.size() >= EVENT_ROWS || first) {
                first = false;
                try {
                    send();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return true;
        }

        void send() throws IOException {
            if (rows.isEmpty()) return;
            var json = Json.object();
            json.set("data", rows);
            events.send("rows", json);
            rows = Json.MAPPER.createArrayNode();
        }
    }

    private Response details(Request request) {
        var id = request.query("transactionId")
                .orElseThrow(() -> TrackingParameters.invalid("transactionId", "is missing"));
        var here = request.query("serialNumber").map(about.serial()::equals).orElse(true);
        var row = here && id.length() <= 200
                ? StoreCalls.ask(() -> store.byId(id))
                : java.util.Optional.<Transaction>empty();
        return row.map(found -> {
                    var json = Json.object();
                    json.set("data", TransactionJson.of(found, about.serial(), true));
                    return Response.ok(json);
                })
                .orElseThrow(
                        () -> new Refusal.NotFound("no-such-transaction", "This appliance holds no such transaction."));
    }

    private Response availability(Request request) {
        var range = TrackingParameters.range(request);
        var observables = settings.committed().reporting().observableIndexing();
        var json = Json.object();
        json.set("availability", ReportsResource.json(StoreCalls.ask(() -> store.availability(range, observables))));
        return Response.ok(json);
    }

    private Availability availability(TrackingQuery query) {
        TimeRange range = query.range();
        return StoreCalls.ask(() -> store.availability(range, RowMatcher.needsObservables(query)));
    }

    /// Everything that matches, newest first, without a ceiling unless `limit` sets one; then, or when the
    /// deadline of a part passes, the last line says that it is cut.
    private Response export(Request request) {
        var query = TrackingParameters.query(
                request, settings.committed().reporting().observableIndexing());
        var format = request.query("format").orElse("csv");
        var most = request.query("limit").isPresent()
                ? request.queryInt("limit", 0, 1, Integer.MAX_VALUE)
                : Integer.MAX_VALUE;
        var csv = switch (format) {
            case "csv" -> true;
            case "ndjson" -> false;
            default -> throw TrackingParameters.invalid("format", "is one of csv, ndjson");
        };
        var cursor = new Cursor(request.query("cursor").orElse(""));
        // The first part before the headers are sent, so that a bad question is answered as one.
        var first = part(query, cursor, most);
        return Response.stream(200, csv ? "text/csv; charset=utf-8" : "application/x-ndjson", out -> {
                    var buffered = new BufferedOutputStream(out, 64 * 1024);
                    if (csv) write(buffered, TransactionJson.csvHeader());
                    var left = most;
                    var page = first;
                    while (true) {
                        write(buffered, page.rows(), csv);
                        left -= page.rows().size();
                        if (page.next().isStart()) break;
                        if (left <= 0 || !page.complete()) {
                            write(buffered, truncated(csv, page));
                            break;
                        }
                        page = part(query, page.next(), left);
                    }
                    buffered.flush();
                })
                .header(
                        "Content-Disposition",
                        "attachment; filename=\"web-tracking." + (csv ? "csv" : "ndjson") + "\"");
    }

    private Page part(TrackingQuery query, Cursor cursor, int left) {
        return StoreCalls.ask(() -> store.find(
                query, cursor, Math.min(left, EXPORT_PAGE), deadline().left()));
    }

    private void write(OutputStream out, List<Transaction> rows, boolean csv) throws IOException {
        for (var row : rows)
            write(
                    out,
                    csv
                            ? TransactionJson.csv(row, about.serial())
                            : Json.MAPPER.writeValueAsString(TransactionJson.of(row, about.serial(), false)
                                            .get("attributes"))
                                    + "\n");
    }

    private static String truncated(boolean csv, Page page) {
        return csv
                ? "# truncated, go on with cursor=" + page.next().value() + "\r\n"
                : Json.object().put("truncated", true).put("next", page.next().value()) + "\n";
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    /// When the time of one search is over.
    private record Deadline(long endNanos) {
        Duration left() {
            return Duration.ofNanos(Math.max(1, endNanos - System.nanoTime()));
        }
    }

    private Deadline deadline() {
        var timeout = Duration.ofSeconds(settings.committed().reporting().queryTimeoutSeconds());
        return new Deadline(System.nanoTime() + timeout.toNanos());
    }
}
