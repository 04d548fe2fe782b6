package argiope.http.platform.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import argiope.http.Json;
import argiope.http.platform.TestPlatform;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InspectResourceTest {
    private final TestPlatform platform = new TestPlatform();
    private final String token = platform.token("inspect:read");

    @AfterEach
    void stop() {
        platform.close();
    }

    private TestPlatform.Got inspect(String path, String text) {
        return platform.withToken(
                token,
                "POST",
                "/iroh/iroh-inspect/inspect" + path,
                Json.object().put("content", text).toString());
    }

    @Test
    void aTextGivesItsObservablesEachOnceInOrder() {
        var finds = inspect("", "see hxxp://login[.]example[.]com/a and 192.0.2.7, again 192.0.2.7")
                .json();

        assertThat(finds.toString())
                .isEqualTo("[{\"type\":\"url\",\"value\":\"http://login.example.com/a\"},"
                        + "{\"type\":\"ip\",\"value\":\"192.0.2.7\"}]");
    }

    @Test
    void anExplanationSaysWhereAndWhy() {
        var find = inspect("?explain=true", "at 192.0.2.7 now").json().get(0);

        assertThat(find.at("/span/start").intValue()).isEqualTo(3);
        assertThat(find.at("/span/end").intValue()).isEqualTo(12);
        assertThat(find.get("rule").stringValue()).isNotEmpty();
        assertThat(find.get("confidence").stringValue()).isIn("high", "medium", "low");
        assertThat(find.get("rivals").isArray()).isTrue();
    }

    @Test
    void nothingIsFoundInNothingAndAMissingTextIsDeclined() {
        assertThat(inspect("", "").json().toString()).isEqualTo("[]");
        var missing = platform.withToken(token, "POST", "/iroh/iroh-inspect/inspect", "{}");
        assertThat(missing.status()).isEqualTo(400);
        assertThat(missing.json().get("error_description").stringValue()).contains("content");
        assertThat(platform.withToken(token, "POST", "/iroh/iroh-inspect/inspect", "{\"content\":7}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void textThatIsTooLargeIsDeclined() {
        assertThat(inspect("", "x".repeat(6_000_000)).status()).isEqualTo(413);
    }
}
