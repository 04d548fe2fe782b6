package argiope.http.platform;

import static org.assertj.core.api.Assertions.assertThat;

import argiope.core.access.Role;
import argiope.core.access.Scopes;
import argiope.http.Access;
import argiope.platform.identity.ScopeTable;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Who may call what, for every route there is.
class RouteTableTest {
    private final TestPlatform platform = new TestPlatform();

    @AfterEach
    void stop() {
        platform.close();
    }

    private static String address(argiope.http.Routes.Route route) {
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
                        "GET /.well-known/openid-configuration");
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
}
