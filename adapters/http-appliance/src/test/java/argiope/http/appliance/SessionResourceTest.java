package argiope.http.appliance;

import static org.assertj.core.api.Assertions.assertThat;

import argiope.core.access.Role;
import argiope.http.LocalKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionResourceTest {
    private static final String SEARCH =
            "/wsa/api/v2.0/web-tracking/proxy-services?startDate=2026-03-10T00:00:00.000Z&endDate=2026-03-11T00:00:00.000Z";

    @TempDir
    Path folder;

    private RunningAppliance appliance;

    @BeforeEach
    void start() {
        appliance = new RunningAppliance(folder, List.of());
    }

    @AfterEach
    void stop() {
        appliance.close();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aPersonSignsInAndOut() throws Exception {
        var answer = appliance
                .nobody()
                .post("/session/v1", "{'login':'Admin','password':'" + RunningAppliance.PASSWORD + "'}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().at("/user/login").asString()).isEqualTo("admin");
        assertThat(answer.json().at("/user/role").asString()).isEqualTo("admin");
        assertThat(answer.json().path("product").asString()).isEqualTo("appliance");
        assertThat(answer.json().path("version").asString()).isEqualTo("1.2.3");
        assertThat(answer.whole().headers().firstValue("Set-Cookie").orElseThrow())
                .startsWith("argiope-appliance=")
                .contains("HttpOnly")
                .contains("SameSite=Strict")
                .contains("Path=/");

        var person = appliance.as(Role.ADMIN);
        assertThat(person.get("/session/v1").json().at("/user/login").asString())
                .isEqualTo("admin");
        assertThat(person.call("DELETE", "/session/v1", "").status()).isEqualTo(204);
        assertThat(person.get("/session/v1").status()).isEqualTo(401);
    }

    @Test
    void wrongCredentialsAreSaidAlikeForKnownAndUnknownLogins() throws Exception {
        for (var login : List.of("admin", "nobody", "<b>", "x".repeat(5000))) {
            var answer = appliance.nobody().post("/session/v1", "{'login':'" + login + "','password':'wrong one'}");
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.code()).isEqualTo("wrong-credentials");
            assertThat(answer.body()).contains("Login or password is wrong.");
        }
    }

    @Test
    void whoGuessesIsToldToSlowDown() throws Exception {
        for (var i = 0; i < 5; i++) appliance.nobody().post("/session/v1", "{'login':'admin','password':'wrong one'}");

        var answer = appliance
                .nobody()
                .post("/session/v1", "{'login':'admin','password':'" + RunningAppliance.PASSWORD + "'}");

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.code()).isEqualTo("slow-down");
        assertThat(answer.whole().headers().firstValueAsLong("Retry-After").orElse(0))
                .isPositive();
    }

    @Test
    void withoutASignInNothingIsAnswered() throws Exception {
        for (var path : List.of(
                "/session/v1",
                "/users/v1",
                "/status/v1",
                "/reports/v1/overview",
                "/settings/v1",
                "/settings/v1/commits",
                "/reindex/v1",
                "/blocklist/v1")) {
            var answer = appliance.nobody().get(path);
            assertThat(answer.status()).as(path).isEqualTo(401);
            assertThat(answer.code()).as(path).isEqualTo("not-signed-in");
        }
        assertThat(appliance.nobody().get(SEARCH).status()).isEqualTo(401);
    }

    @Test
    void aCookieThatIsMadeUpIsNoSession() throws Exception {
        assertThat(appliance
                        .nobody()
                        .with("Cookie", "argiope-appliance=made-up")
                        .get("/session/v1")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void aWriteFromAForeignPageIsRefusedForWantOfTheCsrfHeader() throws Exception {
        var answer = appliance
                .nobody()
                .post("/session/v1", "{'login':'admin','password':'" + RunningAppliance.PASSWORD + "'}");
        var cookie = answer.whole().headers().firstValue("Set-Cookie").orElseThrow();
        var foreign = appliance.nobody().with("Cookie", cookie.substring(0, cookie.indexOf(';')));

        for (var refused : List.of(
                foreign.post("/blocklist/v1/secret", ""),
                foreign.call("POST", "/blocklist/v1/secret", "", "X-Argiope-CSRF", "guessed"),
                foreign.call("DELETE", "/settings/v1/pending", ""))) {
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.code()).isEqualTo("csrf");
        }
        assertThat(foreign.get("/blocklist/v1").status()).isEqualTo(200);
    }

    @Test
    void aScriptLogsInForATokenAndUsesItInAnyCase() throws Exception {
        var answer = appliance
                .nobody()
                .post(
                        "/wsa/api/v2.0/login",
                        "{'data':{'userName':'" + base64("admin") + "','passphrase':'"
                                + base64(RunningAppliance.PASSWORD) + "'}}");

        assertThat(answer.status()).isEqualTo(200);
        var data = answer.json().path("data");
        assertThat(data.path("userName").asString()).isEqualTo("admin");
        assertThat(data.path("is2FactorRedirectRequired").isString()).isTrue();
        assertThat(data.path("is2FactorRedirectRequired").asString()).isEqualTo("false");
        assertThat(data.path("role").asString()).isEqualTo("Administrator");
        assertThat(data.path("email").isArray()).isTrue();
        var token = data.path("jwtToken").asString();
        assertThat(token.split("\\.")).hasSize(3);
        assertThat(appliance.nobody().with("jwtToken", token).get(SEARCH).status())
                .isEqualTo(200);
        assertThat(appliance.nobody().with("JWTTOKEN", token).get(SEARCH).status())
                .isEqualTo(200);
        assertThat(appliance.nobody().with("jwtToken", token + "x").get(SEARCH).status())
                .isEqualTo(401);
        assertThat(appliance
                        .nobody()
                        .with("jwtToken", token)
                        .get("/settings/v1")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void aLoginThatIsNoBase64IsSaidInThePublishedShape() throws Exception {
        var answer = appliance.nobody().post("/wsa/api/v2.0/login", "{'data':{'userName':'admin!','passphrase':'x'}}");

        assertThat(answer.status()).isEqualTo(401);
        var error = answer.json().path("error");
        assertThat(error.path("code").asString()).isEqualTo("401");
        assertThat(error.path("message").asString()).contains("base64");
        assertThat(error.path("explanation").asString()).startsWith("401 = ");
    }

    @Test
    void basicAuthenticationWorksUnderWsaOnly() throws Exception {
        var basic = "Basic " + base64("analyst:" + RunningAppliance.PASSWORD);

        assertThat(appliance.nobody().with("Authorization", basic).get(SEARCH).status())
                .isEqualTo(200);
        assertThat(appliance
                        .nobody()
                        .with("Authorization", basic)
                        .get("/settings/v1")
                        .status())
                .isEqualTo(401);
        assertThat(appliance
                        .nobody()
                        .with("Authorization", "Basic !!")
                        .get(SEARCH)
                        .status())
                .isEqualTo(401);
        assertThat(appliance
                        .nobody()
                        .with("Authorization", "Basic " + base64("analyst:wrong one"))
                        .get(SEARCH)
                        .status())
                .isEqualTo(401);
    }

    @Test
    void aCommandOnTheMachineActsByTheKeyFile() throws Exception {
        var local = appliance.nobody().with("X-Argiope-Local-Key", RunningAppliance.KEY);

        assertThat(local.get("/users/v1").status()).isEqualTo(200);
        assertThat(local.post("/blocklist/v1/secret", "").status()).isEqualTo(200);
        assertThat(local.get("/users/v1", "X-Argiope-Local-User", "analyst").status())
                .isEqualTo(403);
        assertThat(local.get("/users/v1", "X-Argiope-Local-User", "nobody").status())
                .isEqualTo(401);
        assertThat(appliance
                        .nobody()
                        .with("X-Argiope-Local-Key", "wrong")
                        .get("/users/v1")
                        .code())
                .isEqualTo("wrong-local-key");
    }

    @Test
    void theKeyFileIsForItsOwnerAlone() throws Exception {
        var file = folder.resolve("local-key.json");
        new LocalKey("secret").publish(file, "http://127.0.0.1:1");
        new LocalKey("newer").publish(file, "http://127.0.0.1:2");

        assertThat(java.nio.file.attribute.PosixFilePermissions.toString(
                        java.nio.file.Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(java.nio.file.Files.readString(file)).contains("newer").contains("http://127.0.0.1:2");
    }
}
