package argiope.cli;

import argiope.appliance.format.Formats;
import argiope.appliance.identity.SignIn;
import argiope.appliance.identity.Users;
import argiope.appliance.ingest.Ingest;
import argiope.appliance.settings.ApplianceSettings;
import argiope.appliance.settings.CommittedSettings;
import argiope.appliance.settings.SettingsRules;
import argiope.appliance.tracking.Reindexing;
import argiope.contracts.tracking.Visit;
import argiope.core.access.Refusal;
import argiope.core.access.Role;
import argiope.crypto.Argon2idHasher;
import argiope.crypto.RandomText;
import argiope.http.Access;
import argiope.http.HttpServer;
import argiope.http.Json;
import argiope.http.LocalKey;
import argiope.http.Request;
import argiope.http.Response;
import argiope.http.Routes;
import argiope.http.appliance.About;
import argiope.http.appliance.ApplianceAuthenticator;
import argiope.http.appliance.ReindexResource;
import argiope.http.appliance.SessionResource;
import argiope.http.appliance.SettingsResource;
import argiope.http.appliance.SourcesResource;
import argiope.http.appliance.StatusResource;
import argiope.http.appliance.UsersResource;
import argiope.memory.appliance.MemoryAccounts;
import argiope.memory.appliance.MemorySettingsStore;
import argiope.memory.tracking.MemoryTrackingStore;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// An appliance for the command line: real routes over stores in memory, with a clock that stands still,
/// and a cloud service that knows one good token.
final class TestAppliance implements AutoCloseable {
    static final String PASSWORD = "a long password";
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-14T09:31:07.250Z"), ZoneOffset.UTC);

    final Path keyFile;
    private final HttpServer server;
    private final Reindexing reindexing;
    private final Ingest ingest;
    private String cloudState = "not-registered";
    private boolean portalDown;

    TestAppliance(Path folder) {
        var accounts = new MemoryAccounts();
        var hasher = Argon2idHasher.cheap();
        var users = new Users(accounts, hasher, RandomText::id, () -> "made-up-password", CLOCK);
        users.create(Users.MACHINE, "admin", "", Role.ADMIN, Optional.of(PASSWORD));
        users.create(Users.MACHINE, "bob", "", Role.ADMIN, Optional.of(PASSWORD));
        users.create(Users.MACHINE, "eve", "", Role.ANALYST, Optional.of(PASSWORD));
        var signIn = new SignIn(accounts, hasher, RandomText::token, CLOCK);
        var initial = ApplianceSettings.initial("gw1.lab");
        var servers = List.of(
                new ApplianceSettings.Server("eu", "https://portal.eu.example", "https://enrol.eu.example"),
                new ApplianceSettings.Server("lab", "https://portal.lab.example", "https://enrol.lab.example"));
        var settings = new CommittedSettings(
                new MemorySettingsStore(),
                new SettingsRules(Set.of("squid", "wsa"), _ -> Optional.empty()),
                new ApplianceSettings(
                        initial.reporting(),
                        new ApplianceSettings.Cloud(false, "", servers),
                        List.of(),
                        initial.system()),
                CLOCK);
        var tracking = new MemoryTrackingStore();
        tracking.append(Visit.batch(Visit.visit("a.example", "09:00"), Visit.visit("b.example", "10:00")));
        reindexing = new Reindexing(tracking);
        ingest = new Ingest(tracking, Formats.standard(), settings, Clock.systemUTC(), folder.resolve("ingest"));
        var about = new About("1.2.3", "serial-1", 1, CLOCK.instant());
        var routes = new Routes();
        new SessionResource(signIn, about).addTo(routes);
        new UsersResource(users).addTo(routes);
        new SettingsResource(settings).addTo(routes);
        new ReindexResource(reindexing).addTo(routes);
        new SourcesResource(ingest).addTo(routes);
        new StatusResource(
                        about,
                        settings,
                        tracking,
                        reindexing,
                        () -> new StatusResource.Ingesting(12.34, OptionalLong.of(3), 2),
                        () -> cloudState,
                        CLOCK)
                .addTo(routes);
        routes.get("/cloud/v1", Access.SIGNED_IN, _ -> Response.ok(cloud()));
        routes.post("/cloud/v1/register", Access.ADMINS, this::register);
        routes.post("/cloud/v1/deregister", Access.ADMINS, this::deregister);
        var key = new LocalKey("the key");
        server = HttpServer.start("127.0.0.1", 0, routes, new ApplianceAuthenticator(signIn, key), Optional.empty());
        keyFile = folder.resolve("local-key.json");
        key.publish(keyFile, base().toString());
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    ApplianceClient client(String login) {
        return ApplianceClient.local(keyFile, Optional.of(login));
    }

    private synchronized ObjectNode cloud() {
        var json = Json.object().put("state", cloudState).put("observableIndexing", true);
        if (cloudState.equals("registered")) {
            json.put("server", "eu");
            json.putObject("device")
                    .put("id", "device-1")
                    .put("name", "gw1.lab")
                    .put("registeredAt", "2026-01-14T09:31:07.000Z");
        }
        return json;
    }

    private synchronized Response register(Request request) {
        var token = Request.required(request.jsonObject(), "token");
        if (cloudState.equals("registered"))
            throw new Refusal.Conflict(
                    "already-registered", "This appliance is registered. Deregister it first.", Map.of());
        if (!token.startsWith("eu-"))
            throw new Refusal.Unprocessable(
                    "wrong-region", "The token is for the region " + token.substring(0, 2) + ".", Map.of());
        portalDown = token.endsWith("-soon-down");
        cloudState = "registered";
        return Response.ok(cloud());
    }

    private synchronized Response deregister(Request request) {
        if (portalDown && !request.jsonObject().path("force").asBoolean(false))
            throw new Refusal.Conflict("platform-unreachable", "The platform does not answer.", Map.of());
        cloudState = "not-registered";
        return Response.ok(cloud());
    }

    @Override
    public void close() {
        server.close();
        ingest.close();
        reindexing.close();
    }
}
