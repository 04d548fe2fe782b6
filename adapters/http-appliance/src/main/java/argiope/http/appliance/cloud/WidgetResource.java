package argiope.http.appliance.cloud;

import argiope.appliance.widget.Portal;
import argiope.appliance.widget.WidgetSessions;
import argiope.http.Access;
import argiope.http.Json;
import argiope.http.Request;
import argiope.http.Response;
import argiope.http.Routes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;

/// `/widgets/v1`: signing the widgets in, and their calls to the platform. A write needs the page's CSRF value like any
/// other.
public final class WidgetResource {
    private static final String PLATFORM = "/widgets/v1/platform/";
    private static final List<String> IN = List.of("Accept", "Content-Type", "If-Match", "Idempotency-Key");
    private static final List<String> OUT =
            List.of("Content-Type", "ETag", "Retry-After", "X-Argiope-Ledger-Id", "X-Next", "X-Total-Hits");

    private final WidgetSessions sessions;

    public WidgetResource(WidgetSessions sessions) {
        this.sessions = sessions;
    }

    public void addTo(Routes routes) {
        routes.get("/widgets/v1/session", Access.SIGNED_IN, request -> answer(sessions.view(request.caller())));
        routes.post("/widgets/v1/session", Access.SIGNED_IN, this::signIn);
        routes.delete("/widgets/v1/session", Access.SIGNED_IN, this::signOut);
        for (var method : List.of("GET", "POST", "PATCH", "DELETE"))
            routes.add(method, PLATFORM + "<rest>", Access.SIGNED_IN, this::call);
    }

    private Response signIn(Request request) throws InterruptedException {
        var body = request.jsonObject();
        return answer(sessions.signIn(
                request.caller(),
                Request.required(body, "clientId"),
                Request.required(body, "clientPassword"),
                Request.required(body, "server")));
    }

    private Response signOut(Request request) {
        sessions.signOut(request.caller());
        return Response.noContent();
    }

    private static Response answer(WidgetSessions.View view) {
        var json = Json.object().put("signedIn", view.signedIn());
        view.clientId().ifPresent(id -> json.put("clientId", id));
        view.server().ifPresent(server -> json.put("server", server.name()).put("portal", server.portal()));
        CloudResource.servers(json, view.servers());
        if (!view.scopes().isEmpty()) {
            var scopes = json.putArray("scopes");
            view.scopes().stream().sorted().forEach(scopes::add);
        }
        return Response.ok(json).header("Cache-Control", "no-store");
    }

    private Response call(Request request) throws InterruptedException {
        var headers = new HashMap<String, String>();
        for (var name : IN) request.header(name).ifPresent(value -> headers.put(name, value));
        var answer = sessions.call(
                request.caller(),
                request.method(),
                // As it came, so that a value with slashes stays one segment.
                request.rawPath().substring(PLATFORM.length()),
                request.rawQuery().orElse(""),
                headers,
                request.body());
        var response = Response.stream(answer.status(), contentType(answer), out -> pass(answer.body(), out));
        for (var name : OUT)
            if (!name.equals("Content-Type")) for (var value : values(answer, name)) response.header(name, value);
        return response.header("Cache-Control", "no-store").header("X-Accel-Buffering", "no");
    }

    private static String contentType(Portal.Answer answer) {
        var found = values(answer, "Content-Type");
        return found.isEmpty() ? "application/octet-stream" : found.getFirst();
    }

    private static List<String> values(Portal.Answer answer, String name) {
        return answer.headers().entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(name))
                .flatMap(entry -> entry.getValue().stream())
                .toList();
    }

    /// As it comes: an event of a stream is not held back for the next.
    private static void pass(InputStream in, OutputStream out) throws IOException {
        try (in) {
            var buffer = new byte[16 * 1024];
            for (var length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                out.write(buffer, 0, length);
                out.flush();
            }
        }
    }
}
