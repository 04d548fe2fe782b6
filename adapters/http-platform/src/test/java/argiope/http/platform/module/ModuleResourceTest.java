package argiope.http.platform.module;

import static org.assertj.core.api.Assertions.assertThat;

import argiope.core.access.Role;
import argiope.http.platform.TestModule;
import argiope.http.platform.TestPlatform;
import argiope.platform.module.ModuleDirectory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ModuleResourceTest {
    private static final String INSTANCES = "/iroh/iroh-int/module-instance";
    private final TestModule intelligence =
            new TestModule(ModuleDirectory.PRIVATE_INTELLIGENCE, "Private Intelligence");
    private final TestModule gateway = new TestModule("type-gateway", "Gateway");
    private final TestPlatform platform = new TestPlatform(intelligence, gateway);
    private final TestPlatform.Browser admin = platform.adminBrowser();

    @AfterEach
    void stop() {
        platform.close();
    }

    private TestPlatform.Got create(String settings) {
        return admin.send(
                "POST",
                INSTANCES,
                "{\"name\":\"East\",\"module_type_id\":\"type-gateway\",\"visibility\":\"org\",\"settings\":" + settings
                        + "}");
    }

    @Test
    void privateIntelligenceIsThereFromTheStart() {
        var instances = admin.get(INSTANCES).json();
        var types = admin.get("/iroh/iroh-int/module-type").json();

        assertThat(instances.size()).isEqualTo(1);
        assertThat(instances.at("/0/name").stringValue()).isEqualTo("Private Intelligence");
        assertThat(instances.at("/0/module_type_id").stringValue()).isEqualTo("2c8b4134-c521-5be5-aaf8-af06e5e27cbb");
        assertThat(types.size()).isEqualTo(2);
        for (var field : new String[] {
            "id",
            "title",
            "record",
            "org_id",
            "user_id",
            "client_id",
            "default_name",
            "enabled",
            "visibility",
            "created_at"
        }) assertThat(types.get(0).get(field)).as(field).isNotNull();
    }

    @Test
    void anInstanceIsCreatedReadChangedAndDeleted() {
        var created = create(
                "{\"url\":\"https://east.example\",\"custom_limit\":50,\"custom_verbose\":true,\"other\":\"x\"}");
        assertThat(created.status()).isEqualTo(201);
        var id = created.json().get("id").stringValue();
        assertThat(created.json().at("/settings/custom_limit").intValue()).isEqualTo(50);
        assertThat(created.json().at("/settings/custom_verbose").booleanValue()).isTrue();
        assertThat(created.json().at("/settings/other").stringValue()).isEqualTo("x");
        assertThat(created.json().get("enabled").booleanValue()).isTrue();

        var changed = admin.send(
                "PATCH",
                INSTANCES + "/" + id,
                "{\"name\":\"West\",\"enabled\":false,\"settings\":{\"custom_limit\":7}}");
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.json().get("name").stringValue()).isEqualTo("West");
        assertThat(changed.json().at("/settings/custom_limit").intValue()).isEqualTo(7);
        assertThat(changed.json().at("/settings/url").stringValue()).isEqualTo("https://east.example");
        assertThat(admin.get(INSTANCES + "?enabled=false").json().size()).isEqualTo(1);
        assertThat(admin.get(INSTANCES + "?module_type_id=type-gateway").json().size())
                .isEqualTo(1);

        assertThat(admin.send("DELETE", INSTANCES + "/" + id, "").status()).isEqualTo(204);
        var gone = admin.get(INSTANCES + "/" + id);
        assertThat(gone.status()).isEqualTo(404);
        assertThat(gone.json().get("error").stringValue()).isEqualTo("module_instance_not_found");
        assertThat(admin.get("/iroh/iroh-int/module-type/nothing")
                        .json()
                        .get("error")
                        .stringValue())
                .isEqualTo("module_type_not_found");
    }

    @Test
    void secretsAreSealedInTheStoreAndStarsToReaders() {
        var created = create("{\"url\":\"https://east.example\",\"custom_key\":\"topsecret\"}");
        var id = created.json().get("id").stringValue();

        assertThat(created.body()).doesNotContain("topsecret");
        assertThat(created.json().at("/settings/custom_key").stringValue()).isEqualTo("********");
        assertThat(platform.instances.byId(id).orElseThrow().settings().get("custom_key"))
                .startsWith("sealed:")
                .doesNotContain("topsecret");
        opened(id);
        assertThat(gateway.settings.get("custom_key")).isEqualTo("topsecret");
    }

    private void opened(String id) {
        platform.modules.open(platform.identity.operator(), id);
    }

    @Test
    void starsAndAbsenceMeanUnchangedAndAnotherAddressForgetsTheSecret() {
        var id = create("{\"url\":\"https://east.example\",\"custom_key\":\"topsecret\"}")
                .json()
                .get("id")
                .stringValue();

        admin.send("PATCH", INSTANCES + "/" + id, "{\"settings\":{\"custom_key\":\"********\",\"custom_limit\":1}}");
        opened(id);
        assertThat(gateway.settings.get("custom_key")).isEqualTo("topsecret");

        admin.send("PATCH", INSTANCES + "/" + id, "{\"settings\":{\"url\":\"https://thief.example\"}}");
        opened(id);
        assertThat(gateway.settings).doesNotContainKey("custom_key");
    }

    @Test
    void badInstancesAreDeclinedByName() {
        assertThat(create("{\"custom_limit\":\"many\"}").body()).contains("custom_limit");
        assertThat(create("{\"custom_verbose\":\"perhaps\"}").body()).contains("custom_verbose");
        assertThat(create("{\"url\":{\"deep\":1}}").body()).contains("url");
        assertThat(create("[]").status()).isEqualTo(400);
        assertThat(admin.send("POST", INSTANCES, "{\"name\":\"x\",\"module_type_id\":\"none\"}")
                        .json()
                        .get("error")
                        .stringValue())
                .isEqualTo("module_type_not_found");
        assertThat(admin.send("POST", INSTANCES, "{\"module_type_id\":\"type-gateway\"}")
                        .body())
                .contains("name");
    }

    @Test
    void aPrivateInstanceIsItsMakersAlone() {
        var id = admin.send(
                        "POST",
                        INSTANCES,
                        "{\"name\":\"Mine\",\"module_type_id\":\"type-gateway\",\"visibility\":\"user\"}")
                .json()
                .get("id")
                .stringValue();
        var other = platform.person("ben", Role.ANALYST);

        assertThat(other.get(INSTANCES + "/" + id).status()).isEqualTo(404);
        assertThat(other.get(INSTANCES).json().size()).isEqualTo(1);
        assertThat(admin.get(INSTANCES).json().size()).isEqualTo(2);
    }
}
