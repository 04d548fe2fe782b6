package argiope.app;

import argiope.app.config.ArgiopeConfig;
import argiope.app.config.DataFolder;
import argiope.core.access.Refusal;
import argiope.core.names.PublicSuffixes;
import argiope.crypto.Argon2idHasher;
import argiope.crypto.RandomText;
import argiope.crypto.Sealer;
import argiope.exchange.DeviceCa;
import argiope.exchange.DeviceListener;
import argiope.exchange.WebSocketDeviceLinks;
import argiope.http.Authenticator;
import argiope.http.Cors;
import argiope.http.HealthResource;
import argiope.http.HttpServer;
import argiope.http.Listener;
import argiope.http.LocalKey;
import argiope.http.Routes;
import argiope.http.StaticSite;
import argiope.http.platform.ctia.CtiaResource;
import argiope.http.platform.enrich.EnrichResource;
import argiope.http.platform.exchange.ExchangeResource;
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
import argiope.lucene.entities.LuceneEntityIndex;
import argiope.modules.appliance.ApplianceKind;
import argiope.modules.privateintelligence.PrivateIntelligenceKind;
import argiope.platform.enrich.Enrichment;
import argiope.platform.exchange.Exchange;
import argiope.platform.identity.ApiClients;
import argiope.platform.identity.Identity;
import argiope.platform.inspect.Inspector;
import argiope.platform.intelligence.Intelligence;
import argiope.platform.intelligence.IntelligenceSettings;
import argiope.platform.module.FanOut;
import argiope.platform.module.ModuleDirectory;
import argiope.platform.respond.Actions;
import argiope.platform.respond.Settler;
import argiope.sql.Database;
import argiope.sql.platform.entities.SqlEntityStore;
import argiope.sql.platform.exchange.SqlDevices;
import argiope.sql.platform.identity.SqlAccounts;
import argiope.sql.platform.identity.SqlClients;
import argiope.sql.platform.identity.SqlSessions;
import argiope.sql.platform.module.SqlModuleInstances;
import argiope.sql.platform.respond.SqlLedger;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The platform, put together: every long-lived object, in the order it is needed. A parts list; nothing is wired
/// elsewhere. Every shipped module is listed here.
public final class PlatformNode implements AutoCloseable {
    private final Parts parts;
    private final URI url;
    private final URI enrolment;
    private final Optional<Identity.Made> firstAdmin;
    private final Identity identity;

    private PlatformNode(Parts parts, URI url, URI enrolment, Optional<Identity.Made> firstAdmin, Identity identity) {
        this.parts = parts;
        this.url = url;
        this.enrolment = enrolment;
        this.firstAdmin = firstAdmin;
        this.identity = identity;
    }

    /// @param path the platform's own folder
    /// @param web folder of the built pages
    /// @param firstLogin name of the admin that the first start makes
    public static PlatformNode start(
            ArgiopeConfig.Platform config, Path path, Path web, String firstLogin, Clock clock) {
        var parts = new Parts();
        try {
            return assemble(parts, config, path, web, firstLogin, clock);
        } catch (RuntimeException | Error e) {
            parts.close();
            throw e;
        }
    }

    private static PlatformNode assemble(
            Parts parts, ArgiopeConfig.Platform config, Path path, Path web, String firstLogin, Clock clock) {
        var listener = parts.keep(Listener.bind(config.host(), config.port()));
        var url = URI.create(config.publicUrl().isEmpty() ? "http://localhost:" + listener.port() : config.publicUrl());
        var folder = parts.keep(DataFolder.open(path)).path();
        var random = new SecureRandom();
        var database = parts.keep(Database.open(folder.resolve("platform.db"), "db/platform"));
        var sealer = Sealer.open(folder.resolve("secret.key"));

        var identity =
                new Identity(new SqlAccounts(database), new SqlSessions(database), Argon2idHasher.standard(), clock);
        var firstAdmin = identity.firstStart(config.organisation(), firstLogin);
        var tokens = new JwtTokens(SigningKeys.open(folder.resolve("signing.key")), url::toString, clock);
        var clients = new ApiClients(new SqlClients(database), identity, tokens, clock);

        var index = parts.keep(LuceneEntityIndex.open(folder.resolve("entities")));
        var intelligence = parts.keep(
                new Intelligence(new SqlEntityStore(database), index, IntelligenceSettings.of(url.toString()), clock));

        var links = parts.keep(new WebSocketDeviceLinks());
        var ca = DeviceCa.open(folder.resolve("device-ca"), clock, random);
        var exchange = new Exchange(new SqlDevices(database), links, ca, config.region(), clock, random);
        var names = List.of(url.getHost(), "localhost", "127.0.0.1").stream()
                .distinct()
                .toList();
        var devices = parts.keep(DeviceListener.start(config.host(), config.devicesPort(), names, ca, exchange, links));
        var enrolment = URI.create("https://" + url.getHost() + ":" + devices.port());

        var modules = new ModuleDirectory(
                List.of(new PrivateIntelligenceKind(intelligence), new ApplianceKind(exchange, links)),
                new SqlModuleInstances(database),
                sealer,
                clock);
        var operator = identity.operator();
        modules.seed(operator.orgId(), operator.userId());
        var fanOut = new FanOut();
        var enrichment = new Enrichment(modules, fanOut);
        var ledger = new SqlLedger(database);
        var actions = new Actions(modules, fanOut, ledger, clock);
        var settler = parts.keep(Settler.start(actions, modules, fanOut, ledger, clock, Duration.ofSeconds(10)));
        links.onConnected(_ -> settler.look());

        var routes = new Routes();
        new SessionResource(identity, url::toString, Version.PRODUCT).addTo(routes);
        new UserResource(identity).addTo(routes);
        new ClientResource(clients, identity).addTo(routes);
        new TokenResource(clients, tokens).addTo(routes);
        new ProfileResource(identity).addTo(routes);
        new InspectResource(new Inspector(PublicSuffixes.shipped())).addTo(routes);
        new ModuleResource(modules).addTo(routes);
        new EnrichResource(enrichment).addTo(routes);
        new RespondResource(actions, clock).addTo(routes);
        new CtiaResource(intelligence, Version.PRODUCT).addTo(routes);
        new ExchangeResource(exchange, tokens, enrolment::toString, clock).addTo(routes);

        new HealthResource(List.of(new HealthResource.Part("accounts", () -> {
                    identity.operator();
                    return Optional.empty();
                })))
                .addTo(routes);

        var localKey = new LocalKey(RandomText.token());
        parts.keep(HttpServer.start(
                listener,
                routes,
                withLocalKey(new PlatformAuthenticator(identity, clients, url::toString), localKey, identity),
                Optional.of(new StaticSite(web.resolve("portal").resolve("dist"))),
                new Cors(Set.copyOf(config.widgetOrigins()))));
        localKey.publish(folder.resolve("local.json"), "http://127.0.0.1:" + listener.port());
        return new PlatformNode(parts, url, enrolment, firstAdmin, identity);
    }

    /// Commands on this machine act as the operator.
    private static Authenticator withLocalKey(Authenticator others, LocalKey key, Identity identity) {
        return request -> {
            if (request.header(LocalKey.KEY).isEmpty()) return others.caller(request);
            if (key.admits(request)) return Optional.of(identity.operator());
            throw new Refusal.NotAuthenticated(
                    "wrong-local-key",
                    "The local key is not that of the running platform. It is made anew at each start.");
        };
    }

    public URI url() {
        return url;
    }

    /// Where devices enrol and keep their link.
    public URI enrolment() {
        return enrolment;
    }

    /// The admin that the first start made, with the password to show once.
    public Optional<Identity.Made> firstAdmin() {
        return firstAdmin;
    }

    public Identity identity() {
        return identity;
    }

    @Override
    public void close() {
        parts.close();
    }
}
