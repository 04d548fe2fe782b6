package argiope.http.platform.ctia;

import argiope.core.access.Caller;
import argiope.core.access.Refusal;
import argiope.http.Access;
import argiope.http.Handler;
import argiope.http.Problems;
import argiope.http.Request;
import argiope.http.Response;
import argiope.http.Routes;
import argiope.platform.intelligence.entity.EntityDescription;
import argiope.platform.intelligence.entity.EntityTypes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What all routes under `/ctia` share: the headers of every answer, capabilities, versions, `wait_for`.
final class CtiaRoutes {
    /// Types whose scope is a root of its own beside the one under `private-intel`.
    private static final Set<String> ROOT_SCOPES = Set.of("casebook");

    private static final String CONFIG = "argiope";

    private final Routes routes;
    private final String version;

    CtiaRoutes(Routes routes, String version) {
        this.routes = routes;
        this.version = version;
    }

    void open(String method, String path, Handler handler) {
        routes.add(method, path, Access.OPEN, headed(handler));
    }

    /// Anybody signed in; what they may is looked at by the handler, as the published answer names capabilities.
    void add(String method, String path, Handler handler) {
        routes.add(method, path, Access.SIGNED_IN, headed(handler));
    }

    private Handler headed(Handler handler) {
        return request -> {
            Response response;
            try {
                response = handler.handle(request);
            } catch (Exception fault) {
                response = Problems.answer(request.rawPath(), fault);
            }
            return response.header("X-Ctia-Version", version)
                    .header("X-Ctia-Config", CONFIG)
                    .header("X-Ctim-Version", EntityTypes.SCHEMA_VERSION);
        };
    }

    enum Right {
        READ("read", "", ":read"),
        LIST("list", "s", ":read"),
        SEARCH("search", "", ":read"),
        CREATE("create", "", ":write"),
        DELETE("delete", "", ":write");

        private final String verb;
        private final String ending;
        private final String suffix;

        Right(String verb, String ending, String suffix) {
            this.verb = verb;
            this.ending = ending;
            this.suffix = suffix;
        }

        private String on(String type) {
            return verb + "-" + type + ending;
        }
    }

    /// Refuses a caller who lacks one of the rights; the answer names all that the call needs.
    static Caller require(Request request, String type, Right... rights) {
        var caller = request.caller();
        for (var right : rights) {
            var allowed = caller.may("private-intel/" + type + right.suffix)
                    || ROOT_SCOPES.contains(type) && caller.may(type + right.suffix);
            if (!allowed)
                throw missing(
                        caller, List.of(rights).stream().map(r -> r.on(type)).toList());
        }
        return caller;
    }

    static Refusal missing(Caller caller, List<String> capabilities) {
        return new Refusal.NotAllowed(
                "missing_capability",
                "Missing capability",
                Map.of("capabilities", capabilities, "owner", caller.login()));
    }

    static boolean waitsForIndex(Request request) {
        return flag(request, "wait_for", true);
    }

    static boolean flag(Request request, String name, boolean fallback) {
        var text = request.query(name);
        if (text.isEmpty()) return fallback;
        return switch (text.get()) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw new Refusal.Invalid("bad-parameter", "The parameter '" + name + "' must be true or false.");
        };
    }

    static void refuseUnknown(Request request, Set<String> known) {
        for (var name : request.queries().keySet())
            if (!known.contains(name))
                throw new Refusal.Invalid(
                        "bad-parameter",
                        "Unknown parameter '" + name + "'.",
                        Map.of("errors", Map.of(name, "disallowed-key")));
    }

    static String tag(long version) {
        return "\"" + version + "\"";
    }

    /// The version that the entity must have, of `If-Match`; a tag that is none of ours matches nothing.
    static Optional<Long> expected(Request request) {
        var header = request.header("If-Match").map(String::strip);
        if (header.isEmpty() || header.get().equals("*")) return Optional.empty();
        var text = header.get();
        if (!text.matches("\"[0-9]{1,18}\"")) return Optional.of(-1L);
        return Optional.of(Long.parseLong(text.substring(1, text.length() - 1)));
    }

    static Response pending(Response response, boolean findable, boolean waited) {
        return findable || !waited ? response : response.header("X-Index-Pending", "true");
    }

    static EntityDescription type(String name) {
        return EntityTypes.of(name).orElseThrow();
    }
}
