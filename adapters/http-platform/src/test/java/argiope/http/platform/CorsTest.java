package argiope.http.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CorsTest {
    private static final String PATH = "/iroh/profile/whoami";
    private static final String FRIEND = "https://gateway.example:8441";
    private final TestPlatform platform = new TestPlatform();

    @AfterEach
    void stop() {
        platform.close();
    }

    @Test
    void aConfiguredPageMayCallWithATokenAndNeverWithCookies() {
        var token = platform.token("profile:read");

        var answer = platform.withToken(token, "GET", PATH, "", "Origin", FRIEND);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Access-Control-Allow-Origin")).contains(FRIEND);
        assertThat(answer.header("Access-Control-Allow-Credentials")).isEmpty();
        assertThat(answer.header("Vary")).contains("Origin");
        assertThat(answer.header("Access-Control-Expose-Headers").orElseThrow()).contains("X-Next", "X-Total-Hits");
        var browser = platform.adminBrowser();
        assertThat(platform.call("GET", PATH, "", "Origin", FRIEND, "Cookie", browser.cookie())
                        .status())
                .isEqualTo(401);
    }

    @Test
    void aBrowserThatAsksFirstIsToldYes() {
        var answer = platform.call("OPTIONS", PATH, "", "Origin", FRIEND, "Access-Control-Request-Method", "POST");

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("Access-Control-Allow-Origin")).contains(FRIEND);
        assertThat(answer.header("Access-Control-Allow-Headers").orElseThrow()).contains("Authorization");
        assertThat(answer.header("Access-Control-Allow-Credentials")).isEmpty();
    }

    @Test
    void othersAreToldNothing() {
        for (var origin : new String[] {
            "https://gateway.example",
            "https://gateway.example:8441.evil.example",
            "http://gateway.example:8441",
            "null",
            "https://GATEWAY.example:8441"
        }) {
            var asked = platform.call("OPTIONS", PATH, "", "Origin", origin, "Access-Control-Request-Method", "POST");
            assertThat(asked.status()).as(origin).isNotEqualTo(204);
            assertThat(asked.header("Access-Control-Allow-Origin")).as(origin).isEmpty();
            var called = platform.call("GET", PATH, "", "Origin", origin);
            assertThat(called.header("Access-Control-Allow-Origin")).as(origin).isEmpty();
            assertThat(called.header("Vary")).as(origin).contains("Origin");
        }
    }

    @Test
    void ourOwnRoutesAreForOurOwnPages() {
        var answer = platform.call("GET", "/session/v1", "", "Origin", FRIEND);

        assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
    }
}
