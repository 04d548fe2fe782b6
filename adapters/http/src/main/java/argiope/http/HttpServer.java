package argiope.http;

import argiope.core.access.Caller;
import argiope.core.access.Refusal;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.ServerConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A listener with its routes, on virtual threads. Access is decided here, before a handler runs: nobody is 401, a
/// missing scope or role 403. A busy port is said with its number.
public final class HttpServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

    private final Javalin javalin;
    private final int port;

    private HttpServer(Javalin javalin, int port) {
        this.javalin = javalin;
        this.port = port;
    }

    /// Starts listening at once on a port of its own; see [Listener#bind].
    public static HttpServer start(
            String host, int port, Routes routes, Authenticator authenticator, Optional<StaticSite> site) {
        return start(Listener.bind(host, port), routes, authenticator, site, Cors.none());
    }

    /// Starts answering on a listener that is bound already.
    public static HttpServer start(
            Listener listener, Routes routes, Authenticator authenticator, Optional<StaticSite> site) {
        return start(listener, routes, authenticator, site, Cors.none());
    }

    /// Starts answering on a listener that is bound already.
    ///
    /// @param site what is served where no route matches, if anything
    /// @param cors which other sites' pages may call the published families
    public static HttpServer start(
            Listener listener, Routes routes, Authenticator authenticator, Optional<StaticSite> site, Cors cors) {
        var javalin = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.startupWatcherEnabled = false;
            config.startup.showOldJavalinVersionWarning = false;
            config.concurrency.useVirtualThreads = true;
            config.http.maxRequestSize = Request.MAX_BODY_BYTES;
            config.http.compressionStrategy = CompressionStrategy.NONE;
            config.http.generateEtags = false;
            config.jetty.addConnector((server, http) -> {
                http.setUriCompliance(
                        UriCompliance.from(
                                "RFC3986,AMBIGUOUS_PATH_SEPARATOR,AMBIGUOUS_PATH_ENCODING,SUSPICIOUS_PATH_CHARACTERS,AMBIGUOUS_EMPTY_SEGMENT"));
                http.setSendServerVersion(false);
                http.setRequestHeaderSize(64 * 1024);
                var connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
                listener.handOver(connector);
                return connector;
            });
            config.jetty.modifyServletContextHandler(
                    handler -> handler.getServletHandler().setDecodeAmbiguousURIs(true));
            for (var route : routes.all()) {
                config.routes.addHttpHandler(
                        HandlerType.findOrCreate(route.method()),
                        route.path(),
                        context -> write(context, run(context, route, authenticator), cors));
            }
            config.routes.error(404, context -> {
                if (context.attribute("answered") != null) return;
                // The server's own words would follow ours.
                context.result(new byte[0]);
                write(context, unrouted(context, site, cors), cors);
            });
            config.routes.exception(
                    Exception.class, (fault, context) -> write(context, Problems.answer(context.path(), fault), cors));
        });
        javalin.start();
        return new HttpServer(javalin, listener.port());
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        javalin.stop();
    }

    private static Response run(Context context, Routes.Route route, Authenticator authenticator) {
        try {
            var request = new Request(context, Optional.empty());
            var caller = admitted(request, route.access(), authenticator);
            return route.handler().handle(request.with(caller));
        } catch (Exception | StackOverflowError fault) {
            return Problems.answer(context.path(), fault);
        }
    }

    private static Optional<Caller> admitted(Request request, Access access, Authenticator authenticator) {
        if (access instanceof Access.Open) return Optional.empty();
        var caller = authenticator
                .caller(request)
                .orElseThrow(() -> new Refusal.NotAuthenticated("not-signed-in", "Sign in, or send a token."));
        switch (access) {
            case Access.Open _, Access.SignedIn _ -> {}
            case Access.Admins _ -> {
                people(caller);
                if (!caller.isAdmin())
                    throw new Refusal.NotAllowed("admins-only", "Only an account with the role admin may do this.");
            }
            case Access.Writers _ -> {
                people(caller);
                if (caller.role() == argiope.core.access.Role.READ_ONLY)
                    throw new Refusal.NotAllowed(
                            "read-only", "An account with the role read-only may not change this.");
            }
            case Access.Scoped(var scope) -> {
                if (!caller.may(scope))
                    throw new Refusal.NotAllowed(
                            "missing_scope",
                            "The scope '" + scope + "' is missing.",
                            Map.of(
                                    "required-scopes",
                                    java.util.List.of(scope),
                                    "missing-scopes",
                                    java.util.List.of(scope)));
            }
        }
        return Optional.of(caller);
    }

    private static Response unrouted(Context context, Optional<StaticSite> site, Cors cors) throws IOException {
        var preflight = cors.preflight(context);
        return preflight.isPresent() ? preflight.get() : unmatched(context, site);
    }

    /// A token holds the scopes that were chosen for its client; what goes by role is not among them.
    private static void people(Caller caller) {
        if (caller.client().isPresent())
            throw new Refusal.NotAllowed("people-only", "This is for people who are signed in, not for API clients.");
    }

    private static Response unmatched(Context context, Optional<StaticSite> site) throws IOException {
        var path = context.path();
        if (site.isPresent() && context.req().getMethod().equals("GET")) {
            var file = site.get().answer(path);
            if (file.isPresent()) return file.get();
        }
        return Problems.answer(path, new Refusal.NotFound("no-such-route", "There is nothing at this address."));
    }

    private static void write(Context context, Response response, Cors cors) {
        context.attribute("answered", true);
        var servlet = context.res();
        context.status(response.status);
        servlet.setHeader("X-Content-Type-Options", "nosniff");
        cors.allow(context);
        for (var header : response.headers) {
            if (header.name().equals("Content-Type")) servlet.setContentType(header.value());
            else servlet.addHeader(header.name(), header.value());
        }
        try {
            response.writer.write(servlet.getOutputStream());
        } catch (EofException _) {
            LOG.debug("the client left before the answer was complete");
        } catch (Exception e) {
            // The status is sent already: cut the connection, so that the client sees an incomplete answer.
            LOG.warn("an answer broke off", e);
            throw new IllegalStateException("the answer broke off", e);
        }
    }
}
