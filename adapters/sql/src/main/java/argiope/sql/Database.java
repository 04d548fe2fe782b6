package argiope.sql;

import argiope.core.access.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// One SQLite file (write-ahead log, `synchronous=FULL`, foreign keys on) with one writer and four readers
/// on platform threads of its own, as a native call would pin a virtual thread's carrier. Safe for many
/// threads.
///
/// A unit of work is one call of [#read] or [#write]: all of it happens or nothing does. Throws
/// [Refusal.Unavailable] when the file cannot be reached, is locked by another process, or the disk is
/// full; nothing has changed then.
public final class Database implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final int READERS = 4;
    private static final int WAITING = 10_000;
    private static final int BUSY_MILLIS = 5_000;

    /// What is done in one unit of work. Runs on a thread of the database; must not start another unit, nor
    /// call out.
    @FunctionalInterface
    public interface Work<T> {
        T run(Handle handle) throws Exception;
    }

    /// As [Work], without an answer.
    @FunctionalInterface
    public interface Task {
        void run(Handle handle) throws Exception;
    }

    private final Path file;
    private final boolean temporary;
    private final List<Connection> connections = new ArrayList<>();
    private final Jdbi writer;
    private final ExecutorService writerThread;
    private final BlockingQueue<Jdbi> readers = new LinkedBlockingQueue<>();
    private final ExecutorService readerThreads;
    private final String name;

    private Database(Path file, boolean temporary) throws SQLException {
        this.file = file;
        this.temporary = temporary;
        this.name = String.valueOf(file.getFileName());
        writer = Jdbi.create(keep(connect(file, temporary, false)));
        for (var i = 0; i < READERS; i++) readers.add(Jdbi.create(keep(connect(file, temporary, true))));
        writerThread = threads("sql-write", 1);
        readerThreads = threads("sql-read", READERS);
    }

    /// Opens `file`, making it if absent, and brings it to the newest version of the migrations found on
    /// the class path at `migrations` (such as `db/appliance`). Data of an older version is copied beside
    /// the file first. Data of a newer version is refused.
    public static Database open(Path file, String migrations) {
        try {
            var parent = file.toAbsolutePath().getParent();
            if (parent != null) Files.createDirectories(parent);
            migrate(file, migrations);
            ownerOnly(file);
            return new Database(file, false);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make the folder of " + file, e);
        } catch (SQLException e) {
            throw fault(file, e);
        }
    }

    /// A database of its own in a temporary file, gone when closed. For tests: nothing is forced to disk.
    public static Database temporary(String migrations) {
        try {
            var file = Files.createTempDirectory("argiope-sql").resolve("data.db");
            migrate(file, migrations);
            return new Database(file, true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Runs `work` on one consistent state of the data, without changing it. Units of work may run side by
    /// side.
    public <T> T read(Work<T> work) {
        return await(readerThreads, () -> {
            var jdbi = readers.take();
            try {
                return unit(jdbi, "BEGIN", work);
            } finally {
                readers.add(jdbi);
            }
        });
    }

    /// Runs `work` alone, and makes its changes durable, all or none: if it throws, nothing has changed.
    public <T> T write(Work<T> work) {
        return await(writerThread, () -> unit(writer, "BEGIN IMMEDIATE", work));
    }

    public void update(Task task) {
        write(handle -> {
            task.run(handle);
            return true;
        });
    }

    /// Whether a fault of a unit of work says that a unique value, or key, is there already.
    public static boolean isDuplicate(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause())
            if (cause instanceof SQLiteException sqlite
                    && (sqlite.getResultCode() == SQLiteErrorCode.SQLITE_CONSTRAINT_UNIQUE
                            || sqlite.getResultCode() == SQLiteErrorCode.SQLITE_CONSTRAINT_PRIMARYKEY)) return true;
        return false;
    }

    public Path file() {
        return file;
    }

    /// Waits for the units of work that run, at most ten seconds.
    @Override
    public void close() {
        for (var threads : List.of(writerThread, readerThreads)) threads.shutdown();
        try {
            for (var threads : List.of(writerThread, readerThreads))
                if (!threads.awaitTermination(10, TimeUnit.SECONDS))
                    LOG.warn("a unit of work on {} did not end in time", name);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        // The readers first: the last to leave, the writer, folds the write-ahead log into the file.
        for (var connection : connections.reversed()) {
            try {
                connection.close();
            } catch (SQLException e) {
                LOG.warn("closing {} failed", name, e);
            }
        }
        if (temporary) discard();
    }

    private void discard() {
        var folder = file.toAbsolutePath().getParent();
        if (folder == null) return;
        try (var files = Files.list(folder)) {
            for (var each : files.toList()) Files.delete(each);
            Files.delete(folder);
        } catch (IOException e) {
            LOG.warn("cannot remove the temporary database {}", file, e);
        }
    }

    private interface Unit<T> {
        T call() throws Exception;
    }

    private <T> T await(ExecutorService threads, Unit<T> unit) {
        if (Thread.currentThread() instanceof Own)
            throw new IllegalStateException("a unit of work started another one; it would wait for itself");
        var answer = new CompletableFuture<T>();
        try {
            threads.execute(() -> {
                try {
                    answer.complete(unit.call());
                } catch (Throwable fault) {
                    answer.completeExceptionally(fault);
                }
            });
        } catch (RejectedExecutionException _) {
            throw new Refusal.Unavailable(
                    "store-busy",
                    threads.isShutdown()
                            ? "The store " + name + " is being closed."
                            : "The store " + name + " is too busy. Try again in a moment.");
        }
        try {
            // Not interruptible: what was begun is carried out, and the caller must know how it ended.
            return answer.join();
        } catch (CompletionException e) {
            throw worded(e.getCause() == null ? e : e.getCause());
        }
    }

    private RuntimeException worded(Throwable fault) {
        if (fault instanceof Error error) throw error;
        if (fault instanceof Refusal refusal) return refusal;
        if (isDuplicate(fault)) return fault instanceof RuntimeException e ? e : new IllegalStateException(fault);
        var sqlite = sqlite(fault);
        if (sqlite.isPresent()) return fault(file, sqlite.get());
        return fault instanceof RuntimeException e ? e : new IllegalStateException("a unit of work failed", fault);
    }

    private static Optional<SQLException> sqlite(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause())
            if (cause instanceof SQLException sql) return Optional.of(sql);
        return Optional.empty();
    }

    private static RuntimeException fault(Path file, SQLException fault) {
        // Extended codes keep the plain one in their low byte.
        var code = fault.getErrorCode() & 0xff;
        var what = SQLiteErrorCode.getErrorCode(code);
        var refusal = switch (what) {
            case SQLITE_FULL ->
                new Refusal.Unavailable(
                        "disk-full",
                        "The disk that holds " + file + " is full. Nothing was changed. Make room and try again.");
            case SQLITE_BUSY, SQLITE_LOCKED ->
                new Refusal.Unavailable(
                        "store-locked",
                        "Another program holds " + file + " locked. Nothing was changed. End it and try again.");
            case SQLITE_READONLY, SQLITE_PERM, SQLITE_CANTOPEN, SQLITE_AUTH ->
                new Refusal.Unavailable(
                        "store-not-writable",
                        "The file " + file + " cannot be opened for writing. Check its owner and rights.");
            case SQLITE_IOERR ->
                new Refusal.Unavailable(
                        "store-io", "Reading or writing " + file + " failed. Check the disk. Nothing was changed.");
            case SQLITE_CORRUPT, SQLITE_NOTADB ->
                new Refusal.Unavailable(
                        "store-damaged", "The file " + file + " is damaged or no database. Put a backup in its place.");
            default -> null;
        };
        if (refusal == null) return new IllegalStateException("a unit of work on " + file + " failed", fault);
        refusal.initCause(fault);
        LOG.error("store {}: {}", file, fault.getMessage());
        return refusal;
    }

    private static <T> T unit(Jdbi jdbi, String begin, Work<T> work) throws Exception {
        try (var handle = jdbi.open()) {
            var connection = handle.getConnection();
            execute(connection, begin);
            try {
                var answer = work.run(handle);
                execute(connection, "COMMIT");
                return answer;
            } catch (Throwable fault) {
                try {
                    execute(connection, "ROLLBACK");
                } catch (SQLException e) {
                    // SQLite rolls back by itself on a full disk and on faults of the file; then there is
                    // none to end.
                    if (!String.valueOf(e.getMessage()).contains("no transaction is active")) fault.addSuppressed(e);
                }
                throw fault;
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private ConnectionFactory keep(Connection connection) {
        connections.add(connection);
        return new ConnectionFactory() {
            @Override
            public Connection openConnection() {
                return connection;
            }

            @Override
            public void closeConnection(Connection kept) {
                // Lives as long as the database.
            }
        };
    }

    private static Connection connect(Path file, boolean temporary, boolean reader) throws SQLException {
        var connection = config(temporary).createConnection("jdbc:sqlite:" + file.toAbsolutePath());
        if (reader) execute(connection, "PRAGMA query_only=ON");
        return connection;
    }

    private static SQLiteConfig config(boolean temporary) {
        var config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(temporary ? SQLiteConfig.SynchronousMode.OFF : SQLiteConfig.SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(BUSY_MILLIS);
        return config;
    }

    private static void migrate(Path file, String migrations) throws IOException, SQLException {
        var fresh = !Files.exists(file) || Files.size(file) == 0;
        var source = new org.sqlite.SQLiteDataSource(config(false));
        source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
        try {
            // Features number their migrations in ranges of their own, so a lower number may come after a
            // higher one.
            var flyway = Flyway.configure(Database.class.getClassLoader())
                    .dataSource(source)
                    .locations("classpath:" + migrations)
                    .table("schema_history")
                    .outOfOrder(true)
                    .failOnMissingLocations(true)
                    .load();
            if (!fresh) {
                var info = flyway.info();
                var unknown = Arrays.stream(info.applied())
                        .filter(m -> m.getVersion() != null && !m.getState().isResolved())
                        .map(MigrationInfo::getVersion)
                        .max(MigrationVersion::compareTo);
                if (unknown.isPresent())
                    throw new IllegalStateException("The data in " + file + " is of a newer version (step "
                            + unknown.get() + ") than this program knows. Start the newer program, or put back the copy"
                            + " that was made before the upgrade.");
                if (info.applied().length > 0 && info.pending().length > 0) copyAside(file, source, info.applied());
            }
            flyway.migrate();
        } catch (FlywayException e) {
            throw sqlite(e)
                    .map(sql -> fault(file, sql))
                    .orElseGet(() -> new IllegalStateException(
                            "The data in " + file + " cannot be brought to this version: " + e.getMessage(), e));
        }
    }

    private static void copyAside(Path file, org.sqlite.SQLiteDataSource source, MigrationInfo[] applied)
            throws IOException, SQLException {
        var copy = file.resolveSibling(file.getFileName() + ".before-upgrade-from-" + applied.length + "-steps");
        var half = file.resolveSibling(copy.getFileName() + ".part");
        Files.deleteIfExists(half);
        try (var connection = source.getConnection();
                var statement = connection.prepareStatement("VACUUM INTO ?")) {
            statement.setString(1, half.toAbsolutePath().toString());
            statement.execute();
        }
        Files.move(half, copy, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        ownerOnly(copy);
        LOG.info("data of an older version was copied to {} before the upgrade", copy);
    }

    private static void ownerOnly(Path file) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix"))
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    /// A thread of the database, so that a unit of work that starts another one is found out.
    private static final class Own extends Thread {
        Own(Runnable work, String name) {
            super(work, name);
            setDaemon(true);
        }
    }

    private static ExecutorService threads(String name, int number) {
        var count = new AtomicInteger();
        return new ThreadPoolExecutor(
                number,
                number,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(WAITING),
                work -> new Own(work, name + "-" + count.incrementAndGet()));
    }
}
