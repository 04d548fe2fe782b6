package argiope.platform.identity;

import java.time.Duration;
import java.util.Map;

/// Signs statements of ours that others check with the published key set. None of them is an access token.
@FunctionalInterface
public interface TokenSigner {
    /// A signed token of this type (`typ` of its header, not `at+jwt`) with these claims, and with `iss`,
    /// `iat`, `exp` and `jti` of ours.
    String sign(String type, Map<String, Object> claims, Duration life);
}
