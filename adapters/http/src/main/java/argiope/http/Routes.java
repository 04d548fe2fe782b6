package argiope.http;

import java.util.ArrayList;
import java.util.List;

/// The routes of a server, each with who may call it. A path parameter is `{id}`, one that may hold slashes `<rest>`.
public final class Routes {
    public record Route(String method, String path, Access access, Handler handler) {}

    private final List<Route> all = new ArrayList<>();

    public Routes get(String path, Access access, Handler handler) {
        return add("GET", path, access, handler);
    }

    public Routes post(String path, Access access, Handler handler) {
        return add("POST", path, access, handler);
    }

    public Routes put(String path, Access access, Handler handler) {
        return add("PUT", path, access, handler);
    }

    public Routes patch(String path, Access access, Handler handler) {
        return add("PATCH", path, access, handler);
    }

    public Routes delete(String path, Access access, Handler handler) {
        return add("DELETE", path, access, handler);
    }

    public Routes add(String method, String path, Access access, Handler handler) {
        all.add(new Route(method, path, access, handler));
        return this;
    }

    public List<Route> all() {
        return List.copyOf(all);
    }
}
