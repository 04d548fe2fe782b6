package argiope.appliance.policy;

import argiope.core.access.Refusal;
import argiope.core.observable.Observable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The block list, kept in a store and published at once: to a folder, to addresses that carry a secret,
/// and by the operator's command. An entry whose time is over no longer counts, whatever else happens, and
/// is taken out of the files by a thread of its own. Changes are made one at a time; reading takes no lock.
public final class PublishedBlockList implements BlockList, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PublishedBlockList.class);
    private static final int MAX_ENTRIES = 100_000;
    private static final int MAX_REASON = 500;
    private static final Duration REMEMBER_KEYS = Duration.ofDays(30);
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

    /// The lists of one generation.
    public record Published(PublishedLists lists, long generation) {
        /// Text by file name: `domains.txt`, `urls.txt`, `ips.txt`, `sha256.txt`, `squid.conf`.
        public Optional<String> text(String file) {
            return switch (file) {
                case "domains.txt" -> Optional.of(PublishedLists.lines(lists.domains()));
                case "urls.txt" -> Optional.of(PublishedLists.lines(lists.urls()));
                case "ips.txt" -> Optional.of(PublishedLists.lines(lists.ips()));
                case "sha256.txt" -> Optional.of(PublishedLists.lines(lists.sha256()));
                case "squid.conf" -> Optional.of(lists.squidAlone());
                default -> Optional.empty();
            };
        }
    }

    private final BlockStore store;
    private final ListFolder folder;
    private final ChangeCommand command;
    private final Supplier<String> ids;
    private final Supplier<String> secrets;
    private final Clock clock;
    private final ReentrantLock changing = new ReentrantLock();
    private final Condition changed = changing.newCondition();
    private final Thread timer;
    private boolean closed;
    /// The store has what the files have not: the disk was full, say. Retried at the next call and each
    /// minute.
    private boolean unpublished;
    private volatile Published published;

    /// Publishes what is in the store.
    ///
    /// @param folder where the files go; a gateway on this machine must be able to read there
    /// @param command closed together with the list
    /// @param ids makes ids that nobody can guess
    /// @param secrets makes secrets for addresses
    public PublishedBlockList(
            BlockStore store,
            Path folder,
            ChangeCommand command,
            Supplier<String> ids,
            Supplier<String> secrets,
            Clock clock) {
        this.store = store;
        this.folder = new ListFolder(folder);
        this.command = command;
        this.ids = ids;
        this.secrets = secrets;
        this.clock = clock;
        if (store.secret().isEmpty()) store.secret(secrets.get());
        store.forgetKeysBefore(now().minus(REMEMBER_KEYS));
        store.removeEnded(now());
        published = new Published(PublishedLists.of(store.entries()), store.generation());
        publish();
        timer = Thread.ofPlatform().daemon().name("block-list-expiry").unstarted(this::watch);
        timer.start();
    }

    @Override
    public List<BlockEntry> entries() {
        var now = now();
        return store.entries().stream()
                .filter(entry -> entry.untilOrNever().isAfter(now))
                .toList();
    }

    @Override
    public Optional<BlockEntry> find(Observable observable) {
        return BlockValues.ifNormal(observable)
                .flatMap(store::find)
                .filter(entry -> entry.untilOrNever().isAfter(now()));
    }

    @Override
    public BlockEntry block(Observable observable, String reason, String by, Optional<Instant> until, String key) {
        return add(observable, reason, by, until, key).entry();
    }

    /// As [#block], and says whether the entry is new.
    public BlockStore.Added add(Observable observable, String reason, String by, Optional<Instant> until, String key) {
        var normal = BlockValues.normal(observable);
        if (reason.length() > MAX_REASON || reason.chars().anyMatch(Character::isISOControl))
            throw new Refusal.Invalid(
                    "bad-reason", "A reason has at most " + MAX_REASON + " characters and no line breaks.");
        var end = until.map(moment -> moment.truncatedTo(ChronoUnit.MILLIS));
        if (end.isPresent() && !end.get().isAfter(now()))
            throw new Refusal.Invalid("bad-until", "The end of the block is not in the future.");
        changing.lock();
        try {
            var before = key.isEmpty() ? Optional.<BlockEntry>empty() : store.done(key);
            if (before.isPresent()) {
                if (unpublished) publish();
                return new BlockStore.Added(before.get(), false);
            }
            store.removeEnded(now());
            if (store.entries().size() >= MAX_ENTRIES)
                throw new Refusal.Conflict(
                        "list-full", "The block list holds " + MAX_ENTRIES + " entries; remove some first.", Map.of());
            var added = store.add(
                    new BlockEntry(ids.get(), normal, reason.strip(), by, now(), end.orElse(Instant.MAX), key));
            if (added.isNew())
                LOG.info(
                        "blocked a {}, entry {}",
                        normal.type().wire(),
                        added.entry().id());
            if (added.isNew() || unpublished) publish();
            return added;
        } finally {
            changing.unlock();
        }
    }

    @Override
    public Optional<BlockEntry> unblock(Observable observable, String by, String key) {
        var normal = BlockValues.ifNormal(observable);
        if (normal.isEmpty()) return Optional.empty();
        changing.lock();
        try {
            var before = key.isEmpty() ? Optional.<BlockEntry>empty() : store.done(key);
            if (before.isPresent()) {
                if (unpublished) publish();
                return before;
            }
            return store.find(normal.get()).flatMap(entry -> take(entry.id(), key));
        } finally {
            changing.unlock();
        }
    }

    /// Takes the entry of this id away; empty if there is none.
    public Optional<BlockEntry> remove(String id) {
        changing.lock();
        try {
            return take(id, "");
        } finally {
            changing.unlock();
        }
    }

    private Optional<BlockEntry> take(String id, String key) {
        var removed = store.remove(id, key, now());
        if (removed.isPresent()) {
            LOG.info("unblocked {}", id);
            publish();
        }
        return removed;
    }

    /// The lists as they are published now.
    public Published published() {
        return published;
    }

    /// Paths by kind: `domains`, `urls`, `ips`, `sha256`, `squid`.
    public Map<String, Path> files() {
        return folder.files();
    }

    public String secret() {
        return store.secret().orElseThrow(() -> new IllegalStateException("the block list has no secret"));
    }

    /// In uniform time.
    public boolean isSecret(String text) {
        return MessageDigest.isEqual(text.getBytes(StandardCharsets.UTF_8), secret().getBytes(StandardCharsets.UTF_8));
    }

    /// Makes the addresses of before void.
    public String newSecret() {
        store.secret(secrets.get());
        return secret();
    }

    public ChangeCommand command() {
        return command;
    }

    /// Takes out what has ended by now; the timer does it by itself.
    void removeEnded() {
        changing.lock();
        try {
            if (store.removeEnded(now()) > 0 || unpublished) publish();
        } finally {
            changing.unlock();
        }
    }

    private void publish() {
        changing.lock();
        try {
            unpublished = true;
            published = new Published(PublishedLists.of(store.entries()), store.generation());
            folder.publish(published.lists());
            unpublished = false;
            command.changed();
            changed.signalAll();
        } finally {
            changing.unlock();
        }
    }

    private void watch() {
        while (true) {
            try {
                removeEnded();
            } catch (RuntimeException e) {
                LOG.warn("entries that have ended could not be taken out; trying again in a minute", e);
            }
            changing.lock();
            try {
                if (closed) return;
                changed.awaitNanos(untilNextEnd().toNanos());
                if (closed) return;
            } catch (InterruptedException _) {
                return;
            } finally {
                changing.unlock();
            }
        }
    }

    private Duration untilNextEnd() {
        try {
            return store.entries().stream()
                    .map(BlockEntry::untilOrNever)
                    .filter(end -> !end.equals(Instant.MAX))
                    .map(end -> Duration.between(now(), end).plusMillis(1))
                    .filter(wait -> wait.compareTo(LOOK_AGAIN) < 0)
                    .map(wait -> wait.isNegative() ? Duration.ofMillis(1) : wait)
                    .min(Duration::compareTo)
                    .orElse(LOOK_AGAIN);
        } catch (Refusal.Unavailable _) {
            return LOOK_AGAIN;
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public void close() {
        changing.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            changing.unlock();
        }
        try {
            timer.join(Duration.ofSeconds(5));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        command.close();
    }
}
