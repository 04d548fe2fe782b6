package argiope.http.appliance;

import argiope.appliance.format.Formats;
import argiope.appliance.identity.SignIn;
import argiope.appliance.identity.Users;
import argiope.appliance.ingest.Ingest;
import argiope.appliance.policy.ChangeCommand;
import argiope.appliance.policy.PublishedBlockList;
import argiope.appliance.settings.ApplianceSettings;
import argiope.appliance.settings.CommittedSettings;
import argiope.appliance.settings.SettingsRules;
import argiope.appliance.tracking.Reindexing;
import argiope.core.access.Role;
import argiope.crypto.Argon2idHasher;
import argiope.crypto.RandomText;
import argiope.http.HealthResource;
import argiope.http.HttpServer;
import argiope.http.Json;
import argiope.http.LocalKey;
import argiope.http.Routes;
import argiope.memory.appliance.MemoryAccounts;
import argiope.memory.appliance.MemoryBlockStore;
import argiope.memory.appliance.MemorySettingsStore;
import argiope.memory.tracking.MemoryTrackingStore;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// An appliance's server side with stores in memory, on a free port of loopback.
final class RunningAppliance implements AutoCloseable {
    static final String PASSWORD = "a long password";
    static final String KEY = "the key of the file";

    final MemoryTrackingStore tracking = new MemoryTrackingStore();
    final CommittedSettings settings;
    final PublishedBlockList blockList;
    final Users users;
    private final Reindexing reindexing = new Reindexing(tracking);
    final Ingest ingest;
    final Routes routes = new Routes();
    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    volatile Optional<String> notReady = Optional.empty();

    RunningAppliance(Path folder, List<String> command) {
        var clock = Clock.systemUTC();
        var accounts = new MemoryAccounts();
        var hasher = Argon2idHasher.cheap();
        users = new Users(accounts, hasher, RandomText::id, RandomText::password, clock);
        for (var role : Role.values()) users.create(Users.MACHINE, role.wire(), "", role, Optional.of(PASSWORD));
        var signIn = new SignIn(accounts, hasher, RandomText::token, clock);
        settings = new CommittedSettings(
                new MemorySettingsStore(),
                new SettingsRules(Set.of("squid"), _ -> Optional.empty()),
                ApplianceSettings.initial("gw1.lab"),
                clock);
        blockList = new PublishedBlockList(
                new MemoryBlockStore(),
                folder.resolve("lists"),
                new ChangeCommand(command, Duration.ofMillis(10), clock),
                RandomText::id,
                RandomText::token,
                clock);
        ingest = new Ingest(tracking, Formats.standard(), settings, clock, folder.resolve("ingest"));
        var about = new About("1.2.3", "serial-1", 1, clock.instant());
        new SessionResource(signIn, about).addTo(routes);
        new UsersResource(users).addTo(routes);
        new StatusResource(
                        about,
                        settings,
                        tracking,
                        reindexing,
                        () -> new StatusResource.Ingesting(12.34, OptionalLong.of(3), 2),
                        () -> "disabled",
                        clock)
                .addTo(routes);
        new ReportsResource(tracking, tracking, settings, clock).addTo(routes);
        new SettingsResource(settings).addTo(routes);
        new ReindexResource(reindexing).addTo(routes);
        new BlockListResource(blockList, () -> "http://gw1.lab:8441").addTo(routes);
        new SourcesResource(ingest).addTo(routes);
        new TrackingResource(tracking, settings, about).addTo(routes);
        new HealthResource(List.of(
                        new HealthResource.Part("tracking", () -> notReady),
                        new HealthResource.Part("settings", Optional::empty)))
                .addTo(routes);
        server = HttpServer.start(
                "127.0.0.1", 0, routes, new ApplianceAuthenticator(signIn, new LocalKey(KEY)), Optional.empty());
    }

    int port() {
        return server.port();
    }

    /// One answer, whatever its status.
    record Answer(int status, String body, HttpResponse<String> whole) {
        JsonNode json() {
            return Json.read(body.getBytes(StandardCharsets.UTF_8));
        }

        String code() {
            return json().path("code").asString("");
        }
    }

    /// Whoever asks, with the headers of their sign-in.
    final class Person {
        private final List<String> headers = new ArrayList<>();

        Answer call(String method, String path, String body, String... more) throws Exception {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                    .timeout(Duration.ofSeconds(30))
                    .method(method, HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')));
            var all = new ArrayList<>(headers);
            all.addAll(List.of(more));
            if (!all.isEmpty()) request.headers(all.toArray(String[]::new));
            var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(answer.statusCode(), answer.body(), answer);
        }

        Answer get(String path, String... more) throws Exception {
            return call("GET", path, "", more);
        }

        Answer post(String path, String body) throws Exception {
            return call("POST", path, body);
        }

        Person with(String name, String value) {
            headers.add(name);
            headers.add(value);
            return this;
        }
    }

    Person nobody() {
        return new Person();
    }

    /// Signed in by cookie and CSRF header; the login is the role's name.
    Person as(Role role) throws Exception {
        var answer = nobody().post("/session/v1", "{'login':'" + role.wire() + "','password':'" + PASSWORD + "'}");
        var cookie = answer.whole().headers().firstValue("Set-Cookie").orElseThrow();
        return nobody().with("Cookie", cookie.substring(0, cookie.indexOf(';')))
                .with("X-Argiope-CSRF", answer.json().path("csrf").asString());
    }

    @Override
    public void close() {
        server.close();
        ingest.close();
        reindexing.close();
        blockList.close();
    }
}
