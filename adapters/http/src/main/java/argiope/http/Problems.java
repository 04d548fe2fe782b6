package argiope.http;

import argiope.core.access.Refusal;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/// Turns everything that goes wrong into an answer of the shape its family has published: `/iroh`, `/ctia`, `/wsa`,
/// and problem documents (RFC 9457) elsewhere. A refusal shows its message; a surprise shows only a trace id, and the
/// log has the rest.
public final class Problems {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final SecureRandom RANDOM = new SecureRandom();

    private Problems() {}

    public static Response answer(String path, Throwable fault) {
        return switch (fault) {
            case Refusal refusal -> refused(path, refusal);
            case StackOverflowError e -> surprised(path, e);
            default -> surprised(path, fault);
        };
    }

    private static Response surprised(String path, Throwable fault) {
        var trace = trace();
        LOG.error("unexpected fault, trace {}", trace, fault);
        var response =
                shaped(path, 500, "internal", "Something unexpected happened. The log has it under " + trace + ".");
        response.put(path.startsWith("/iroh") ? "trace_id" : "traceId", trace);
        if (path.startsWith("/ctia")) response.put("type", "unknown-exception");
        return send(path, 500, response);
    }

    private static Response refused(String path, Refusal refusal) {
        var status = status(refusal);
        var body = shaped(path, status, refusal.code(), refusal.getMessage());
        refusal.details().forEach((name, value) -> body.set(name, Json.MAPPER.valueToTree(value)));
        var response = send(path, status, body);
        if (refusal instanceof Refusal.TooMany many)
            response.header("Retry-After", Long.toString(many.retryAfterSeconds()));
        if (refusal instanceof Refusal.NotAuthenticated && (path.startsWith("/iroh") || path.startsWith("/ctia")))
            response.header("WWW-Authenticate", "Bearer realm=\"argiope\"");
        return response;
    }

    private static int status(Refusal refusal) {
        return switch (refusal) {
            case Refusal.Invalid _ -> 400;
            case Refusal.NotAuthenticated _ -> 401;
            case Refusal.NotAllowed _ -> 403;
            case Refusal.NotFound _ -> 404;
            case Refusal.Conflict _ -> 409;
            case Refusal.Overtaken _ -> 412;
            case Refusal.TooLarge _ -> 413;
            case Refusal.Unprocessable _ -> 422;
            case Refusal.TooMany _ -> 429;
            case Refusal.Upstream _ -> 502;
            case Refusal.Unavailable _ -> 503;
        };
    }

    private static ObjectNode shaped(String path, int status, String code, String message) {
        var body = Json.object();
        if (path.startsWith("/iroh")) {
            return body.put("error", code).put("error_description", message).put("trace_id", trace());
        }
        if (path.startsWith("/ctia")) return body.put("error", code).put("message", message);
        if (path.startsWith("/wsa")) {
            body.putObject("error")
                    .put("message", message)
                    .put("code", Integer.toString(status))
                    .put("explanation", status + " = " + title(status));
            return body;
        }
        return body.put("type", "about:blank")
                .put("title", title(status))
                .put("status", status)
                .put("detail", message)
                .put("code", code);
    }

    private static Response send(String path, int status, ObjectNode body) {
        var published = path.startsWith("/iroh") || path.startsWith("/ctia") || path.startsWith("/wsa");
        return Response.bytes(
                status,
                published ? "application/json" : "application/problem+json",
                Json.MAPPER.writeValueAsBytes(body));
    }

    private static String title(int status) {
        return switch (status) {
            case 400 -> "The request is not valid.";
            case 401 -> "Not signed in.";
            case 403 -> "Not allowed.";
            case 404 -> "Not found.";
            case 405 -> "Method not allowed.";
            case 409 -> "In conflict with what there is.";
            case 412 -> "Somebody else changed it meanwhile.";
            case 413 -> "Too large.";
            case 422 -> "Cannot be done as asked.";
            case 429 -> "Too fast.";
            case 502 -> "Somebody else did not answer well.";
            case 503 -> "Not available just now.";
            default -> "Something went wrong.";
        };
    }

    private static String trace() {
        var bytes = new byte[8];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
