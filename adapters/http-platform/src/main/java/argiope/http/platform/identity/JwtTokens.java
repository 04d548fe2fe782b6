package argiope.http.platform.identity;

import argiope.platform.identity.AccessTokens;
import argiope.platform.identity.TokenSigner;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;

/// Access tokens as signed JWTs (RFC 9068): RS256 and nothing else, `typ` `at+jwt`, issuer and audience our own
/// address, no skew. Other statements signed with the same key have another `typ`, and are never taken for one.
public final class JwtTokens implements AccessTokens, TokenSigner {
    private static final JOSEObjectType ACCESS = new JOSEObjectType("at+jwt");
    private static final int LONGEST = 16_384;

    private final SigningKeys keys;
    private final Supplier<String> address;
    private final Clock clock;

    /// @param address our public address without a final slash, asked at each use
    public JwtTokens(SigningKeys keys, Supplier<String> address, Clock clock) {
        this.keys = keys;
        this.address = address;
        this.clock = clock;
    }

    @Override
    public String issue(Grant grant) {
        var us = address.get();
        return sign(
                ACCESS,
                new JWTClaimsSet.Builder()
                        .issuer(us)
                        .subject(grant.userId())
                        .audience(us)
                        .expirationTime(Date.from(grant.expiresAt()))
                        .issueTime(Date.from(clock.instant()))
                        .jwtID(UUID.randomUUID().toString())
                        .claim("scope", String.join(" ", new TreeSet<>(grant.scopes())))
                        .claim("client_id", grant.clientId())
                        .claim("org_id", grant.orgId())
                        .build());
    }

    @Override
    public String sign(String type, Map<String, Object> claims, Duration life) {
        if (type.equals(ACCESS.getType())) throw new IllegalArgumentException("access tokens are issued, not signed");
        var now = clock.instant();
        var builder = new JWTClaimsSet.Builder();
        claims.forEach(builder::claim);
        return sign(
                new JOSEObjectType(type),
                builder.issuer(address.get())
                        .expirationTime(Date.from(now.plus(life)))
                        .issueTime(Date.from(now))
                        .jwtID(UUID.randomUUID().toString())
                        .build());
    }

    private String sign(JOSEObjectType type, JWTClaimsSet claims) {
        try {
            var key = keys.signing();
            var jwt = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .type(type)
                            .keyID(key.getKeyID())
                            .build(),
                    claims);
            jwt.sign(new RSASSASigner(key));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("a token cannot be signed", e);
        }
    }

    @Override
    public Optional<Grant> read(String token) {
        if (token.length() > LONGEST) return Optional.empty();
        try {
            var jwt = SignedJWT.parse(token);
            var header = jwt.getHeader();
            if (!JWSAlgorithm.RS256.equals(header.getAlgorithm()) || !ACCESS.equals(header.getType()))
                return Optional.empty();
            var id = header.getKeyID();
            var key = id == null ? Optional.<com.nimbusds.jose.jwk.RSAKey>empty() : keys.byId(id);
            if (key.isEmpty() || !jwt.verify(new RSASSAVerifier(key.get()))) return Optional.empty();
            var claims = jwt.getJWTClaimsSet();
            var us = address.get();
            if (!us.equals(claims.getIssuer()) || !List.of(us).equals(claims.getAudience())) return Optional.empty();
            var expires = claims.getExpirationTime();
            var user = claims.getSubject();
            var scope = claims.getStringClaim("scope");
            var client = claims.getStringClaim("client_id");
            var organisation = claims.getStringClaim("org_id");
            if (expires == null || user == null || scope == null || client == null || organisation == null)
                return Optional.empty();
            Instant until = expires.toInstant();
            if (!clock.instant().isBefore(until)) return Optional.empty();
            var scopes = scope.isBlank() ? Set.<String>of() : new TreeSet<>(List.of(scope.split(" ")));
            return Optional.of(new Grant(user, client, organisation, scopes, until));
        } catch (ParseException | JOSEException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// The keys with which others check our tokens, as a JWK set.
    String published() {
        return keys.published();
    }

    String address() {
        return address.get();
    }
}
