package argiope.http.platform;

import static org.assertj.core.api.Assertions.assertThat;

import argiope.core.access.Role;
import argiope.core.names.PublicSuffixes;
import argiope.crypto.Argon2idHasher;
import argiope.crypto.Sealer;
import argiope.http.Cors;
import argiope.http.HttpServer;
import argiope.http.Json;
import argiope.http.Listener;
import argiope.http.Routes;
import argiope.http.platform.enrich.EnrichResource;
import argiope.http.platform.identity.ClientResource;
import argiope.http.platform.identity.JwtTokens;
import argiope.http.platform.identity.PlatformAuthenticator;
import argiope.http.platform.identity.ProfileResource;
import argiope.http.platform.identity.SessionResource;
import argiope.http.platform.identity.SigningKeys;
import argiope.http.platform.identity.TokenResource;
import argiope.http.platform.identity.UserResource;
import argiope.http.platform.inspect.InspectResource;
import argiope.http.platform.module.ModuleResource;
import argiope.http.platform.respond.RespondResource;
import argiope.memory.platform.identity.MemoryAccounts;
import argiope.memory.platform.identity.MemoryClients;
import argiope.memory.platform.identity.MemorySessions;
import argiope.memory.platform.module.MemoryModuleInstances;
import argiope.memory.platform.respond.MemoryLedger;
import argiope.platform.enrich.Enrichment;
import argiope.platform.identity.ApiClients;
import argiope.platform.identity.Identity;
import argiope.platform.identity.ScopeTable;
import argiope.platform.inspect.Inspector;
import argiope.platform.module.FanOut;
import argiope.platform.module.ModuleDirectory;
import argiope.platform.module.ModuleKind;
import argiope.platform.respond.Actions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;

/// A platform on a loopback port, in memory, with an admin, and a clock that tests turn.
public final class TestPlatform implements AutoCloseable {
    /// A clock that stands until it is turned.
    public static final class TurnedClock extends Clock {
        private volatile Instant now = Instant.parse("2026-01-14T09:31:07.000Z");

        public synchronized void turn(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

    public static final String ADDRESS = "http://platform.example:8440";

    public final TurnedClock clock = new TurnedClock();
    public final MemoryAccounts accounts = new MemoryAccounts();
    public final MemoryClients clientStore = new MemoryClients();
    public final MemorySessions sessions = new MemorySessions();
    public final MemoryModuleInstances instances = new MemoryModuleInstances();
    public final MemoryLedger ledger = new MemoryLedger();
    public final SigningKeys keys = SigningKeys.temporary();
    public final JwtTokens tokens = new JwtTokens(keys, () -> ADDRESS, clock);
    public final Identity identity = new Identity(accounts, sessions, Argon2idHasher.cheap(), clock);
    public final ApiClients clients = new ApiClients(clientStore, identity, tokens, clock);
    public final FanOut fanOut = new FanOut();
    public final ModuleDirectory modules;
    public final Actions actions;
    public final Routes routes = new Routes();
    public final String adminPassword;
    public final Identity.Made admin;
    private final HttpServer server;
    private final HttpClient http = HttpClient.newHttpClient();

    public TestPlatform(ModuleKind... kinds) {
        this((_, _) -> {}, kinds);
    }

    /// @param more adds further routes
    public TestPlatform(BiConsumer<TestPlatform, Routes> more, ModuleKind... kinds) {
        admin = identity.firstStart("Gateways", "ada").orElseThrow();
        adminPassword = admin.password().orElseThrow();
        modules = new ModuleDirectory(List.of(kinds), instances, Sealer.temporary(), clock);
        modules.seed(admin.account().orgId(), admin.account().id());
        actions = new Actions(modules, fanOut, ledger, clock);
        new SessionResource(identity, () -> ADDRESS, "0.1.0").addTo(routes);
        new UserResource(identity).addTo(routes);
        new ClientResource(clients, identity).addTo(routes);
        new TokenResource(clients, tokens).addTo(routes);
        new ProfileResource(identity).addTo(routes);
        new ModuleResource(modules).addTo(routes);
        new EnrichResource(new Enrichment(modules, fanOut)).addTo(routes);
        new RespondResource(actions, clock).addTo(routes);
        new InspectResource(new Inspector(PublicSuffixes.shipped())).addTo(routes);
        more.accept(this, routes);
        server = HttpServer.start(
                Listener.bind("127.0.0.1", 0),
                routes,
                new PlatformAuthenticator(identity, clients, () -> ADDRESS),
                Optional.empty(),
                new Cors(Set.of("https://gateway.example:8441")));
    }

    @Override
    public void close() {
        server.close();
        http.close();
    }

    public int port() {
        return server.port();
    }

    /// An answer, read.
    public record Got(HttpResponse<String> raw) {
        public int status() {
            return raw.statusCode();
        }

        public String body() {
            return raw.body();
        }

        public JsonNode json() {
            return Json.read(raw.body().getBytes(StandardCharsets.UTF_8));
        }

        public Optional<String> header(String name) {
            return raw.headers().firstValue(name);
        }
    }

    /// @param headers name, value, name, value…
    public Got call(String method, String path, String body, String... headers) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .timeout(Duration.ofSeconds(60))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) request.headers(headers);
        try {
            return new Got(http.send(request.build(), HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new IllegalStateException(method + " " + path + " failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// A person signed in with a browser.
    public record Browser(TestPlatform platform, String cookie, String csrf) {
        public Got get(String path) {
            return platform.call("GET", path, "", "Cookie", cookie);
        }

        public Got send(String method, String path, String body, String... more) {
            var headers = new java.util.ArrayList<>(List.of("Cookie", cookie, "X-Argiope-CSRF", csrf));
            headers.addAll(List.of(more));
            return platform.call(method, path, body, headers.toArray(String[]::new));
        }
    }

    public Got signInAttempt(String login, String password) {
        return call(
                "POST",
                "/session/v1",
                Json.object().put("login", login).put("password", password).toString());
    }

    public Browser signIn(String login, String password) {
        var got = signInAttempt(login, password);
        assertThat(got.status()).as(got.body()).isEqualTo(200);
        var cookie = got.header("Set-Cookie").orElseThrow();
        return new Browser(
                this,
                cookie.substring(0, cookie.indexOf(';')),
                got.json().get("csrf").stringValue());
    }

    public Browser adminBrowser() {
        return signIn("ada", adminPassword);
    }

    /// A person of this role, signed in.
    public Browser person(String login, Role role) {
        var made = identity.create(identity.operator(), login, login, role, Optional.empty());
        return signIn(login, made.password().orElseThrow());
    }

    /// A client of the admin's with these scopes.
    public ApiClients.Made client(String... scopes) {
        var caller =
                identity.session(cookieSecret(adminBrowser())).orElseThrow().caller();
        return clients.create(caller, "test", List.of(scopes));
    }

    private static String cookieSecret(Browser browser) {
        return browser.cookie().substring(browser.cookie().indexOf('=') + 1);
    }

    public Got tokenAttempt(String id, String password, String form) {
        var basic = Base64.getEncoder().encodeToString((id + ":" + password).getBytes(StandardCharsets.UTF_8));
        return call(
                "POST",
                "/iroh/oauth2/token",
                form,
                "Authorization",
                "Basic " + basic,
                "Content-Type",
                "application/x-www-form-urlencoded");
    }

    public String token(ApiClients.Made client) {
        var got = tokenAttempt(client.client().id(), client.password(), "grant_type=client_credentials");
        assertThat(got.status()).as(got.body()).isEqualTo(200);
        return got.json().get("access_token").stringValue();
    }

    /// A token of a new client of the admin's with these scopes.
    public String token(String... scopes) {
        return token(client(scopes));
    }

    public Got withToken(String token, String method, String path, String body, String... more) {
        var headers = new java.util.ArrayList<>(List.of("Authorization", "Bearer " + token));
        headers.addAll(List.of(more));
        return call(method, path, body, headers.toArray(String[]::new));
    }

    /// Everything an admin may.
    public static String[] allScopes() {
        return ScopeTable.of(Role.ADMIN).toArray(String[]::new);
    }
}
