package argiope.platform.intelligence;

import argiope.platform.intelligence.StoredEntity.Item;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Keeps entities: the truth. Safe for many threads; what is read is one consistent state. Every method throws
/// [argiope.core.access.Refusal.Unavailable] when the storage cannot be reached, and nothing has changed then.
public interface EntityStore {
    Optional<StoredEntity> find(String id);

    /// Those of them that exist, in the order of the ids.
    List<StoredEntity> find(List<String> ids);

    /// All of a type that carry one of the links, each once, the earliest changed first.
    List<StoredEntity> linked(String type, Collection<Link> links);

    /// The latest changed of a type that carry the link, the latest first.
    List<StoredEntity> latest(String type, Link link, int limit);

    /// Does the work as one unit: all of it happens, durably, or nothing does. Units happen one after the other.
    <T> T write(Function<Unit, T> work);

    /// What a unit of work can do. Each change gets the next number of the one counter and a row of the outbox.
    interface Unit {
        Optional<StoredEntity> find(String id);

        /// Without its items.
        Optional<StoredEntity> head(String id);

        /// Makes or replaces an entity with all its items and links; answers the number of the change.
        long put(StoredEntity entity, Set<Link> links);

        /// Replaces the body and adds items at the end of a list; what is there of items and links stays. Costs the
        /// same
        /// however long the list is.
        long append(StoredEntity head, String field, List<Item> items);

        /// Removes it, its items and its links; answers the number of the change.
        long delete(String id);
    }

    /// A row of the outbox: this entity was made, changed or removed.
    record Change(long number, String entityId) {}

    /// Names this store; a copy of its data has the same name.
    String identity();

    /// The number of the latest change.
    long change();

    /// The next changes after a number, in order.
    List<Change> changesAfter(long number, int limit);

    /// Changes up to this number are listed no more, as every index has passed them.
    long trimmedTo();

    /// Notes that an index has durably taken in all changes up to a number.
    void passed(String index, long number);

    /// The next entities in the order of their ids.
    List<StoredEntity> page(String afterId, int limit);

    /// Every base address the product ever had.
    Set<String> baseAddresses();

    void rememberBaseAddress(String address);
}
