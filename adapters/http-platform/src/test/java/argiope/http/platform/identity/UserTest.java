package argiope.http.platform.identity;

import static org.assertj.core.api.Assertions.assertThat;

import argiope.core.access.Role;
import argiope.http.platform.TestPlatform;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UserTest {
    private final TestPlatform platform = new TestPlatform();

    @AfterEach
    void stop() {
        platform.close();
    }

    @Test
    void anAdminMakesAColleagueWhoSignsInWithThePasswordShownOnce() {
        var admin = platform.adminBrowser();

        var made = admin.send("POST", "/users/v1", "{\"login\":\"ben\",\"name\":\"Ben\",\"role\":\"analyst\"}");

        assertThat(made.status()).isEqualTo(201);
        var password = made.json().get("password").stringValue();
        assertThat(platform.signInAttempt("BEN", password).status()).isEqualTo(200);
        var all = admin.get("/users/v1").json();
        assertThat(all.size()).isEqualTo(2);
        assertThat(all.toString()).doesNotContain("password").doesNotContain("argon2");
        assertThat(all.get(1).get("lastSignIn")).isNotNull();
    }

    @Test
    void aLoginIsTakenOnce() {
        var again = platform.adminBrowser().send("POST", "/users/v1", "{\"login\":\"ADA\",\"role\":\"analyst\"}");

        assertThat(again.status()).isEqualTo(409);
        assertThat(again.json().get("code").stringValue()).isEqualTo("login-taken");
    }

    @Test
    void theLastAdminStays() {
        var admin = platform.adminBrowser();
        var id = platform.admin.account().id();

        for (var change : new String[] {"{\"enabled\":false}", "{\"role\":\"analyst\"}"}) {
            var declined = admin.send("PATCH", "/users/v1/" + id, change);
            assertThat(declined.status()).isEqualTo(409);
            assertThat(declined.json().get("code").stringValue()).isEqualTo("last-admin");
        }
    }

    @Test
    void onlyAdminsManageUsers() {
        var analyst = platform.person("ben", Role.ANALYST);

        assertThat(analyst.get("/users/v1").status()).isEqualTo(403);
        assertThat(analyst.send("POST", "/users/v1", "{\"login\":\"eve\",\"role\":\"admin\"}")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void anAdminsTokenDoesNotManageUsers() {
        var token = platform.token(TestPlatform.allScopes());

        assertThat(platform.withToken(token, "GET", "/users/v1", "").status()).isEqualTo(403);
    }

    @Test
    void badFieldsAreNamed() {
        var admin = platform.adminBrowser();

        assertThat(admin.send("POST", "/users/v1", "{\"login\":\"ben\",\"role\":\"god\"}")
                        .body())
                .contains("role");
        assertThat(admin.send("POST", "/users/v1", "{\"role\":\"admin\"}").body())
                .contains("login");
        assertThat(admin.send("POST", "/users/v1", "{\"login\":\"b en\",\"role\":\"admin\"}")
                        .body())
                .contains("bad-login");
        assertThat(admin.send("POST", "/users/v1", "{\"login\":\"ben\",\"role\":\"admin\",\"password\":\"short\"}")
                        .body())
                .contains("bad-password");
        assertThat(admin.send("PATCH", "/users/v1/nobody", "{\"name\":\"x\"}").status())
                .isEqualTo(404);
    }

    @Test
    void whoamiHasThePublishedFields() {
        var me = platform.adminBrowser().get("/iroh/profile/whoami").json();

        assertThat(me.at("/user/user-id").stringValue())
                .isEqualTo(platform.admin.account().id());
        assertThat(me.at("/user/role").stringValue()).isEqualTo("admin");
        assertThat(me.at("/user/enabled?").booleanValue()).isTrue();
        assertThat(me.at("/user/last-logged-at").isString()).isTrue();
        assertThat(me.at("/user/idp-mappings/0/idp").stringValue()).isEqualTo("local");
        assertThat(me.at("/org/activation-status").stringValue()).isEqualTo("activated");
        assertThat(me.at("/org/id").stringValue())
                .isEqualTo(me.at("/user/org-id").stringValue());
    }

    @Test
    void theOrganisationIsRenamedAndUnknownKeysAreDisallowed() {
        var admin = platform.adminBrowser();

        assertThat(admin.send("POST", "/iroh/profile/org", "{\"name\":\"New name\"}")
                        .json()
                        .get("name")
                        .stringValue())
                .isEqualTo("New name");
        var declined = admin.send("POST", "/iroh/profile/org", "{\"name\":\"x\",\"colour\":\"red\"}");
        assertThat(declined.status()).isEqualTo(400);
        assertThat(declined.json().at("/errors/colour").stringValue()).isEqualTo("disallowed-key");
        assertThat(admin.get("/iroh/profile/org").json().get("name").stringValue())
                .isEqualTo("New name");
    }

    @Test
    void usersAreReadOneByOneInBatchesAndBySearch() {
        var ben = platform.person("ben", Role.READ_ONLY);
        var id = ben.get("/session/v1").json().at("/user/id").stringValue();
        var ada = platform.admin.account().id();

        assertThat(ben.get("/iroh/user-mgmt/users/" + ada)
                        .json()
                        .get("user-nick")
                        .stringValue())
                .isEqualTo("ada");
        assertThat(ben.get("/iroh/user-mgmt/users/nobody").json().get("error").stringValue())
                .isEqualTo("user_not_found");
        assertThat(ben.get("/iroh/user-mgmt/batch/users?id=" + ada + "&id=" + id + "&id=x")
                        .json()
                        .size())
                .isEqualTo(2);
        var admins = ben.send("POST", "/iroh/user-mgmt/search/users?limit=5", "{\"role\":[\"admin\"]}")
                .json();
        assertThat(admins.size()).isEqualTo(1);
        assertThat(admins.get(0).get("user-id").stringValue()).isEqualTo(ada);
        assertThat(ben.send("POST", "/iroh/user-mgmt/search/users?sort_by=user-email&sort_order=desc", "")
                        .json()
                        .get(0)
                        .get("user-nick")
                        .stringValue())
                .isEqualTo("ben");
        assertThat(ben.send("POST", "/iroh/user-mgmt/search/users", "{\"colour\":\"red\"}")
                        .status())
                .isEqualTo(400);
    }
}
