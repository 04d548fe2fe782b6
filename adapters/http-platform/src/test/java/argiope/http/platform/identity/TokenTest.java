package argiope.http.platform.identity;

import static argiope.http.platform.identity.SessionTest.withinASecond;
import static org.assertj.core.api.Assertions.assertThat;

import argiope.core.access.Role;
import argiope.http.platform.TestPlatform;
import argiope.platform.identity.Identity;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenTest {
    private static final String WHOAMI = "/iroh/profile/whoami";
    private static final String GRANT = "grant_type=client_credentials";
    private final TestPlatform platform = new TestPlatform();

    @AfterEach
    void stop() {
        platform.close();
    }

    private int whoami(String token) {
        return platform.withToken(token, "GET", WHOAMI, "").status();
    }

    @Test
    void aClientMadeByAPersonGetsATokenAndIsKnownByIt() {
        var admin = platform.adminBrowser();
        var made = admin.send("POST", "/clients/v1", "{\"name\":\"script\",\"scopes\":[\"profile:read\"]}");
        assertThat(made.status()).isEqualTo(201);
        var id = made.json().get("id").stringValue();
        assertThat(id).matches("client-[0-9a-f-]{36}");

        var got = platform.tokenAttempt(id, made.json().get("password").stringValue(), GRANT);

        assertThat(got.status()).isEqualTo(200);
        assertThat(got.json().get("token_type").stringValue()).isEqualTo("bearer");
        assertThat(got.json().get("expires_in").intValue()).isEqualTo(600);
        assertThat(got.json().get("scope").stringValue()).isEqualTo("profile:read");
        assertThat(whoami(got.json().get("access_token").stringValue())).isEqualTo(200);
        var listed = admin.get("/clients/v1").json();
        assertThat(listed.get(0).get("lastUsedAt")).isNotNull();
        assertThat(listed.toString()).doesNotContain("assword");
    }

    @Test
    void thePresetsGiveWhatWidgetsNeed() {
        var made = platform.adminBrowser().send("POST", "/clients/v1", "{\"name\":\"w\",\"preset\":\"both-widgets\"}");

        assertThat(made.json().get("scopes").toString())
                .contains("casebook", "enrich:read", "private-intel", "response", "inspect:read");
        assertThat(platform.adminBrowser()
                        .get("/clients/v1/scopes")
                        .json()
                        .at("/presets/2/id")
                        .stringValue())
                .isEqualTo("pivot-only");
        assertThat(platform.adminBrowser()
                        .send("POST", "/clients/v1", "{\"name\":\"w\",\"preset\":\"everything\"}")
                        .status())
                .isEqualTo(400);
        assertThat(platform.adminBrowser()
                        .send("POST", "/clients/v1", "{\"name\":\"w\",\"scopes\":[\"root\"]}")
                        .body())
                .contains("unknown-scope");
    }

    @Test
    void theTokenIsAnAccessTokenOfTheStandard() throws Exception {
        var client = platform.client("profile:read", "inspect:read");

        var jwt = SignedJWT.parse(platform.token(client));

        assertThat(jwt.getHeader().getType()).isEqualTo(new JOSEObjectType("at+jwt"));
        assertThat(jwt.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.RS256);
        var claims = jwt.getJWTClaimsSet();
        assertThat(claims.getIssuer()).isEqualTo(TestPlatform.ADDRESS);
        assertThat(claims.getAudience()).containsExactly(TestPlatform.ADDRESS);
        assertThat(claims.getSubject()).isEqualTo(platform.admin.account().id());
        assertThat(claims.getStringClaim("client_id")).isEqualTo(client.client().id());
        assertThat(claims.getStringClaim("org_id"))
                .isEqualTo(platform.admin.account().orgId());
        assertThat(claims.getStringClaim("scope")).isEqualTo("inspect:read profile:read");
        assertThat(claims.getJWTID()).isNotEmpty();
        assertThat(claims.getExpirationTime().getTime() - claims.getIssueTime().getTime())
                .isEqualTo(600_000);
    }

    @Test
    void theErrorsOfTheTokenEndpointAreTheStandards() {
        var client = platform.client("profile:read");
        var id = client.client().id();

        var wrong = platform.tokenAttempt(id, "wrong", GRANT);
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.json().get("error").stringValue()).isEqualTo("invalid_client");
        assertThat(wrong.header("WWW-Authenticate").orElseThrow()).startsWith("Basic");
        assertThat(platform.tokenAttempt("client-0", client.password(), GRANT).body())
                .isEqualTo(wrong.body());
        assertThat(platform.call(
                                "POST",
                                "/iroh/oauth2/token",
                                GRANT,
                                "Content-Type",
                                "application/x-www-form-urlencoded")
                        .status())
                .isEqualTo(401);
        var grant = platform.tokenAttempt(id, client.password(), "grant_type=password");
        assertThat(grant.status()).isEqualTo(400);
        assertThat(grant.json().get("error").stringValue()).isEqualTo("unsupported_grant_type");
        var scope = platform.tokenAttempt(id, client.password(), GRANT + "&scope=response");
        assertThat(scope.status()).isEqualTo(400);
        assertThat(scope.json().get("error").stringValue()).isEqualTo("invalid_scope");
        assertThat(platform.tokenAttempt(id, client.password(), "x=1")
                        .json()
                        .get("error")
                        .stringValue())
                .isEqualTo("invalid_request");
    }

    @Test
    void aTokenMayAskForLess() {
        var client = platform.client("profile", "inspect:read");

        var got = platform.tokenAttempt(client.client().id(), client.password(), GRANT + "&scope=profile%3Aread");

        assertThat(got.json().get("scope").stringValue()).isEqualTo("profile:read");
    }

    @Test
    void aTokenExpiresAfterTenMinutesToTheSecond() {
        var token = platform.token("profile:read");

        platform.clock.turn(Duration.ofSeconds(599));
        assertThat(whoami(token)).isEqualTo(200);
        platform.clock.turn(Duration.ofSeconds(1));
        var late = platform.withToken(token, "GET", WHOAMI, "");
        assertThat(late.status()).isEqualTo(401);
        assertThat(late.header("WWW-Authenticate")).isPresent();
    }

    @Test
    void aDeletedClientsTokenIsWorthlessWithinASecond() {
        var client = platform.client("profile:read");
        var token = platform.token(client);
        assertThat(whoami(token)).isEqualTo(200);

        var deleted = platform.adminBrowser()
                .send("DELETE", "/clients/v1/" + client.client().id(), "");

        assertThat(deleted.status()).isEqualTo(204);
        assertThat(withinASecond(() -> whoami(token) == 401)).isTrue();
        assertThat(platform.tokenAttempt(client.client().id(), client.password(), GRANT)
                        .status())
                .isEqualTo(401);
    }

    @Test
    void aClientDeletedBehindOurBackIsWorthlessWithinASecond() {
        var client = platform.client("profile:read");
        var token = platform.token(client);
        assertThat(whoami(token)).isEqualTo(200);

        platform.clientStore.delete(client.client().id());

        assertThat(withinASecond(() -> whoami(token) == 401)).isTrue();
    }

    @Test
    void aTokenIsCutToWhatTheOwnersRoleAllowsNow() {
        var other =
                platform.identity.create(platform.identity.operator(), "carl", "Carl", Role.ADMIN, Optional.empty());
        var carl = platform.signIn("carl", other.password().orElseThrow());
        var made = carl.send("POST", "/clients/v1", "{\"name\":\"s\",\"scopes\":[\"profile\",\"users\"]}")
                .json();
        var id = made.get("id").stringValue();
        var password = made.get("password").stringValue();
        var token = platform.tokenAttempt(id, password, GRANT)
                .json()
                .get("access_token")
                .stringValue();
        assertThat(platform.withToken(token, "POST", "/iroh/profile/org", "{\"name\":\"x\"}")
                        .status())
                .isEqualTo(200);

        platform.identity.change(
                platform.identity.operator(),
                other.account().id(),
                new Identity.Change(Optional.empty(), Optional.of(Role.ANALYST), Optional.empty(), Optional.empty()));

        var declined = platform.withToken(token, "POST", "/iroh/profile/org", "{\"name\":\"y\"}");
        assertThat(declined.status()).isEqualTo(403);
        assertThat(declined.json().at("/missing-scopes/0").stringValue()).isEqualTo("profile:write");
        assertThat(declined.json().at("/required-scopes/0").stringValue()).isEqualTo("profile:write");
        assertThat(platform.tokenAttempt(id, password, GRANT)
                        .json()
                        .get("scope")
                        .stringValue())
                .isEqualTo("profile:read users:read");
    }

    @Test
    void aDisabledOwnersTokenIsWorthless() {
        var carl = platform.person("carl", Role.ANALYST);
        var made = carl.send("POST", "/clients/v1", "{\"name\":\"s\",\"scopes\":[\"profile:read\"]}")
                .json();
        var token = platform.tokenAttempt(
                        made.get("id").stringValue(), made.get("password").stringValue(), GRANT)
                .json()
                .get("access_token")
                .stringValue();
        assertThat(whoami(token)).isEqualTo(200);

        platform.identity.change(
                platform.identity.operator(),
                platform.accounts.byLogin("carl").orElseThrow().id(),
                new Identity.Change(Optional.empty(), Optional.empty(), Optional.of(false), Optional.empty()));

        assertThat(whoami(token)).isEqualTo(401);
        assertThat(platform.tokenAttempt(
                                made.get("id").stringValue(),
                                made.get("password").stringValue(),
                                GRANT)
                        .status())
                .isEqualTo(401);
    }

    @Test
    void aTokenMakesNoClients() {
        var token = platform.token(TestPlatform.allScopes());

        assertThat(platform.withToken(token, "POST", "/clients/v1", "{\"name\":\"s\",\"preset\":\"pivot-only\"}")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void peopleSeeTheirOwnClientsAndAdminsAll() {
        var carl = platform.person("carl", Role.ANALYST);
        var admin = platform.adminBrowser();
        admin.send("POST", "/clients/v1", "{\"name\":\"a\",\"preset\":\"pivot-only\"}");
        carl.send("POST", "/clients/v1", "{\"name\":\"c\",\"preset\":\"pivot-only\"}");
        var adas = admin.get("/clients/v1").json().get(0).get("id").stringValue();

        assertThat(carl.get("/clients/v1").json().size()).isEqualTo(1);
        assertThat(carl.get("/clients/v1").json().at("/0/owner").stringValue()).isEqualTo("carl");
        assertThat(admin.get("/clients/v1").json().size()).isEqualTo(2);
        assertThat(carl.send("DELETE", "/clients/v1/" + adas, "").status()).isEqualTo(404);
    }

    private JWTClaimsSet.Builder claims(SignedJWT jwt) throws Exception {
        return new JWTClaimsSet.Builder(jwt.getJWTClaimsSet());
    }

    private String signed(JWSHeader header, JWTClaimsSet claims, RSAKey key) throws Exception {
        var jwt = new SignedJWT(header, claims);
        jwt.sign(new RSASSASigner(key));
        return jwt.serialize();
    }

    @Test
    void attackATokenWithoutASignature() throws Exception {
        var jwt = SignedJWT.parse(platform.token("profile:read"));

        assertThat(whoami(new PlainJWT(jwt.getJWTClaimsSet()).serialize())).isEqualTo(401);
        var parts = jwt.serialize().split("\\.");
        assertThat(whoami(parts[0] + "." + parts[1] + ".")).isEqualTo(401);
    }

    @Test
    void attackATokenWithOtherClaimsUnderTheOldSignature() throws Exception {
        var jwt = SignedJWT.parse(platform.token("profile:read"));
        var other = claims(jwt).claim("scope", "profile users").build();
        var parts = jwt.serialize().split("\\.");

        var forged = parts[0] + "." + other.toPayload().toBase64URL() + "." + parts[2];

        assertThat(whoami(forged)).isEqualTo(401);
    }

    @Test
    void attackATokenSignedWithThePublicKeyAsASharedSecret() throws Exception {
        var jwt = SignedJWT.parse(platform.token("profile:read"));
        var published = platform.call("GET", "/.well-known/jwks", "").body();
        var forged = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .type(new JOSEObjectType("at+jwt"))
                        .keyID(jwt.getHeader().getKeyID())
                        .build(),
                jwt.getJWTClaimsSet());
        forged.sign(new MACSigner(published.getBytes(StandardCharsets.UTF_8)));

        assertThat(whoami(forged.serialize())).isEqualTo(401);
    }

    @Test
    void attackATokenSignedWithSomebodyElsesKeyUnderOurKeyId() throws Exception {
        var jwt = SignedJWT.parse(platform.token("profile:read"));

        assertThat(whoami(signed(
                        jwt.getHeader(),
                        jwt.getJWTClaimsSet(),
                        SigningKeys.temporary().signing())))
                .isEqualTo(401);
    }

    @Test
    void attackOurOwnStatementsUsedAsAccessTokens() throws Exception {
        var jwt = SignedJWT.parse(platform.token("profile:read"));
        var key = platform.keys.signing();
        assertThat(whoami(signed(jwt.getHeader(), jwt.getJWTClaimsSet(), key))).isEqualTo(200);

        var otherType = new JWSHeader.Builder(jwt.getHeader())
                .type(new JOSEObjectType("tenant+jwt"))
                .build();
        assertThat(whoami(signed(otherType, jwt.getJWTClaimsSet(), key))).isEqualTo(401);
        assertThat(whoami(signed(
                        jwt.getHeader(),
                        claims(jwt).audience("https://relay.example").build(),
                        key)))
                .isEqualTo(401);
        assertThat(whoami(signed(
                        jwt.getHeader(),
                        claims(jwt)
                                .audience(List.of(TestPlatform.ADDRESS, "https://relay.example"))
                                .build(),
                        key)))
                .isEqualTo(401);
        assertThat(whoami(signed(
                        jwt.getHeader(),
                        claims(jwt).issuer("https://elsewhere.example").build(),
                        key)))
                .isEqualTo(401);
        assertThat(whoami(
                        signed(jwt.getHeader(), claims(jwt).expirationTime(null).build(), key)))
                .isEqualTo(401);
        assertThat(whoami(signed(
                        jwt.getHeader(),
                        claims(jwt)
                                .expirationTime(Date.from(platform.clock.instant()))
                                .build(),
                        key)))
                .isEqualTo(401);
        assertThat(whoami(platform.tokens.sign(
                        "tenant+jwt",
                        Map.of("sub", platform.admin.account().id(), "aud", TestPlatform.ADDRESS),
                        Duration.ofMinutes(10))))
                .isEqualTo(401);
    }

    @Test
    void rubbishIsNoToken() {
        for (var rubbish : new String[] {"x", "a.b.c", "..", "x".repeat(20_000), "e30.e30.e30"})
            assertThat(whoami(rubbish)).isEqualTo(401);
        assertThat(platform.call("GET", WHOAMI, "", "Authorization", "Basic YTpi")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void thePublishedKeysAreTheOnesThatSignAndOnlyTheirPublicHalves() throws Exception {
        var body = platform.call("GET", "/.well-known/jwks", "").body();
        var keys = JWKSet.parse(body);

        assertThat(keys.getKeys()).allMatch(key -> key instanceof RSAKey && !key.isPrivate());
        assertThat(keys.getKeyByKeyId(SignedJWT.parse(platform.token("profile:read"))
                        .getHeader()
                        .getKeyID()))
                .isNotNull();
        var discovery =
                platform.call("GET", "/.well-known/openid-configuration", "").json();
        assertThat(discovery.get("issuer").stringValue()).isEqualTo(TestPlatform.ADDRESS);
        assertThat(discovery.get("token_endpoint").stringValue()).endsWith("/iroh/oauth2/token");
    }

    @Test
    void theKeyFileIsTheOwnersAloneAndIsReadAgain(@TempDir Path folder) throws Exception {
        var file = folder.resolve("keys/signing.json");
        var made = SigningKeys.open(file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(SigningKeys.open(file).signing().getKeyID())
                .isEqualTo(made.signing().getKeyID());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> SigningKeys.open(file))
                .hasMessageContaining("others must not read it");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(file, "{\"keys\":[]}");
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> SigningKeys.open(file))
                .hasMessageContaining("damaged");
    }
}
