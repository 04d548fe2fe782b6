package argiope.http.platform.identity;

import argiope.http.Request;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/// Tells requests of our own pages from those of other sites' pages. Pages of the same host on another port are
/// other pages, though browsers send them our cookie: ports are nothing to cookies.
///
/// @param address our public address
record OwnPages(Supplier<String> address) {
    /// Whether the browser says that one of our own pages asks, or says nothing.
    boolean ask(Request request) {
        var origin = request.header("Origin");
        if (origin.isEmpty()) return true;
        var authority = authority(origin.get());
        return authority.isPresent()
                && (authority.equals(request.header("Host").map(host -> host.toLowerCase(Locale.ROOT)))
                        || authority.equals(authority(address.get())));
    }

    private static Optional<String> authority(String address) {
        try {
            return Optional.ofNullable(URI.create(address).getRawAuthority()).map(a -> a.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
