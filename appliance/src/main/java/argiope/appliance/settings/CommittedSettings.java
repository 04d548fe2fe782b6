package argiope.appliance.settings;

import argiope.core.access.Caller;
import argiope.core.access.Refusal;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The settings with their history: submitted into a set that is pending for one account, shared by its
/// page and CLI, and committed with a comment. Two accounts may change different settings at once; who
/// commits a setting that somebody else has committed since is refused with that one's name and time.
/// Admins change, everybody sees.
///
/// Changes are made one at a time (they are a person's); reading what is committed takes no lock.
public final class CommittedSettings implements Settings {
    private static final Logger LOG = LoggerFactory.getLogger(CommittedSettings.class);
    private static final int MAX_COMMENT = 1000;

    /// What an account sees: the committed tree, and its own with what is pending.
    ///
    /// @param changes empty when nothing is pending; `pending` equals `committed` then
    public record View(ObjectNode committed, ObjectNode pending, List<Change> changes, Optional<Commit> lastCommit) {}

    private record Current(Commit commit, ApplianceSettings values) {}

    private final SettingsStore store;
    private final SettingsRules rules;
    private final Clock clock;
    private final List<Consumer<ApplianceSettings>> listeners = new CopyOnWriteArrayList<>();
    private final ReentrantLock changing = new ReentrantLock();
    private volatile Current current;

    /// @param initial kept as commit 0 if there is none yet
    public CommittedSettings(SettingsStore store, SettingsRules rules, ApplianceSettings initial, Clock clock) {
        this.store = store;
        this.rules = rules;
        this.clock = clock;
        if (store.last().isEmpty()) {
            var tree = SettingsTree.of(initial);
            rules.read(tree);
            store.add(new Commit(
                    0, clock.instant().truncatedTo(ChronoUnit.MILLIS), "", "", "The first start", List.of(), tree));
        }
        var last = store.last().orElseThrow();
        current = new Current(last, rules.read(last.tree()));
    }

    @Override
    public ApplianceSettings committed() {
        return current.values();
    }

    @Override
    public void onCommit(Consumer<ApplianceSettings> listener) {
        listeners.add(listener);
    }

    @Override
    public boolean cloudPending() {
        return store.allPending().stream().anyMatch(pending -> pending.touches("cloud"));
    }

    public View view(Caller caller) {
        var now = current;
        var pending = store.pending(caller.userId());
        return view(now, pending.map(Pending::changes).orElse(List.of()));
    }

    /// Merges a patch (RFC 7396) into what the caller has pending. Throws [Refusal.Unprocessable]
    /// `invalid-setting`.
    public View submit(Caller caller, JsonNode patch) {
        admin(caller);
        if (!patch.isObject())
            throw new Refusal.Invalid("bad-json", "A JSON object with the settings to change is expected.");
        changing.lock();
        try {
            var now = current;
            var tree = now.commit().tree();
            var items = store.pending(caller.userId()).map(Pending::items).orElse(List.of());
            var before = SettingsTree.with(
                    tree, items.stream().map(Pending.Item::change).toList());
            var after = SettingsTree.merge(before, patch);
            rules.read(after);
            var touched = SettingsTree.paths(patch);
            var changes = SettingsTree.differences(tree, after);
            var kept = new ArrayList<Pending.Item>();
            for (var change : changes) {
                // A setting named in this patch was seen as it is now; another keeps the moment it was
                // submitted.
                var seen = touched.stream().anyMatch(path -> Change.inside(change.path(), path))
                        ? now.commit().number()
                        : items.stream()
                                .filter(item -> item.change().overlaps(change))
                                .mapToLong(Pending.Item::seen)
                                .min()
                                .orElse(now.commit().number());
                kept.add(new Pending.Item(change, seen));
            }
            store.save(new Pending(caller.userId(), kept));
            return view(now, changes);
        } finally {
            changing.unlock();
        }
    }

    /// Forgets what the caller has pending.
    public View clear(Caller caller) {
        admin(caller);
        store.save(new Pending(caller.userId(), List.of()));
        return view(current, List.of());
    }

    /// Makes what the caller has pending the settings. Throws [Refusal.Conflict] `nothing-pending`, or
    /// `overtaken` with `author`, `time` and `path` when somebody else has committed one of these settings
    /// since.
    public Commit commit(Caller caller, String comment) {
        admin(caller);
        if (comment.length() > MAX_COMMENT || comment.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n'))
            throw new Refusal.Invalid(
                    "bad-comment", "A comment has at most " + MAX_COMMENT + " characters and no control characters.");
        Current made;
        changing.lock();
        try {
            var now = current;
            var items = store.pending(caller.userId()).map(Pending::items).orElse(List.of());
            if (items.isEmpty()) throw new Refusal.Conflict("nothing-pending", "There is nothing to commit.", Map.of());
            refuseOvertaken(caller, items);
            var changes = items.stream().map(Pending.Item::change).toList();
            var tree = SettingsTree.with(now.commit().tree(), changes);
            var values = rules.read(tree);
            var commit = new Commit(
                    now.commit().number() + 1,
                    clock.instant().truncatedTo(ChronoUnit.MILLIS),
                    caller.userId(),
                    caller.login(),
                    comment.strip(),
                    SettingsTree.differences(now.commit().tree(), tree),
                    tree);
            if (!store.add(commit))
                throw new Refusal.Unavailable(
                        "settings-changed", "The settings have just changed. Look at them and commit again.");
            made = new Current(commit, values);
            current = made;
        } finally {
            changing.unlock();
        }
        for (var listener : listeners) {
            try {
                listener.accept(made.values());
            } catch (RuntimeException e) {
                LOG.error(
                        "commit {} is made, but a part could not take it up",
                        made.commit().number(),
                        e);
            }
        }
        return made.commit();
    }

    /// The newest first. Without the first start's.
    public List<Commit> commits(int limit) {
        return store.newest(limit).stream().filter(c -> c.number() > 0).toList();
    }

    private void refuseOvertaken(Caller caller, List<Pending.Item> items) {
        var since = items.stream().mapToLong(Pending.Item::seen).min().orElse(0);
        for (var commit : store.after(since).reversed()) {
            if (commit.authorId().equals(caller.userId())) continue;
            for (var theirs : commit.changes())
                for (var mine : items)
                    if (mine.seen() < commit.number() && mine.change().overlaps(theirs))
                        throw new Refusal.Conflict(
                                "overtaken",
                                commit.author() + " changed " + theirs.path() + " at " + commit.time()
                                        + ". Clear your changes, or submit this setting again.",
                                Map.of(
                                        "author", commit.author(),
                                        "time", commit.time().toString(),
                                        "path", theirs.path()));
        }
    }

    private static View view(Current now, List<Change> changes) {
        var committed = now.commit().tree();
        // Against the settings of now: somebody else may have committed the same meanwhile.
        var pending = SettingsTree.with(committed, changes);
        return new View(
                committed.deepCopy(),
                pending,
                SettingsTree.differences(committed, pending),
                now.commit().number() > 0 ? Optional.of(now.commit()) : Optional.empty());
    }

    private static void admin(Caller caller) {
        if (!caller.isAdmin())
            throw new Refusal.NotAllowed("admins-only", "Only an account with the role admin may change settings.");
    }
}
