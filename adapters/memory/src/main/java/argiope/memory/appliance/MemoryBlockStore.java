package argiope.memory.appliance;

import argiope.appliance.policy.BlockEntry;
import argiope.appliance.policy.BlockStore;
import argiope.core.observable.Observable;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The block list in memory.
public final class MemoryBlockStore implements BlockStore {
    private record Done(BlockEntry entry, Instant at) {}

    private final Map<String, BlockEntry> entries = new HashMap<>();
    private final Map<String, Done> done = new HashMap<>();
    private long generation;
    private String secret = "";

    @Override
    public synchronized List<BlockEntry> entries() {
        return entries.values().stream()
                .sorted(Comparator.comparing(BlockEntry::at).thenComparing(BlockEntry::id))
                .toList();
    }

    @Override
    public synchronized Optional<BlockEntry> find(Observable observable) {
        return entries.values().stream()
                .filter(entry -> entry.observable().equals(observable))
                .findFirst();
    }

    @Override
    public synchronized Added add(BlockEntry entry) {
        var there = find(entry.observable());
        var counts = there.orElse(entry);
        if (there.isEmpty()) {
            entries.put(entry.id(), entry);
            generation++;
        }
        if (!entry.key().isEmpty()) done.put(entry.key(), new Done(counts, entry.at()));
        return new Added(counts, there.isEmpty());
    }

    @Override
    public synchronized Optional<BlockEntry> remove(String id, String key, Instant at) {
        var removed = Optional.ofNullable(entries.remove(id));
        removed.ifPresent(entry -> {
            generation++;
            if (!key.isEmpty()) done.put(key, new Done(entry, at));
        });
        return removed;
    }

    @Override
    public synchronized Optional<BlockEntry> done(String key) {
        return Optional.ofNullable(done.get(key)).map(Done::entry);
    }

    @Override
    public synchronized int removeEnded(Instant moment) {
        var before = entries.size();
        entries.values().removeIf(entry -> !entry.untilOrNever().isAfter(moment));
        if (entries.size() < before) generation++;
        return before - entries.size();
    }

    @Override
    public synchronized void forgetKeysBefore(Instant moment) {
        done.values().removeIf(known -> known.at().isBefore(moment));
    }

    @Override
    public synchronized long generation() {
        return generation;
    }

    @Override
    public synchronized Optional<String> secret() {
        return secret.isEmpty() ? Optional.empty() : Optional.of(secret);
    }

    @Override
    public synchronized void secret(String next) {
        secret = next;
    }
}
