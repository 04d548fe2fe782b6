package argiope.appliance.widget;

import argiope.appliance.settings.ApplianceSettings;
import argiope.appliance.settings.Settings;
import argiope.core.access.Caller;
import argiope.core.access.Refusal;
import argiope.core.access.Scopes;
import argiope.core.access.SecretSeal;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Signs an account's widgets in at a platform and makes their calls there. The client's password never goes back to
/// the browser, and the platform is always one of the committed list.
public final class WidgetSessions {
    private static final Logger LOG = LoggerFactory.getLogger(WidgetSessions.class);
    private static final List<String> CASEBOOK = List.of("casebook", "private-intel", "inspect:read");
    private static final List<String> PIVOT = List.of("enrich:read", "response");
    private static final int LONGEST = 500;

    /// @param scopes of the token in use; empty when it has not been asked for since the start
    public record View(
            Optional<String> clientId,
            Optional<ApplianceSettings.Server> server,
            Set<String> scopes,
            List<ApplianceSettings.Server> servers) {
        public View {
            scopes = Set.copyOf(scopes);
            servers = List.copyOf(servers);
        }

        public boolean signedIn() {
            return clientId.isPresent();
        }
    }

    private record Live(WidgetCredentials.Kept kept, Portal.Token token) {}

    private record SignedIn(WidgetCredentials.Kept kept, ApplianceSettings.Server server) {}

    private final WidgetCredentials credentials;
    private final Portal portal;
    private final Settings settings;
    private final SecretSeal seal;
    private final Map<String, Live> tokens = new ConcurrentHashMap<>();

    public WidgetSessions(WidgetCredentials credentials, Portal portal, Settings settings, SecretSeal seal) {
        this.credentials = credentials;
        this.portal = portal;
        this.settings = settings;
        this.seal = seal;
    }

    public View view(Caller caller) {
        var servers = settings.committed().cloud().servers();
        var signedIn = signedIn(caller);
        return new View(
                signedIn.map(s -> s.kept().clientId()),
                signedIn.map(SignedIn::server),
                signedIn.flatMap(s -> live(caller, s.kept()))
                        .map(Portal.Token::scopes)
                        .orElse(Set.of()),
                servers);
    }

    private Optional<SignedIn> signedIn(Caller caller) {
        return credentials
                .find(caller.userId())
                .flatMap(kept -> server(kept.server()).map(server -> new SignedIn(kept, server)));
    }

    private Optional<ApplianceSettings.Server> server(String name) {
        return settings.committed().cloud().servers().stream()
                .filter(s -> s.name().equals(name))
                .findFirst();
    }

    private Optional<Portal.Token> live(Caller caller, WidgetCredentials.Kept kept) {
        return Optional.ofNullable(tokens.get(caller.userId()))
                .filter(live -> live.kept().equals(kept))
                .map(Live::token);
    }

    /// Checks the credentials at the platform and keeps them.
    public View signIn(Caller caller, String clientId, String password, String serverName) throws InterruptedException {
        if (clientId.isBlank() || clientId.length() > LONGEST || password.isEmpty() || password.length() > LONGEST)
            throw wrongCredentials();
        var server = server(serverName)
                .orElseThrow(() -> new Refusal.Conflict(
                        "wrong-region",
                        "The server '" + shortened(serverName) + "' is not among those that are set up here. Choose"
                                + " one of the list.",
                        Map.of()));
        Portal.Token token;
        try {
            token = portal.token(server, clientId.strip(), password);
        } catch (Portal.WrongCredentials _) {
            throw wrongCredentials();
        } catch (Portal.PortalDown e) {
            throw portalDown(e);
        }
        var missing = missing(token.scopes());
        if (!missing.isEmpty())
            throw new Refusal.NotAllowed(
                    "missing-scope",
                    "The API client lacks the scopes " + String.join(", ", missing) + ".",
                    Map.of("missingScopes", missing));
        var kept = new WidgetCredentials.Kept(
                clientId.strip(), seal.seal(password, purpose(caller, clientId.strip(), serverName)), serverName);
        credentials.save(caller.userId(), kept);
        tokens.put(caller.userId(), new Live(kept, token));
        return view(caller);
    }

    /// Enough for one of the two widgets is enough; else what the nearer one lacks.
    private static List<String> missing(Set<String> granted) {
        var casebook = lacking(CASEBOOK, granted);
        var pivot = lacking(PIVOT, granted);
        if (casebook.isEmpty() || pivot.isEmpty()) return List.of();
        return pivot.size() < casebook.size() ? pivot : casebook;
    }

    private static List<String> lacking(List<String> wanted, Set<String> granted) {
        return wanted.stream()
                .filter(scope -> granted.stream().noneMatch(g -> Scopes.covers(g, scope)))
                .map(scope -> scope.replace(":read", ""))
                .toList();
    }

    private static String purpose(Caller caller, String clientId, String server) {
        return "widget/" + caller.userId() + "/" + server + "/" + clientId;
    }

    public void signOut(Caller caller) {
        tokens.remove(caller.userId());
        credentials.erase(caller.userId());
    }

    /// Makes one of the listed calls with the account's client. A token that has run out is renewed once.
    ///
    /// @param path without a leading slash and without a query, still encoded
    /// @param query still encoded, or empty
    public Portal.Answer call(
            Caller caller, String method, String path, String query, Map<String, String> headers, byte[] body)
            throws InterruptedException {
        if (!PlatformCalls.lists(method, path))
            throw new Refusal.NotFound("no-such-route", "The widgets do not make this call.");
        var signedIn = signedIn(caller).orElseThrow(() -> signedOut("Sign the widgets in first."));
        var call = new Portal.Call(method, "/" + path + (query.isEmpty() ? "" : "?" + query), headers, body);
        try {
            var before = live(caller, signedIn.kept());
            var token = before.isPresent() ? before.get() : renewed(caller, signedIn);
            var answer = portal.send(signedIn.server(), token.accessToken(), call);
            if (answer.status() != 401) return answer;
            answer.body().close();
            return portal.send(signedIn.server(), renewed(caller, signedIn).accessToken(), call);
        } catch (Portal.WrongCredentials _) {
            tokens.remove(caller.userId());
            throw signedOut("The platform accepts the API client no longer. Sign the widgets in again.");
        } catch (Portal.PortalDown e) {
            throw portalDown(e);
        } catch (IOException e) {
            LOG.debug("the platform's refusal could not be closed", e);
            throw portalDown(new Portal.PortalDown("The connection to the platform broke."));
        }
    }

    private Portal.Token renewed(Caller caller, SignedIn signedIn)
            throws Portal.WrongCredentials, Portal.PortalDown, InterruptedException {
        String password;
        var kept = signedIn.kept();
        try {
            password = seal.open(kept.sealedPassword(), purpose(caller, kept.clientId(), kept.server()));
        } catch (IllegalStateException e) {
            LOG.warn("the widgets' password of an account cannot be unsealed: {}", e.getMessage());
            throw signedOut("The kept password cannot be read any more. Sign the widgets in again.");
        }
        var token = portal.token(signedIn.server(), kept.clientId(), password);
        tokens.put(caller.userId(), new Live(kept, token));
        return token;
    }

    private static Refusal wrongCredentials() {
        return new Refusal.NotAuthenticated(
                "wrong-credentials", "The platform does not accept this client id and password.");
    }

    private static Refusal signedOut(String message) {
        return new Refusal.NotAuthenticated("widget-signed-out", message);
    }

    private static Refusal portalDown(Portal.PortalDown e) {
        return new Refusal.Upstream("portal-down", e.getMessage(), Map.of());
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
