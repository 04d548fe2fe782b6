package argiope.http.appliance;

import static argiope.contracts.tracking.Visit.visit;
import static org.assertj.core.api.Assertions.assertThat;

import argiope.appliance.tracking.Decision;
import argiope.appliance.tracking.NumberField;
import argiope.appliance.tracking.TextField;
import argiope.contracts.tracking.Visit;
import argiope.core.access.Role;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrackingResourceTest {
    private static final String BASE = "/wsa/api/v2.0/web-tracking/";
    private static final String DAY = "startDate=2026-03-10T00:00:00.000Z&endDate=2026-03-11T00:00%2B00:00";
    private static final String SHA = "ab".repeat(32);

    @TempDir
    Path folder;

    private RunningAppliance appliance;
    private RunningAppliance.Person person;

    @BeforeEach
    void start() throws Exception {
        appliance = new RunningAppliance(folder, List.of());
        person = appliance.as(Role.READ_ONLY);
        appliance.tracking.observableIndexing(true);
        appliance.tracking.append(Visit.batch(
                visit("www.example.com", "09:00")
                        .url("http://www.example.com/a/page?x=1")
                        .user("LAB", "Ana")
                        .client("192.0.2.15")
                        .server("198.51.100.7")
                        .put(NumberField.STATUS, 200)
                        .put(NumberField.BYTES_TO_CLIENT, 1000)
                        .put(TextField.MIME, "text/html")
                        .category("Business")
                        .lasting(120),
                visit("evil.example", "10:00")
                        .url("http://evil.example/file.exe")
                        .user("", "bob")
                        .client("2001:db8::15")
                        .decision(Decision.BLOCK)
                        .put(NumberField.STATUS, 403)
                        .put(NumberField.BYTES_TO_CLIENT, 50)
                        .put(NumberField.REPUTATION_SCORE, -78)
                        .put(TextField.FILE_SHA256, SHA)
                        .put(TextField.FILE_NAME, "file.exe")
                        .put(TextField.MALWARE_NAME, "Trojan")
                        .put(TextField.POLICY, "Default"),
                visit("notexample.com", "11:00")
                        .url("http://notexample.com/")
                        .decision(Decision.MONITOR)
                        .put(TextField.METHOD, "POST")
                        .put(NumberField.STATUS, 502)
                        .put(TextField.DEVICE, "gw2")));
        appliance.tracking.refresh();
    }

    @AfterEach
    void stop() {
        appliance.close();
    }

    private RunningAppliance.Answer search(String parameters) throws Exception {
        return person.get(BASE + "proxy-services?" + DAY + parameters);
    }

    private List<String> hosts(String parameters) throws Exception {
        var answer = search(parameters);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        var hosts = new ArrayList<String>();
        for (var row : answer.json().path("data"))
            hosts.add(row.at("/attributes/host").asString());
        return hosts;
    }

    @Test
    void answersTheNewestFirstInThePublishedShape() throws Exception {
        var json = search("").json();

        assertThat(json.at("/meta/totalCount").asInt()).isEqualTo(3);
        assertThat(json.at("/meta/totalIsExact").asBoolean()).isTrue();
        assertThat(json.path("meta").has("next")).isFalse();
        assertThat(json.at("/availability/complete").asBoolean()).isTrue();
        assertThat(hosts("")).containsExactly("notexample.com", "evil.example", "www.example.com");
        var row = json.at("/data/1/attributes");
        assertThat(row.path("time").asString()).isEqualTo("2026-03-10T10:00:00.000Z");
        assertThat(row.path("decision").asString()).isEqualTo("block");
        assertThat(row.path("clientIp").asString()).isEqualTo("2001:db8::15");
        assertThat(row.path("status").asInt()).isEqualTo(403);
        assertThat(row.path("reputationScore").asDouble()).isEqualTo(-7.8);
        assertThat(row.at("/file/sha256").asString()).isEqualTo(SHA);
        assertThat(row.at("/malware/name").asString()).isEqualTo("Trojan");
        assertThat(row.path("isTunnel").asBoolean()).isFalse();
        assertThat(row.path("serialNumber").asString()).isEqualTo("serial-1");
        assertThat(row.path("transactionId").asString()).isNotEmpty();
        assertThat(row.has("rawLine")).isFalse();
        assertThat(row.has("userKey")).isFalse();
        assertThat(row.has("urlKey")).isFalse();
        assertThat(json.at("/data/2/attributes/startTime").asString()).isEqualTo("2026-03-10T08:59:59.880Z");
        assertThat(json.at("/data/2/attributes/urlCategories/0").asString()).isEqualTo("Business");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            user=lab%5Cana | www.example.com
            user=BOB | evil.example
            user=192.0.2.0/24 | notexample.com,www.example.com
            clientIp=2001:db8::/32 | evil.example
            website=example.com | www.example.com
            website=*.Example.COM. | www.example.com
            website=http://www.example.com/a/ | www.example.com
            domain=evil.example | evil.example
            serverIp=198.51.100.0/24 | www.example.com
            url=http://evil.example/file.exe | evil.example
            url=http://www.example.com/a&urlMatch=prefix | www.example.com
            url=file.ex&urlMatch=contains | evil.example
            sha256=%SHA% | evil.example
            fileName=file.exe | evil.example
            transactionStatus=blocked | evil.example
            transactionStatus=completed | notexample.com,www.example.com
            transactionStatus=monitored | notexample.com
            transactionStatus=warned |
            decision=block,monitor | notexample.com,evil.example
            status=5xx | notexample.com
            status=200-299 | www.example.com
            status=403 | evil.example
            method=post | notexample.com
            mime=text/html | www.example.com
            urlCategory=Business | www.example.com
            policy=default | evil.example
            malwareThreat=trojan | evil.example
            wbrsFrom=-10&wbrsTo=-6 | evil.example
            bytesFrom=51 | www.example.com
            bytesFrom=1&bytesTo=50 | evil.example
            device=gw2 | notexample.com
            user=bob&website=example.com |
            pageViews=false&user=bob | evil.example
            """)
    void everyFilterNarrowsTheAnswer(String parameters, String expected) throws Exception {
        var wanted = expected == null ? List.of() : List.of(expected.split(","));
        assertThat(hosts("&" + parameters.replace("%SHA%", SHA))).isEqualTo(wanted);
    }

    @Test
    void aWordIsLookedForInUrlsOnlyWhileTheseAreIndexed() throws Exception {
        assertThat(hosts("&website=xample")).isEmpty();

        var admin = appliance.as(Role.ADMIN);
        admin.call("PATCH", "/settings/v1/pending", "{'reporting':{'observableIndexing':true}}");
        admin.post("/settings/v1/commit", "{}");

        assertThat(hosts("&website=xample")).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            colour=red | colour
            q=host:x | 'q'
            pageViews=true | pageViews
            orderBy=bytes | orderBy
            orderDir=asc | orderDir
            limit=1001 | limit
            limit=x | limit
            offset=10001 | offset
            clientIp=300.1.1.1 | clientIp
            serverIp=example.com | serverIp
            sha256=abc | sha256
            urlMatch=regex | urlMatch
            transactionStatus=some | transactionStatus
            decision=maybe | decision
            status=ok | status
            wbrsFrom=11 | wbrsFrom
            bytesFrom=-1 | bytesFrom
            """)
    void aParameterThatIsNotUnderstoodIsNamed(String parameters, String name) throws Exception {
        var answer = search("&" + parameters);

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.json().at("/error/code").asString()).isEqualTo("400");
        assertThat(answer.json().at("/error/message").asString()).contains(name.replace("'", ""));
        assertThat(answer.json().at("/error/explanation").asString()).startsWith("400 = ");
    }

    @Test
    void theRangeMustBeGivenAndMakeSense() throws Exception {
        for (var query : List.of(
                "",
                "startDate=2026-03-10T00:00:00Z",
                "startDate=monday&endDate=2026-03-10T00:00:00Z",
                "startDate=2026-03-11T00:00:00Z&endDate=2026-03-10T00:00:00Z",
                "startDate=%2B999999999-01-01T00:00:00Z&endDate=2026-03-10T00:00:00Z")) {
            var answer = person.get(BASE + "proxy-services?" + query);
            assertThat(answer.status()).as(query).isEqualTo(400);
        }
    }

    @Test
    void aCursorGoesOnWithoutRepeatingOrSkipping() throws Exception {
        var many = new ArrayList<Visit>();
        for (var i = 0; i < 25; i++) many.add(visit("h" + i + ".example.org", "12:00"));
        appliance.tracking.append(Visit.batch(many));
        var seen = new HashSet<String>();
        var next = "";
        var calls = 0;
        do {
            var json = search("&limit=10"
                            + (next.isEmpty() ? "" : "&cursor=" + URLEncoder.encode(next, StandardCharsets.UTF_8)))
                    .json();
            for (var row : json.path("data"))
                assertThat(seen.add(row.at("/attributes/transactionId").asString()))
                        .isTrue();
            next = json.at("/meta/next").asString("");
            calls++;
        } while (!next.isEmpty() && calls < 10);

        assertThat(seen).hasSize(28);
        assertThat(calls).isEqualTo(3);
        assertThat(hosts("&offset=26")).containsExactly("evil.example", "www.example.com");
        assertThat(search("&cursor=nonsense").status()).isEqualTo(400);
        assertThat(search("&offset=1&cursor=x").status()).isEqualTo(400);
    }

    @Test
    void rowsStreamAsTheyAreFound() throws Exception {
        var answer = search("&eventStream=true&limit=2");

        assertThat(answer.whole().headers().firstValue("Content-Type").orElse(""))
                .startsWith("text/event-stream");
        assertThat(answer.body()
                        .lines()
                        .filter(line -> line.startsWith("event: "))
                        .distinct())
                .containsExactly("event: rows", "event: total", "event: done");
        assertThat(answer.body())
                .contains("\"totalCount\":3")
                .contains("\"next\":\"")
                .contains("\"complete\":true");
        assertThat(search("&eventStream=true&cursor=nonsense").status()).isEqualTo(400);
        assertThat(search("&eventStream=true&url=ab&urlMatch=contains").status())
                .isEqualTo(400);
    }

    @Test
    void detailsAddTheRawLine() throws Exception {
        var id = search("&user=bob")
                .json()
                .at("/data/0/attributes/transactionId")
                .asString();

        var details = person.get(BASE + "details?serialNumber=serial-1&transactionId=" + id)
                .json();

        assertThat(details.at("/data/attributes/transactionId").asString()).isEqualTo(id);
        assertThat(details.at("/data/attributes/rawLine").asString()).contains("evil.example");
        assertThat(person.get(BASE + "details?serialNumber=other&transactionId=" + id)
                        .status())
                .isEqualTo(404);
        assertThat(person.get(BASE + "details?transactionId=none").status()).isEqualTo(404);
        assertThat(person.get(BASE + "details").status()).isEqualTo(400);
    }

    @Test
    void availabilityIsAnsweredAlone() throws Exception {
        assertThat(person.get(BASE + "availability?" + DAY)
                        .json()
                        .at("/availability/from")
                        .asString())
                .isEqualTo("2026-03-10T00:00:00.000Z");
        assertThat(person.get(BASE + "availability").status()).isEqualTo(400);
    }

    @Test
    void exportsAllRowsAsCsv() throws Exception {
        var answer = person.get(BASE + "export?" + DAY);

        var lines = answer.body().split("\r\n");
        assertThat(answer.whole().headers().firstValue("Content-Type").orElse(""))
                .startsWith("text/csv");
        assertThat(lines[0]).startsWith("time,startTime,duration,clientIp").endsWith("transactionId,serialNumber");
        assertThat(lines).hasSize(4);
        assertThat(lines[3]).startsWith("2026-03-10T09:00:00.000Z,2026-03-10T08:59:59.880Z,120,192.0.2.15");
    }

    @Test
    void exportsAsNdjsonAndSaysWhenItIsCut() throws Exception {
        var lines = person.get(BASE + "export?" + DAY + "&format=ndjson&limit=2")
                .body()
                .lines()
                .toList();

        assertThat(lines).hasSize(3);
        assertThat(lines.getFirst()).contains("\"host\":\"notexample.com\"");
        assertThat(lines.getLast()).contains("\"truncated\":true").contains("\"next\":\"");
        assertThat(person.get(BASE + "export?" + DAY + "&format=xml").status()).isEqualTo(400);
    }

    @Test
    void whatASpreadsheetWouldRunIsNotExportedAsAFormula() throws Exception {
        appliance.tracking.append(
                Visit.batch(visit("h.example.org", "12:00").put(TextField.USER_AGENT, "=HYPERLINK(\"x\",1)")));

        assertThat(person.get(BASE + "export?" + DAY + "&website=h.example.org").body())
                .contains("\"'=HYPERLINK(\"\"x\"\",1)\"");
    }
}
