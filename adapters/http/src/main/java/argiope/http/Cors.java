package argiope.http;

import io.javalin.http.Context;
import java.util.Optional;
import java.util.Set;

/// Which pages of other sites may call us: those of the configured origins, compared exactly, under `/iroh` and
/// `/ctia`, with a token. Never with cookies: no answer allows credentials.
///
/// @param origins such as `https://gateway.example:8441`, as browsers send them
public record Cors(Set<String> origins) {
    public Cors {
        origins = Set.copyOf(origins);
        for (var origin : origins) {
            if (!origin.matches("https?://[^/\\s*,]+"))
                throw new IllegalArgumentException(
                        "'" + origin + "' is no origin such as https://gateway.example:8441");
        }
    }

    public static Cors none() {
        return new Cors(Set.of());
    }

    private static boolean covers(String path) {
        return path.startsWith("/iroh/") || path.startsWith("/ctia/");
    }

    private Optional<String> allowed(Context context) {
        return Optional.ofNullable(context.header("Origin")).filter(origins::contains);
    }

    /// Adds to an answer what lets the page read it.
    void allow(Context context) {
        if (origins.isEmpty() || !covers(context.path())) return;
        var servlet = context.res();
        servlet.addHeader("Vary", "Origin");
        allowed(context).ifPresent(origin -> {
            servlet.setHeader("Access-Control-Allow-Origin", origin);
            servlet.setHeader("Access-Control-Expose-Headers", "X-Next, X-Total-Hits, X-Argiope-Ledger-Id, ETag");
        });
    }

    /// The answer to a browser that asks first, if it may come.
    Optional<Response> preflight(Context context) {
        if (!context.req().getMethod().equals("OPTIONS") || !covers(context.path())) return Optional.empty();
        if (context.header("Access-Control-Request-Method") == null) return Optional.empty();
        return allowed(context)
                .map(_ -> Response.noContent()
                        .header("Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE")
                        .header(
                                "Access-Control-Allow-Headers",
                                "Authorization, Content-Type, Accept, Idempotency-Key, If-Match")
                        .header("Access-Control-Max-Age", "600"));
    }
}
