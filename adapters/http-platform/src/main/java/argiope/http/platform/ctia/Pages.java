package argiope.http.platform.ctia;

import argiope.http.Json;
import argiope.http.Response;
import argiope.platform.intelligence.Intelligence.Page;
import argiope.platform.intelligence.search.Cursor;
import argiope.platform.intelligence.search.Search;
import java.util.List;
import java.util.Optional;

/// A page of a list with its headers: how many there are, and where to go on.
final class Pages {
    private Pages() {}

    static Response of(Search search, Page page) {
        var body = Json.MAPPER.createArrayNode();
        page.entities().forEach(body::add);
        return headed(
                Response.ok(body),
                page.total(),
                page.more(),
                search.limit(),
                search.offset(),
                page.last().map(Cursor::text));
    }

    /// A page of ids out of all of them, in order.
    static Response of(List<String> all, Search search) {
        var descending = search.order().getFirst().descending();
        var sorted = descending ? all.reversed() : all;
        var after = search.after().map(cursor -> cursor.keys().getFirst());
        var rest = sorted.stream()
                .filter(id ->
                        after.isEmpty() || (descending ? id.compareTo(after.get()) < 0 : id.compareTo(after.get()) > 0))
                .skip(after.isPresent() ? 0 : search.offset())
                .toList();
        var page = rest.subList(0, Math.min(search.limit(), rest.size()));
        return headed(
                Response.ok(page),
                all.size(),
                !page.isEmpty() && rest.size() > page.size(),
                search.limit(),
                search.offset(),
                page.isEmpty() ? Optional.empty() : Optional.of(new Cursor(List.of(page.getLast())).text()));
    }

    private static Response headed(
            Response response, long total, boolean more, int limit, int offset, Optional<String> last) {
        response.header("X-Total-Hits", Long.toString(total));
        last.ifPresent(cursor -> {
            response.header("X-Sort", cursor);
            if (more)
                response.header("X-Next", "limit=" + limit + "&offset=" + (offset + limit) + "&search_after=" + cursor);
        });
        if (offset > 0) response.header("X-Previous", "limit=" + limit + "&offset=" + Math.max(0, offset - limit));
        return response;
    }
}
