package argiope.platform.exchange;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Keeps devices, the hashes of their registration tokens, and which organisations have the integration switched on.
/// Each method is one unit of work; a callback that throws undoes it. Callbacks compute and do nothing else. Safe for
/// many threads.
public interface Devices {
    /// How long the same key may come again with a used token, because the first answer was lost.
    Duration RETRY = Duration.ofMinutes(10);

    /// How long a token that was used, or has expired, is told apart from one that never was.
    Duration MEMORY = Duration.ofDays(30);

    void add(Device device);

    Optional<Device> find(String id);

    /// An organisation's, oldest first.
    List<Device> of(String orgId);

    /// Replaces the device by what `change` makes of it; nothing if there is none.
    Optional<Device> change(String id, UnaryOperator<Device> change);

    /// Removes it with its unused tokens; false if there was none.
    boolean delete(String id);

    /// Keeps a new token for its device and drops unused ones it had, as well as what [#MEMORY] has run out for.
    void issue(Token token, Instant now);

    /// Uses a token up and makes `enrol` of its device, both or neither. The key that used it may come again within
    /// [#RETRY]: that enrols again. While the integration is off for the device's organisation nothing is used up.
    Redemption redeem(String tokenHash, String keyHash, Instant now, UnaryOperator<Device> enrol);

    boolean integration(String orgId);

    void integration(String orgId, boolean enabled);

    /// A registration token as it is kept: only its hash.
    record Token(String hash, String deviceId, Instant expires) {}

    sealed interface Redemption {
        record Granted(Device device) implements Redemption {}

        record Unknown() implements Redemption {}

        record Expired(Instant at) implements Redemption {}

        /// Another key has used it, or this one too long ago.
        record Used() implements Redemption {}

        record IntegrationOff() implements Redemption {}
    }
}
