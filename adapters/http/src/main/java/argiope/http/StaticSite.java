package argiope.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// The files of a page, from a folder: names with a hash are kept by browsers for a year, `index.html` is asked for
/// each time. Sends the strict Content-Security-Policy of the pages with every answer.
///
/// @param folder holds `index.html`
public record StaticSite(Path folder) {
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
                    + "font-src 'self'; connect-src 'self'; worker-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "json", "application/json",
            "map", "application/json",
            "png", "image/png",
            "ico", "image/x-icon",
            "woff2", "font/woff2",
            "txt", "text/plain; charset=utf-8");

    /// The file for a path; `/` and paths without a dot in their last part are the page itself.
    public Optional<Response> answer(String path) throws IOException {
        var name = path.substring(path.lastIndexOf('/') + 1);
        var wanted = name.contains(".") ? path.substring(1) : "index.html";
        var file = folder.resolve(wanted).normalize();
        if (!file.startsWith(folder) || !Files.isRegularFile(file)) return Optional.empty();
        var type = TYPES.getOrDefault(wanted.substring(wanted.lastIndexOf('.') + 1), "application/octet-stream");
        var hashed = wanted.startsWith("assets/");
        return Optional.of(Response.bytes(200, type, Files.readAllBytes(file))
                .header("Cache-Control", hashed ? "public, max-age=31536000, immutable" : "no-cache")
                .header("Content-Security-Policy", POLICY)
                .header("Referrer-Policy", "no-referrer"));
    }
}
