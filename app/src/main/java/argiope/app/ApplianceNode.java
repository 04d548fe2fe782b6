package argiope.app;

import argiope.app.config.ArgiopeConfig;
import argiope.app.config.DataFolder;
import argiope.appliance.cloud.Backoff;
import argiope.appliance.cloud.Cloud;
import argiope.appliance.device.ApplianceOperations;
import argiope.appliance.format.Formats;
import argiope.appliance.format.LogFormat;
import argiope.appliance.format.ParseContext;
import argiope.appliance.identity.SignIn;
import argiope.appliance.identity.Users;
import argiope.appliance.ingest.Ingest;
import argiope.appliance.ingest.SourceStatus;
import argiope.appliance.policy.ChangeCommand;
import argiope.appliance.policy.PublishedBlockList;
import argiope.appliance.settings.ApplianceSettings;
import argiope.appliance.settings.CommittedSettings;
import argiope.appliance.settings.SettingsRules;
import argiope.appliance.tracking.Reindexing;
import argiope.appliance.tracking.UserAliases;
import argiope.appliance.widget.WidgetSessions;
import argiope.core.access.Refusal;
import argiope.crypto.Argon2idHasher;
import argiope.crypto.RandomText;
import argiope.crypto.Sealer;
import argiope.devicelink.ExchangeLink;
import argiope.http.HealthResource;
import argiope.http.HttpServer;
import argiope.http.Listener;
import argiope.http.LocalKey;
import argiope.http.Routes;
import argiope.http.StaticSite;
import argiope.http.appliance.About;
import argiope.http.appliance.ApplianceAuthenticator;
import argiope.http.appliance.BlockListResource;
import argiope.http.appliance.ReindexResource;
import argiope.http.appliance.ReportsResource;
import argiope.http.appliance.SessionResource;
import argiope.http.appliance.SettingsResource;
import argiope.http.appliance.SourcesResource;
import argiope.http.appliance.StatusResource;
import argiope.http.appliance.TrackingResource;
import argiope.http.appliance.UsersResource;
import argiope.http.appliance.cloud.CloudResource;
import argiope.http.appliance.cloud.HttpPortal;
import argiope.http.appliance.cloud.WidgetResource;
import argiope.lucene.tracking.LuceneTrackingConfig;
import argiope.lucene.tracking.LuceneTrackingStore;
import argiope.sql.Database;
import argiope.sql.appliance.SqlAccounts;
import argiope.sql.appliance.SqlBlockStore;
import argiope.sql.appliance.SqlSettingsStore;
import argiope.sql.appliance.device.SqlTriggers;
import argiope.sql.appliance.widget.SqlWidgetCredentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/// The appliance, put together: every long-lived object, in the order it is needed. A parts list; nothing is wired
/// elsewhere.
public final class ApplianceNode implements AutoCloseable {
    private final Parts parts;
    private final URI url;
    private final Optional<Users.Created> firstAdmin;
    private final Users users;
    private final CommittedSettings settings;
    private final Ingest ingest;
    private final PublishedBlockList blockList;

    private ApplianceNode(
            Parts parts,
            URI url,
            Optional<Users.Created> firstAdmin,
            Users users,
            CommittedSettings settings,
            Ingest ingest,
            PublishedBlockList blockList) {
        this.parts = parts;
        this.url = url;
        this.firstAdmin = firstAdmin;
        this.users = users;
        this.settings = settings;
        this.ingest = ingest;
        this.blockList = blockList;
    }

    /// @param path the appliance's own folder
    /// @param web folder of the built pages
    public static ApplianceNode start(ArgiopeConfig.Appliance config, Path path, Path web, Clock clock) {
        var parts = new Parts();
        try {
            return assemble(parts, config, path, web, clock);
        } catch (RuntimeException | Error e) {
            parts.close();
            throw e;
        }
    }

    private static ApplianceNode assemble(
            Parts parts, ArgiopeConfig.Appliance config, Path path, Path web, Clock clock) {
        var listener = parts.keep(Listener.bind(config.host(), config.port()));
        var url = URI.create("http://localhost:" + listener.port());
        var folder = parts.keep(DataFolder.open(path)).path();
        var database = parts.keep(Database.open(folder.resolve("appliance.db"), "db/appliance"));
        var sealer = Sealer.open(folder.resolve("secret.key"));
        var hasher = Argon2idHasher.standard();

        var accounts = new SqlAccounts(database);
        var users = new Users(accounts, hasher, RandomText::id, RandomText::password, clock);
        var signIn = new SignIn(accounts, hasher, RandomText::token, clock);
        var firstAdmin = users.ensureAdmin();

        var formats = Formats.standard();
        var settings = new CommittedSettings(
                new SqlSettingsStore(database),
                new SettingsRules(formatIds(formats), text -> logformatFault(formats, text)),
                initial(config),
                clock);

        var store = parts.keep(LuceneTrackingStore.open(
                LuceneTrackingConfig.in(folder.resolve("tracking")), formats::reader, UserAliases::none));
        store.observableIndexing(settings.committed().reporting().observableIndexing());
        settings.onCommit(now -> store.observableIndexing(now.reporting().observableIndexing()));
        var reindexing = parts.keep(new Reindexing(store));
        var ingest = parts.keep(new Ingest(store, formats, settings, clock, folder.resolve("ingest")));

        var command = parts.keep(new ChangeCommand(config.onBlockListChange(), Duration.ofSeconds(5), clock));
        var lists = config.listsFolder().isEmpty() ? folder.resolve("lists") : Path.of(config.listsFolder());
        var blockList = parts.keep(new PublishedBlockList(
                new SqlBlockStore(database), lists, command, RandomText::id, RandomText::token, clock));

        var about = new About(Version.PRODUCT, serial(folder), 1, clock.instant());
        var operations = new ApplianceOperations(
                store,
                blockList,
                new SqlTriggers(database),
                settings,
                about.serial(),
                Version.PRODUCT,
                url::toString,
                clock);
        var link = new ExchangeLink(folder.resolve("device"), Version.PRODUCT, clock);
        var cloud = parts.keep(new Cloud(
                settings,
                link,
                operations,
                Backoff.standard(() -> ThreadLocalRandom.current().nextDouble()),
                clock));

        var portal = parts.keep(new HttpPortal());

        var routes = new Routes();
        new SessionResource(signIn, about).addTo(routes);
        new UsersResource(users).addTo(routes);
        new SettingsResource(settings).addTo(routes);
        new TrackingResource(store, settings, about).addTo(routes);
        new ReportsResource(store, store, settings, clock).addTo(routes);
        new ReindexResource(reindexing).addTo(routes);
        new SourcesResource(ingest).addTo(routes);
        new BlockListResource(blockList, url::toString).addTo(routes);
        new StatusResource(
                        about,
                        settings,
                        store,
                        reindexing,
                        () -> ingesting(ingest),
                        () -> cloud.status().state().wire(),
                        clock)
                .addTo(routes);
        new CloudResource(cloud).addTo(routes);
        new WidgetResource(new WidgetSessions(new SqlWidgetCredentials(database), portal, settings, sealer))
                .addTo(routes);
        new HealthResource(List.of(new HealthResource.Part("tracking", () -> {
                    store.held();
                    return Optional.empty();
                })))
                .addTo(routes);

        var localKey = new LocalKey(RandomText.token());
        parts.keep(HttpServer.start(
                listener,
                routes,
                new ApplianceAuthenticator(signIn, localKey),
                Optional.of(new StaticSite(web.resolve("appliance").resolve("dist")))));
        localKey.publish(folder.resolve("local.json"), "http://127.0.0.1:" + listener.port());
        cloud.start();
        return new ApplianceNode(parts, url, firstAdmin, users, settings, ingest, blockList);
    }

    private static StatusResource.Ingesting ingesting(Ingest ingest) {
        var sources = ingest.sources();
        var lag = sources.stream()
                .mapToLong(SourceStatus::lagSeconds)
                .filter(seconds -> seconds >= 0)
                .max();
        return new StatusResource.Ingesting(ingest.linesPerSecond(), lag, sources.size());
    }

    private static Set<String> formatIds(Formats formats) {
        return formats.all().stream().map(LogFormat::id).collect(Collectors.toUnmodifiableSet());
    }

    private static Optional<String> logformatFault(Formats formats, String text) {
        try {
            formats.reader(new ParseContext("logformat", text, ZoneOffset.UTC, false, "", 0));
            return Optional.empty();
        } catch (Refusal refusal) {
            return Optional.of(refusal.getMessage());
        }
    }

    private static ApplianceSettings initial(ArgiopeConfig.Appliance config) {
        var first = ApplianceSettings.initial(config.hostname().isEmpty() ? hostname() : config.hostname());
        var servers = config.servers().stream()
                .map(s -> new ApplianceSettings.Server(s.name(), s.portal(), s.enrolment()))
                .toList();
        var chosen = servers.isEmpty() ? "" : servers.getFirst().name();
        return new ApplianceSettings(
                first.reporting(), new ApplianceSettings.Cloud(false, chosen, servers), List.of(), first.system());
    }

    private static String hostname() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException _) {
            return "localhost";
        }
    }

    /// The appliance's own number, made up once and kept.
    private static String serial(Path folder) {
        var file = folder.resolve("serial");
        try {
            return Files.readString(file).strip();
        } catch (NoSuchFileException _) {
            try {
                var serial = RandomText.id();
                Files.writeString(file, serial + "\n");
                return serial;
            } catch (IOException e) {
                throw new UncheckedIOException("the serial number cannot be kept in " + file, e);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the serial number cannot be read from " + file, e);
        }
    }

    public URI url() {
        return url;
    }

    /// The admin that the first start made, with the password to show once.
    public Optional<Users.Created> firstAdmin() {
        return firstAdmin;
    }

    public Users users() {
        return users;
    }

    public CommittedSettings settings() {
        return settings;
    }

    public Ingest ingest() {
        return ingest;
    }

    public PublishedBlockList blockList() {
        return blockList;
    }

    @Override
    public void close() {
        parts.close();
    }
}
