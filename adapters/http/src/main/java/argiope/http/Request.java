package argiope.http;

import argiope.core.access.Caller;
import argiope.core.access.Refusal;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One request, read on demand. Path parameters arrive decoded once.
public final class Request {
    /// The most a body may have unless a route says otherwise.
    public static final int MAX_BODY_BYTES = 5 * 1024 * 1024;

    private final Context context;
    private final Optional<Caller> caller;

    Request(Context context, Optional<Caller> caller) {
        this.context = context;
        this.caller = caller;
    }

    Request with(Optional<Caller> found) {
        return new Request(context, found);
    }

    /// Who asks; on a route that is open to anybody this may refuse with 401.
    public Caller caller() {
        return caller.orElseThrow(() -> new Refusal.NotAuthenticated("not-signed-in", "Sign in, or send a token."));
    }

    public Optional<Caller> callerIfAny() {
        return caller;
    }

    public String method() {
        return context.req().getMethod();
    }

    /// The path as it stands in the request line, without the query: not decoded.
    public String rawPath() {
        return context.req().getRequestURI();
    }

    public Optional<String> rawQuery() {
        return Optional.ofNullable(context.req().getQueryString());
    }

    public String path(String name) {
        return context.pathParam(name);
    }

    public Optional<String> query(String name) {
        return Optional.ofNullable(context.queryParam(name));
    }

    public List<String> queries(String name) {
        return List.copyOf(context.queryParams(name));
    }

    public Map<String, List<String>> queries() {
        return context.queryParamMap();
    }

    /// A whole number in a range, or the default when absent.
    public int queryInt(String name, int fallback, int min, int max) {
        var text = query(name);
        if (text.isEmpty()) return fallback;
        try {
            var value = Integer.parseInt(text.get().strip());
            if (value >= min && value <= max) return value;
        } catch (NumberFormatException _) {
            // said below
        }
        throw new Refusal.Invalid(
                "bad-parameter",
                "The parameter '" + name + "' must be a whole number from " + min + " to " + max + ".");
    }

    public boolean queryFlag(String name) {
        return query(name).map(v -> v.isEmpty() || v.equals("true")).orElse(false);
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(context.header(name));
    }

    public Optional<String> cookie(String name) {
        return Optional.ofNullable(context.cookie(name));
    }

    public Optional<String> form(String name) {
        return Optional.ofNullable(context.formParam(name));
    }

    /// The address of the peer.
    public String remoteAddress() {
        return context.req().getRemoteAddr();
    }

    public boolean isSecure() {
        return context.req().isSecure();
    }

    public boolean accepts(String contentType) {
        return header("Accept").map(a -> a.contains(contentType)).orElse(false);
    }

    /// The body, at most [#MAX_BODY_BYTES].
    public byte[] body() {
        return body(MAX_BODY_BYTES);
    }

    public byte[] body(int maxBytes) {
        if (context.req().getContentLengthLong() > maxBytes) throw tooLarge(maxBytes);
        try {
            var bytes = stream().readNBytes(maxBytes + 1);
            if (bytes.length > maxBytes) throw tooLarge(maxBytes);
            return bytes;
        } catch (IOException e) {
            throw new Refusal.Invalid("body-cut", "The body ended before it was complete.");
        }
    }

    private static Refusal tooLarge(int maxBytes) {
        return new Refusal.TooLarge("body-too-large", "The body is larger than " + maxBytes + " bytes.");
    }

    public InputStream stream() {
        try {
            return context.req().getInputStream();
        } catch (IOException e) {
            throw new Refusal.Invalid("body-cut", "The body could not be read.");
        }
    }

    public String bodyText() {
        return new String(body(), StandardCharsets.UTF_8);
    }

    public JsonNode json() {
        return Json.read(body());
    }

    public ObjectNode jsonObject() {
        if (json() instanceof ObjectNode object) return object;
        throw new Refusal.Invalid("bad-json", "A JSON object is expected.");
    }

    /// Text member of a JSON object that must be there and be text.
    public static String required(JsonNode object, String name) {
        return optional(object, name)
                .orElseThrow(() -> new Refusal.Invalid("missing-field", "The field '" + name + "' is missing."));
    }

    public static Optional<String> optional(JsonNode object, String name) {
        var value = object.get(name);
        if (value == null || value.isNull()) return Optional.empty();
        if (!value.isString()) throw new Refusal.Invalid("bad-field", "The field '" + name + "' must be text.");
        return Optional.of(value.stringValue());
    }
}
