package argiope.memory.appliance;

import argiope.appliance.settings.Commit;
import argiope.appliance.settings.Pending;
import argiope.appliance.settings.SettingsStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The settings' history in memory.
public final class MemorySettingsStore implements SettingsStore {
    private final List<Commit> commits = new ArrayList<>();
    private final Map<String, Pending> pending = new LinkedHashMap<>();

    @Override
    public synchronized Optional<Commit> last() {
        return commits.isEmpty() ? Optional.empty() : Optional.of(commits.getLast());
    }

    @Override
    public synchronized List<Commit> newest(int limit) {
        return commits.reversed().stream().limit(limit).toList();
    }

    @Override
    public synchronized List<Commit> after(long number) {
        return commits.stream().filter(commit -> commit.number() > number).toList();
    }

    @Override
    public synchronized boolean add(Commit commit) {
        if (!commits.isEmpty() && commits.getLast().number() >= commit.number()) return false;
        commits.add(commit);
        pending.remove(commit.authorId());
        return true;
    }

    @Override
    public synchronized Optional<Pending> pending(String accountId) {
        return Optional.ofNullable(pending.get(accountId));
    }

    @Override
    public synchronized List<Pending> allPending() {
        return List.copyOf(pending.values());
    }

    @Override
    public synchronized void save(Pending set) {
        if (set.items().isEmpty()) pending.remove(set.accountId());
        else pending.put(set.accountId(), set);
    }
}
