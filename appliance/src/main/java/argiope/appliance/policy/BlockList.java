package argiope.appliance.policy;

import argiope.core.observable.Observable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What is blocked now. A change is durable, and published to the files and addresses that gateways read, when the
/// call returns. Safe for many threads.
public interface BlockList {
    List<BlockEntry> entries();

    Optional<BlockEntry> find(Observable observable);

    /// Blocks a domain, URL, address or SHA-256. One that is blocked already keeps its entry, which is answered.
    /// Throws [argiope.core.access.Refusal.Invalid] for a value that cannot be published (not a name, a line break,
    /// another type).
    BlockEntry block(Observable observable, String reason, String by, Optional<Instant> until, String key);

    /// Takes the block away; empty if there was none.
    Optional<BlockEntry> unblock(Observable observable, String by, String key);
}
