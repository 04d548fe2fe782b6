package argiope.appliance.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import argiope.core.access.Refusal;
import argiope.core.observable.Observable;
import argiope.core.observable.ObservableType;
import argiope.memory.appliance.MemoryBlockStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishedBlockListTest {
    @TempDir
    Path folder;

    private volatile Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    };
    private final MemoryBlockStore store = new MemoryBlockStore();
    private final AtomicInteger number = new AtomicInteger();
    private Optional<PublishedBlockList> open = Optional.empty();

    private PublishedBlockList list() {
        return list(store, clock, List.of());
    }

    private PublishedBlockList list(BlockStore from, Clock time, List<String> command) {
        close();
        var list = new PublishedBlockList(
                from,
                folder.resolve("lists"),
                new ChangeCommand(command, Duration.ofSeconds(5), time),
                () -> "id-" + number.incrementAndGet(),
                () -> "secret-" + number.incrementAndGet(),
                time);
        open = Optional.of(list);
        return list;
    }

    @AfterEach
    void close() {
        open.ifPresent(PublishedBlockList::close);
        open = Optional.empty();
    }

    private static Observable domain(String name) {
        return new Observable(ObservableType.DOMAIN, name);
    }

    private BlockEntry block(PublishedBlockList list, ObservableType type, String value) {
        return list.block(new Observable(type, value), "because", "ana", Optional.empty(), "");
    }

    private String file(String name) throws IOException {
        return Files.readString(folder.resolve("lists").resolve(name));
    }

    @Test
    void aBlockIsInEveryFileWhenTheCallReturns() throws Exception {
        var list = list();
        block(list, ObservableType.DOMAIN, "Evil.example");
        block(list, ObservableType.URL, "http://other.example/a?b=c.d");
        block(list, ObservableType.IP, "192.0.2.1");
        block(list, ObservableType.IPV6, "2001:db8::1");
        block(list, ObservableType.SHA256, "AB".repeat(32));

        assertThat(file("domains.txt")).isEqualTo("evil.example\n");
        assertThat(file("urls.txt")).isEqualTo("http://other.example/a?b=c.d\n");
        assertThat(file("ips.txt")).isEqualTo("192.0.2.1\n2001:db8::1\n");
        assertThat(file("sha256.txt")).isEqualTo("ab".repeat(32) + "\n");
        assertThat(file("squid-domains.txt")).isEqualTo(".evil.example\n");
        assertThat(file("squid-urls.txt")).isEqualTo("^http://other[.]example/a[?]b=c[.]d$\n");
        assertThat(list.published().text("domains.txt")).contains("evil.example\n");
        assertThat(list.files().get("squid")).isEqualTo(folder.resolve("lists/squid.conf"));
    }

    @Test
    void anUnblockIsInEveryFileWhenTheCallReturns() throws Exception {
        var list = list();
        block(list, ObservableType.DOMAIN, "evil.example");

        assertThat(list.unblock(domain("EVIL.example"), "ana", "")).isPresent();

        assertThat(file("domains.txt")).isEmpty();
        assertThat(file("squid-domains.txt")).isEmpty();
        assertThat(list.unblock(domain("evil.example"), "ana", "")).isEmpty();
        assertThat(list.entries()).isEmpty();
    }

    @Test
    void squidGetsTheWidestDomainsAndNoneThatTheyCover() throws Exception {
        var list = list();
        for (var name : List.of("www.example.com", "a.b.example.org", "example.com", "b.example.org", "notexample.com"))
            block(list, ObservableType.DOMAIN, name);

        assertThat(file("squid-domains.txt")).isEqualTo(".example.com\n.notexample.com\n.b.example.org\n");
        assertThat(list.entries()).hasSize(5);
    }

    @Test
    void aUrlBlocksItselfAndNothingThatLooksAlike() {
        var list = list();
        block(list, ObservableType.URL, "http://url.example/a%20b/ä?q=(1)%25'#part");

        var pattern = list.published()
                .text("squid.conf")
                .orElseThrow()
                .lines()
                .filter(line -> line.startsWith("acl argiope_urls"))
                .map(line -> line.substring("acl argiope_urls url_regex ".length()))
                .findFirst()
                .orElseThrow();

        // Squid holds the pattern against the bytes of the URL with its escapes undone.
        assertThat("http://url.example/a b/\u00c3\u00a4?q=(1)%'").matches(pattern);
        for (var other : List.of(
                "http://url.example/a b/xy?q=(1)%'",
                "http://url.example/axb/\u00c3\u00a4?q=(1)%'",
                "http://urlxexample/a b/\u00c3\u00a4?q=(1)%'",
                "http://url.example/a b/\u00c3\u00a4?q=x%'",
                "http://url.example/a b/\u00c3\u00a4?q=(1)%'x"))
            assertThat(other).doesNotMatch(pattern);
    }

    @Test
    void squidTakesWhatIsPublished() throws Exception {
        var squid = Path.of("/usr/sbin/squid");
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.isExecutable(squid), "needs Squid (package squid-openssl)");
        var list = list();
        parses(squid, "include " + list.files().get("squid"));
        for (var name : List.of("www.example.com", "example.com", "xn--bcher-kva.example"))
            block(list, ObservableType.DOMAIN, name);
        for (var url : List.of(
                "http://a.example/x?q=[1]\\b+c^d|{e}(f)*$'\"#g",
                "https://b.example:8443/%23%20%25%5b%5D%22%27%0a%00",
                "http://[2001:db8::1]/ä")) block(list, ObservableType.URL, url);
        block(list, ObservableType.IP, "192.0.2.1");
        block(list, ObservableType.IPV6, "2001:db8::1");

        parses(squid, "include " + list.files().get("squid"));
        parses(squid, list.published().text("squid.conf").orElseThrow());
    }

    private void parses(Path squid, String part) throws Exception {
        var config = folder.resolve("main.conf");
        Files.writeString(config, "http_port 127.0.0.1:3128\n" + part + "\nhttp_access allow all\n");
        var process = new ProcessBuilder(squid.toString(), "-k", "parse", "-f", config.toString())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output.lines()
                        .filter(line ->
                                line.contains("ERROR") || line.contains("FATAL") || line.contains("is a subdomain")))
                .as(output)
                .isEmpty();
    }

    @Test
    void theSameValueKeepsItsEntry() {
        var list = list();
        var first = block(list, ObservableType.DOMAIN, "evil.example");

        var again = list.add(domain("EVIL.example."), "another reason", "bob", Optional.empty(), "");

        assertThat(again.isNew()).isFalse();
        assertThat(again.entry()).isEqualTo(first);
        assertThat(list.find(domain("Evil.Example"))).contains(first);
    }

    @Test
    void theSameKeyHasNoSecondEffect() {
        var list = list();
        var made = list.block(domain("evil.example"), "", "ana", Optional.empty(), "key-1");
        list.remove(made.id());

        assertThat(list.block(domain("evil.example"), "", "ana", Optional.empty(), "key-1"))
                .isEqualTo(made);
        assertThat(list.entries()).isEmpty();

        list.block(domain("evil.example"), "", "ana", Optional.empty(), "key-2");
        list.unblock(domain("evil.example"), "ana", "key-3");
        list.block(domain("evil.example"), "", "ana", Optional.empty(), "key-4");
        list.unblock(domain("evil.example"), "ana", "key-3");
        assertThat(list.entries()).hasSize(1);
    }

    @Test
    void anEntryEndsAtItsTimeAlsoWhileNobodyAsks() throws Exception {
        var list = list();
        list.block(domain("evil.example"), "", "ana", Optional.of(now.plusSeconds(60)), "");
        assertThat(list.entries()).hasSize(1);

        now = now.plusSeconds(60);
        assertThat(list.entries()).isEmpty();
        assertThat(list.find(domain("evil.example"))).isEmpty();
        list.removeEnded();

        assertThat(file("domains.txt")).isEmpty();
    }

    @Test
    void anEntryThatEndedWhileTheProgramWasStoppedIsGoneAtTheStart() throws Exception {
        list().block(domain("evil.example"), "", "ana", Optional.of(now.plusSeconds(60)), "");
        close();
        assertThat(file("domains.txt")).isEqualTo("evil.example\n");

        now = now.plusSeconds(61);
        list();

        assertThat(file("domains.txt")).isEmpty();
    }

    @Test
    void theTimerTakesOutWhatHasEnded() throws Exception {
        var removed = new CountDownLatch(1);
        var watched = new WatchedStore(store, removed);
        var list = list(watched, Clock.systemUTC(), List.of());
        list.block(domain("evil.example"), "", "ana", Optional.of(Instant.now().plusMillis(200)), "");

        assertThat(removed.await(20, TimeUnit.SECONDS)).isTrue();
        close();
        assertThat(file("domains.txt")).isEmpty();
    }

    @Test
    void aNewBlockAfterTheEndIsANewEntry() {
        var list = list();
        var first = list.block(domain("evil.example"), "", "ana", Optional.of(now.plusSeconds(1)), "");
        now = now.plusSeconds(2);

        assertThat(list.block(domain("evil.example"), "", "ana", Optional.empty(), "")
                        .id())
                .isNotEqualTo(first.id());
    }

    @Test
    void whatIsNotValidChangesNothing() {
        var list = list();

        assertThatThrownBy(() -> list.block(domain("evil.example"), "", "ana", Optional.of(now), ""))
                .isInstanceOfSatisfying(
                        Refusal.Invalid.class,
                        refusal -> assertThat(refusal.code()).isEqualTo("bad-until"));
        assertThatThrownBy(() -> list.block(domain("evil.example"), "a\nb", "ana", Optional.empty(), ""))
                .isInstanceOfSatisfying(
                        Refusal.Invalid.class,
                        refusal -> assertThat(refusal.code()).isEqualTo("bad-reason"));
        assertThatThrownBy(() -> list.block(domain("x y"), "", "ana", Optional.empty(), ""))
                .isInstanceOf(Refusal.Invalid.class);
        assertThat(list.published().generation()).isZero();
    }

    @Test
    void aFolderThatCannotBeWrittenIsSaidAndTriedAgain() throws Exception {
        var list = list();
        var lists = folder.resolve("lists");
        for (var file : List.of("domains.txt", "squid-domains.txt")) {
            Files.delete(lists.resolve(file));
            Files.createDirectories(lists.resolve(file).resolve("in-the-way"));
        }

        assertThatThrownBy(() -> list.block(domain("evil.example"), "", "ana", Optional.empty(), "key"))
                .isInstanceOf(Refusal.Unavailable.class)
                .hasMessageContaining("could not be written");
        for (var file : List.of("domains.txt", "squid-domains.txt")) {
            Files.delete(lists.resolve(file).resolve("in-the-way"));
            Files.delete(lists.resolve(file));
        }
        list.block(domain("evil.example"), "", "ana", Optional.empty(), "key");

        assertThat(file("domains.txt")).isEqualTo("evil.example\n");
    }

    @Test
    void theSecretIsKeptUntilANewOneIsWanted() {
        var first = list().secret();
        var again = list();
        assertThat(again.secret()).isEqualTo(first);

        var second = again.newSecret();

        assertThat(again.isSecret(second)).isTrue();
        assertThat(again.isSecret(first)).isFalse();
    }

    /// Says when ended entries were removed.
    private record WatchedStore(BlockStore store, CountDownLatch removed) implements BlockStore {
        @Override
        public List<BlockEntry> entries() {
            return store.entries();
        }

        @Override
        public Optional<BlockEntry> find(Observable observable) {
            return store.find(observable);
        }

        @Override
        public Added add(BlockEntry entry) {
            return store.add(entry);
        }

        @Override
        public Optional<BlockEntry> remove(String id, String key, Instant at) {
            return store.remove(id, key, at);
        }

        @Override
        public Optional<BlockEntry> done(String key) {
            return store.done(key);
        }

        @Override
        public int removeEnded(Instant moment) {
            var count = store.removeEnded(moment);
            if (count > 0) removed.countDown();
            return count;
        }

        @Override
        public void forgetKeysBefore(Instant moment) {
            store.forgetKeysBefore(moment);
        }

        @Override
        public long generation() {
            return store.generation();
        }

        @Override
        public Optional<String> secret() {
            return store.secret();
        }

        @Override
        public void secret(String secret) {
            store.secret(secret);
        }
    }
}
