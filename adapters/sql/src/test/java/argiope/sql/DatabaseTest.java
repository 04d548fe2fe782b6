package argiope.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import argiope.core.access.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
    @TempDir
    Path folder;

    private static void add(Database database, String word) {
        database.update(handle -> handle.execute("INSERT INTO word (text) VALUES (?)", word));
    }

    private static int count(Database database) {
        return database.read(handle -> handle.createQuery("SELECT count(*) FROM word")
                .mapTo(Integer.class)
                .one());
    }

    @Test
    void whatIsWrittenIsThereAfterOpeningAgain() {
        var file = folder.resolve("data.db");
        try (var database = Database.open(file, "db/trial")) {
            add(database, "one");
        }
        try (var database = Database.open(file, "db/trial")) {
            assertThat(count(database)).isEqualTo(1);
        }
    }

    @Test
    void onlyTheOwnerMayReadTheFile() throws Exception {
        try (var database = Database.open(folder.resolve("data.db"), "db/trial")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(database.file())))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void aUnitOfWorkThatThrowsChangesNothing() {
        try (var database = Database.temporary("db/trial")) {
            assertThatThrownBy(() -> database.update(handle -> {
                        handle.execute("INSERT INTO word (text) VALUES ('half')");
                        throw new Refusal.NotFound("gone", "It is gone.");
                    }))
                    .isInstanceOf(Refusal.NotFound.class);

            assertThat(count(database)).isZero();
            add(database, "after");
            assertThat(count(database)).isEqualTo(1);
        }
    }

    @Test
    void aReadSeesOneStateWhileAWriteGoesOn() throws Exception {
        try (var database = Database.temporary("db/trial")) {
            add(database, "one");
            var counted = new CountDownLatch(1);
            var written = new CountDownLatch(1);
            var writing = Thread.ofVirtual().start(() -> {
                awaitOrFail(counted);
                add(database, "two");
                written.countDown();
            });

            int second = database.read(handle -> {
                var query = "SELECT count(*) FROM word";
                handle.createQuery(query).mapTo(Integer.class).one();
                counted.countDown();
                awaitOrFail(written);
                return handle.createQuery(query).mapTo(Integer.class).one();
            });

            assertThat(second).isEqualTo(1);
            writing.join();
            assertThat(count(database)).isEqualTo(2);
        }
    }

    private static void awaitOrFail(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aReaderCannotWrite() {
        try (var database = Database.temporary("db/trial")) {
            assertThatThrownBy(() -> database.read(handle -> handle.execute("DELETE FROM word")))
                    .isInstanceOf(Refusal.Unavailable.class);
        }
    }

    @Test
    void aUnitInsideAUnitIsAFaultInsteadOfADeadlock() {
        try (var database = Database.temporary("db/trial")) {
            assertThatThrownBy(() -> database.update(_ -> add(database, "inner")))
                    .hasMessageContaining("started another one");
        }
    }

    @Test
    void aValueThatMustBeUniqueIsToldApart() {
        try (var database = Database.temporary("db/trial")) {
            add(database, "one");
            assertThatThrownBy(() -> add(database, "one")).matches(Database::isDuplicate);
        }
    }

    @Test
    void foreignKeysAreKept() {
        try (var database = Database.temporary("db/trial")) {
            assertThatThrownBy(() -> database.update(
                            handle -> handle.execute("INSERT INTO meaning (word_id, text) VALUES (99, 'none')")))
                    .hasStackTraceContaining("FOREIGN KEY");
        }
    }

    @Test
    void aFullDiskIsSaidAndChangesNothing() {
        try (var database = Database.temporary("db/trial")) {
            // The page limit makes SQLite answer exactly as on a full disk.
            assertThatThrownBy(() -> database.update(handle -> {
                        handle.execute("PRAGMA max_page_count=1");
                        handle.execute("INSERT INTO word (text) VALUES (hex(randomblob(100000)))");
                    }))
                    .isInstanceOfSatisfying(
                            Refusal.Unavailable.class,
                            refusal -> assertThat(refusal.code()).isEqualTo("disk-full"));
            assertThat(count(database)).isZero();
            database.update(handle -> handle.execute("PRAGMA max_page_count=100000"));
            add(database, "room again");
            assertThat(count(database)).isEqualTo(1);
        }
    }

    @Test
    void aDamagedFileIsNamed() throws Exception {
        var file = folder.resolve("data.db");
        Files.writeString(file, "this is no database, however long it may be ".repeat(200));

        assertThatThrownBy(() -> Database.open(file, "db/trial"))
                .isInstanceOf(Refusal.Unavailable.class)
                .hasMessageContaining("data.db is damaged");
    }

    @Test
    void dataOfANewerVersionIsRefused() {
        var file = folder.resolve("data.db");
        Database.open(file, "db/trial2").close();

        assertThatThrownBy(() -> Database.open(file, "db/trial")).hasMessageContaining("newer version (step 2)");
    }

    @Test
    void dataOfAnOlderVersionIsCopiedBeforeItIsUpgraded() {
        var file = folder.resolve("data.db");
        try (var database = Database.open(file, "db/trial")) {
            add(database, "old");
        }

        try (var database = Database.open(file, "db/trial2")) {
            assertThat(count(database)).isEqualTo(1);
        }

        var copy = folder.resolve("data.db.before-upgrade-from-1-steps");
        assertThat(copy).exists();
        try (var old = Database.open(copy, "db/trial")) {
            assertThat(count(old)).isEqualTo(1);
        }
    }

    @Test
    void aClosedDatabaseSaysSo() {
        var database = Database.temporary("db/trial");
        database.close();

        assertThatThrownBy(() -> count(database))
                .isInstanceOf(Refusal.Unavailable.class)
                .hasMessageContaining("being closed");
    }
}
