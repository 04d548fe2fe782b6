package argiope.app.running;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// A Squid of the test's own on loopback, with names of the test's own, and Argiope's include file.
public final class Squid implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/squid");

    /// A service name of this run's own: a Squid that was killed leaves shared memory that the next of its name dies
    /// of.
    private static final String SERVICE = "argiope" + ProcessHandle.current().pid();

    private final Process process;
    private final int port;
    private final Path folder;

    private Squid(Process process, int port, Path folder) {
        this.process = process;
        this.port = port;
        this.folder = folder;
    }

    public static boolean installed() {
        return Files.isExecutable(PROGRAM);
    }

    /// What an administrator puts into `onBlockListChange`: check, then reload; nothing while it is not running.
    public static String reloadCommand(Path folder) {
        var config = folder.resolve("squid.conf");
        return "test ! -e " + folder.resolve("squid.pid") + " || { " + PROGRAM + " -f " + config + " -k parse && "
                + PROGRAM + " -f " + config + " -k reconfigure; }";
    }

    /// Starts it; Squid takes no port 0, so another port is tried while one is taken.
    public static Squid start(Path folder, Path include, String... names) throws Exception {
        var hosts = new StringBuilder("127.0.0.1 localhost\n");
        for (var name : names) hosts.append("127.0.0.1 ").append(name).append('\n');
        Files.writeString(folder.resolve("hosts"), hosts);
        openToEverybody(folder);
        for (var attempt = 0; attempt < 5; attempt++) {
            var port = freePort();
            Files.writeString(folder.resolve("squid.conf"), config(folder, include, port));
            var process = new ProcessBuilder(
                            PROGRAM.toString(),
                            "-N",
                            "-f",
                            folder.resolve("squid.conf").toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("out.txt").toFile())
                    .start();
            if (listens(process, port)) return new Squid(process, port, folder);
            process.destroyForcibly().waitFor();
        }
        throw new AssertionError("Squid did not start:\n" + Files.readString(folder.resolve("out.txt")));
    }

    private static String config(Path folder, Path include, int port) {
        return String.join(
                "\n",
                "http_port 127.0.0.1:" + port,
                "visible_hostname squid.test",
                "hosts_file " + folder.resolve("hosts"),
                "pid_filename " + folder.resolve("squid.pid"),
                "access_log stdio:" + folder.resolve("access.log") + " squid",
                "buffered_logs off",
                "cache_log " + folder.resolve("cache.log"),
                "cache deny all",
                "netdb_filename none",
                "shutdown_lifetime 0 seconds",
                "include " + include,
                "http_access allow localhost",
                "http_access deny all",
                "");
    }

    private static boolean listens(Process process, int port) throws InterruptedException {
        var end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (process.isAlive() && System.nanoTime() < end) {
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
                return true;
            } catch (IOException _) {
                if (process.waitFor(50, TimeUnit.MILLISECONDS)) return false;
            }
        }
        return false;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// Squid leaves root for its own account, which must reach the folder.
    private static void openToEverybody(Path folder) throws IOException {
        var permissions = java.nio.file.attribute.PosixFilePermissions.fromString("rwxrwxrwx");
        for (var path = folder;
                path != null && path.toString().startsWith(System.getProperty("java.io.tmpdir"));
                path = path.getParent()) {
            if (path.equals(Path.of(System.getProperty("java.io.tmpdir")))) break;
            Files.setPosixFilePermissions(path, permissions);
        }
    }

    public int port() {
        return port;
    }

    public Path accessLog() {
        return folder.resolve("access.log");
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) process.destroyForcibly().waitFor();
    }
}
