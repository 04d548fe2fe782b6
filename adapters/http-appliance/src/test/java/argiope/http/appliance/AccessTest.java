package argiope.http.appliance;

import static org.assertj.core.api.Assertions.assertThat;

import argiope.core.access.Role;
import argiope.http.Access;
import argiope.http.Routes;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who may call what, route by route, from the routes themselves.
class AccessTest {
    private static final Set<String> OPEN = Set.of(
            "POST /session/v1",
            "POST /wsa/api/v2.0/login",
            "GET /lists/{secret}/{file}",
            "GET /healthz",
            "GET /readyz");

    @TempDir
    Path folder;

    @Test
    void everyRouteRefusesWhoMayNotCallIt() throws Exception {
        try (var appliance = new RunningAppliance(folder, List.of())) {
            var analyst = appliance.as(Role.ANALYST);
            var reader = appliance.as(Role.READ_ONLY);
            var open = new TreeSet<String>();

            for (var route : appliance.routes.all()) {
                var name = route.method() + " " + route.path();
                if (route.access() instanceof Access.Open) {
                    open.add(name);
                    continue;
                }
                assertThat(status(appliance.nobody(), route)).as(name).isEqualTo(401);
                switch (route.access()) {
                    case Access.Admins _ -> {
                        assertThat(status(analyst, route)).as(name).isEqualTo(403);
                        assertThat(status(reader, route)).as(name).isEqualTo(403);
                    }
                    case Access.Writers _ ->
                        assertThat(status(reader, route)).as(name).isEqualTo(403);
                    default ->
                        assertThat(route.method().equals("GET") || route.path().equals("/session/v1"))
                                .as(name + " changes something and is not kept from readers")
                                .isTrue();
                }
            }

            assertThat(open).containsExactlyInAnyOrderElementsOf(OPEN);
        }
    }

    private static int status(RunningAppliance.Person person, Routes.Route route) throws Exception {
        return person.call(route.method(), route.path().replaceAll("\\{.*?}", "some"), "")
                .status();
    }
}
