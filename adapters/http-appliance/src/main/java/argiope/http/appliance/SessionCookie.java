package argiope.http.appliance;

import argiope.http.Request;
import argiope.http.Response;
import java.util.Optional;

/// The cookie that carries a browser's session. Of a name of its own, as cookies ignore ports; bound to the
/// host under https.
final class SessionCookie {
    private static final String NAME = "argiope-appliance";

    private SessionCookie() {}

    private static String name(Request request) {
        return request.isSecure() ? "__Host-" + NAME : NAME;
    }

    static Optional<String> read(Request request) {
        return request.cookie(name(request)).filter(value -> !value.isEmpty());
    }

    static Response set(Response response, Request request, String secret) {
        return response.header("Set-Cookie", name(request) + "=" + secret + attributes(request));
    }

    static Response clear(Response response, Request request) {
        return response.header("Set-Cookie", name(request) + "=; Max-Age=0" + attributes(request));
    }

    private static String attributes(Request request) {
        return "; Path=/; HttpOnly; SameSite=Strict" + (request.isSecure() ? "; Secure" : "");
    }
}
