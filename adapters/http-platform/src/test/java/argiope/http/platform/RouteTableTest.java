package argiope.http.platform;

import static org.assertj.core.api.Assertions.assertThat;

import argiope.core.access.Role;
import argiope.core.access.Scopes;
import argiope.http.Access;
import argiope.http.Routes;
import argiope.http.platform.ctia.CtiaResource;
import argiope.http.platform.exchange.ExchangeResource;
import argiope.memory.platform.entities.MemoryEntityIndex;
import argiope.memory.platform.entities.MemoryEntityStore;
import argiope.memory.platform.exchange.MemoryDevices;
import argiope.platform.exchange.DeviceAuthority;
import argiope.platform.exchange.DeviceLinks;
import argiope.platform.exchange.Exchange;
import argiope.platform.identity.ScopeTable;
import argiope.platform.intelligence.Intelligence;
import argiope.platform.intelligence.IntelligenceSettings;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Who may call what, for every route there is.
class RouteTableTest {
    private final TestPlatform platform = new TestPlatform(RouteTableTest::others);

    private static final DeviceLinks NO_LINKS = new DeviceLinks() {
        @Override
        public boolean connected(String deviceId) {
            return false;
        }

        @Override
        public JsonNode ask(String deviceId, String op, JsonNode body, Duration deadline) throws NotConnected {
            throw new NotConnected("The device is not connected.");
        }

        @Override
        public void cut(String deviceId, Exchange.Reason reason) {
            throw new IllegalStateException("nobody is connected");
        }
    };

    private static final DeviceAuthority NO_AUTHORITY = new DeviceAuthority() {
        @Override
        public byte[] pin() {
            return new byte[10];
        }

        @Override
        public Requested read(byte[] request) {
            throw new IllegalStateException("nobody enrols here");
        }

        @Override
        public Issued issue(String deviceId, Requested request) {
            throw new IllegalStateException("nobody enrols here");
        }
    };

    /// The routes of the platform's other features.
    private static void others(TestPlatform platform, Routes routes) {
        var intelligence = new Intelligence(
                new MemoryEntityStore(),
                new MemoryEntityIndex(),
                IntelligenceSettings.of(TestPlatform.ADDRESS),
                platform.clock);
        new CtiaResource(intelligence, "0.1.0").addTo(routes);
        var exchange =
                new Exchange(new MemoryDevices(), NO_LINKS, NO_AUTHORITY, "lab", platform.clock, new SecureRandom());
        new ExchangeResource(exchange, platform.tokens, () -> "https://platform.example:8442", platform.clock)
                .addTo(routes);
    }

    @AfterEach
    void stop() {
        platform.close();
    }

    private static String address(Routes.Route route) {
        return route.path().replaceAll("[{<][^}>]+[}>]", "x");
    }

    @Test
    void onlyTheseAreOpenToAnybody() {
        assertThat(platform.routes.all())
                .filteredOn(route -> route.access() instanceof Access.Open)
                .extracting(route -> route.method() + " " + route.path())
                .containsExactlyInAnyOrder(
                        "POST /session/v1",
                        "POST /iroh/oauth2/token",
                        "GET /.well-known/jwks",
                        "GET /.well-known/openid-configuration",
                        "GET /ctia/version");
    }

    @Test
    void nobodyGetsInWithoutSigningIn() {
        for (var route : platform.routes.all()) {
            if (route.access() instanceof Access.Open) continue;
            assertThat(platform.call(route.method(), address(route), "").status())
                    .as(route.method() + " " + route.path())
                    .isEqualTo(401);
            assertThat(platform.withToken("rubbish", route.method(), address(route), "")
                            .status())
                    .as(route.method() + " " + route.path())
                    .isEqualTo(401);
        }
    }

    @Test
    void everyScopeIsNeededByItsRoute() {
        var checked = 0;
        for (var route : platform.routes.all()) {
            if (!(route.access() instanceof Access.Scoped(var scope))) continue;
            var others = new ArrayList<String>();
            for (var held : ScopeTable.of(Role.ADMIN)) if (!Scopes.covers(held, scope)) others.add(held);
            var declined = platform.withToken(
                    platform.token(others.toArray(String[]::new)), route.method(), address(route), "");
            assertThat(declined.status())
                    .as(route.method() + " " + route.path())
                    .isEqualTo(403);
            assertThat(declined.body()).as(route.path()).contains("missing-scopes", "required-scopes", scope);
            assertThat(platform.withToken(platform.token(scope), route.method(), address(route), "")
                            .status())
                    .as(route.method() + " " + route.path() + " with its scope")
                    .isNotIn(401, 403);
            checked++;
        }
        assertThat(checked).isGreaterThan(15);
    }

    @Test
    void theReadOnlyChangeNothing() {
        var reader = platform.person("rita", Role.READ_ONLY);

        for (var route : platform.routes.all()) {
            if (!(route.access() instanceof Access.Scoped(var scope)) || !scope.endsWith(":write")) continue;
            assertThat(reader.send(route.method(), address(route), "").status())
                    .as(route.method() + " " + route.path())
                    .isEqualTo(403);
        }
    }

    @Test
    void everyRoutesScopeIsOneThatSomeRoleHas() {
        for (var route : platform.routes.all()) {
            if (!(route.access() instanceof Access.Scoped(var scope))) continue;
            assertThat(ScopeTable.of(Role.ADMIN)).as(route.path()).anyMatch(held -> Scopes.covers(held, scope));
        }
    }

    @Test
    void nothingOfTheIntelligenceIsForATokenWithoutItsScopes() {
        var token = platform.token("enrich:read", "response", "inspect:read", "sse");
        var checked = 0;
        for (var route : platform.routes.all()) {
            if (!route.path().startsWith("/ctia/")
                    || route.access() instanceof Access.Open
                    || route.path().equals("/ctia/status")) continue;
            var path = address(route).replace("/ctia/x/x/", "/ctia/domain/login.example/");
            var declined = platform.withToken(token, route.method(), path, "{}");
            assertThat(declined.status())
                    .as(route.method() + " " + route.path())
                    .isEqualTo(403);
            assertThat(declined.body()).as(route.path()).contains("capabilities");
            checked++;
        }
        assertThat(checked).isGreaterThan(40);
    }
}
