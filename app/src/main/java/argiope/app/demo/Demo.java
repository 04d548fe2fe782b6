package argiope.app.demo;

import argiope.app.ApplianceNode;
import argiope.app.PlatformNode;
import argiope.app.config.ConfigFault;
import argiope.appliance.identity.Users;
import argiope.core.access.Role;
import argiope.http.Json;
import argiope.modules.appliance.ApplianceKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Fills both products and connects them, by the calls that a person's clicks make; on a later start only what
/// depends on addresses is set again. What it made up it keeps in `demo.json` (mode 600), it alone.
final class Demo {
    private static final String ANALYST = "a.lindqvist";
    private static final int TRANSACTIONS = 200_000;
    private static final Duration SAMPLE_AGE = Duration.ofSeconds(40);

    private final PlatformNode platform;
    private final ApplianceNode appliance;
    private final Path folder;
    private final Path keptFile;
    private final String region;
    private final Clock clock;
    private ObjectNode kept = Json.object();

    Demo(PlatformNode platform, ApplianceNode appliance, Path folder, String region, Clock clock) {
        this.platform = platform;
        this.appliance = appliance;
        this.folder = folder;
        this.keptFile = folder.resolve("demo.json");
        this.region = region;
        this.clock = clock;
    }

    void makeReady(List<Path> logs) throws InterruptedException {
        var first = !Files.exists(keptFile);
        if (first) {
            people();
            connect();
        } else {
            kept = read();
        }
        var admin = signedIn(appliance.url());
        if (!first) followAddresses(admin);
        if (!logs.isEmpty()) takeIn(admin, logs);
        else if (first) takeIn(admin, sample());
        if (first) {
            if (logs.isEmpty()) new SampleIntelligence(signedIn(platform.url()), clock.instant()).fill();
            keep();
        }
    }

    // -- the first start --------------------------------------------------------------------------------------------

    private void people() {
        var admin = platform.firstAdmin()
                .orElseThrow(
                        () -> new ConfigFault(
                                "The folder " + folder
                                        + " holds data, but not of a demo that came to its end. Choose another with --folder, or remove it."));
        var password = admin.password().orElseThrow();
        var users = appliance.users();
        users.create(Users.MACHINE, DemoCommand.ADMIN, DemoCommand.ADMIN, Role.ADMIN, Optional.of(password));
        var analyst = platform.identity()
                .create(platform.identity().operator(), ANALYST, ANALYST, Role.ANALYST, Optional.empty());
        users.create(Users.MACHINE, ANALYST, ANALYST, Role.ANALYST, analyst.password());
        var list = kept.putArray("users");
        person(list.addObject(), DemoCommand.ADMIN, password, "admin");
        person(list.addObject(), ANALYST, analyst.password().orElseThrow(), "analyst");
    }

    private static void person(ObjectNode person, String login, String password, String role) {
        person.put("login", login).put("password", password).putArray("roles").add(role);
    }

    private void connect() throws InterruptedException {
        var portal = signedIn(platform.url());
        var gateway = signedIn(appliance.url());
        apiClient(portal);
        portal.send("PUT", "/exchange/v1/integration", Json.object().put("enabled", true));
        var device = portal.send(
                "POST",
                "/iroh/iroh-sse/device",
                Json.object()
                        .put("name", hostname())
                        .put("type", "web-appliance")
                        .put("description", "Gateway of the head office"));
        var deviceId = device.get("id").stringValue();
        kept.putObject("device").put("id", deviceId);

        var patch = Json.object();
        patch.putObject("reporting").put("observableIndexing", true);
        var cloud = patch.putObject("cloud").put("enabled", true).put("server", region);
        cloud.putArray("servers").add(server());
        gateway.send("PATCH", "/settings/v1/pending", patch);
        gateway.send(
                "POST",
                "/settings/v1/commit",
                Json.object().put("comment", "Demo: index observables, use the local platform"));
        var token = portal.send("POST", "/iroh/iroh-sse/device/" + deviceId + "/token", Json.object());
        gateway.send(
                "POST",
                "/cloud/v1/register",
                Json.object().put("token", token.get("token").stringValue()));
        module(portal, deviceId);
        widget(portal, gateway);
    }

    private void apiClient(Clicks portal) throws InterruptedException {
        var wanted = Json.object().put("name", "Demo script");
        var scopes = wanted.putArray("scopes");
        argiope.platform.identity.ScopeTable.allButAdmins().stream().sorted().forEach(scopes::add);
        var client = portal.send("POST", "/clients/v1", wanted);
        kept.putObject("apiClient")
                .put("id", client.get("id").stringValue())
                .put("password", client.get("password").stringValue());
    }

    private void module(Clicks portal, String deviceId) throws InterruptedException {
        var module = Json.object()
                .put("name", hostname())
                .put("module_type_id", ApplianceKind.TYPE_ID)
                .put("enabled", true);
        module.putObject("settings").put(ApplianceKind.DEVICE, deviceId);
        portal.send("POST", "/iroh/iroh-int/module-instance", module);
    }

    private void widget(Clicks portal, Clicks gateway) throws InterruptedException {
        var client = portal.send(
                "POST",
                "/clients/v1",
                Json.object().put("name", hostname() + " widgets").put("preset", "both-widgets"));
        gateway.send(
                "POST",
                "/widgets/v1/session",
                Json.object()
                        .put("clientId", client.get("id").stringValue())
                        .put("clientPassword", client.get("password").stringValue())
                        .put("server", region));
    }

    private String hostname() {
        return appliance.settings().committed().system().hostname();
    }

    private ObjectNode server() {
        return Json.object()
                .put("name", region)
                .put("portal", platform.url().toString())
                .put("enrolment", platform.enrolment().toString());
    }

    /// After a start on other ports the appliance's server entry names the new ones.
    private void followAddresses(Clicks gateway) throws InterruptedException {
        var servers = appliance.settings().committed().cloud().servers();
        var same = servers.stream()
                .anyMatch(s -> s.name().equals(region)
                        && s.portal().equals(platform.url().toString())
                        && s.enrolment().equals(platform.enrolment().toString()));
        if (same) return;
        var patch = Json.object();
        patch.putObject("cloud").putArray("servers").add(server());
        gateway.send("PATCH", "/settings/v1/pending", patch);
        gateway.send("POST", "/settings/v1/commit", Json.object().put("comment", "Demo: the platform's new addresses"));
    }

    // -- traffic ----------------------------------------------------------------------------------------------------

    private List<Path> sample() {
        var samples = folder.resolve("appliance").resolve("sample");
        try {
            Files.createDirectories(samples);
        } catch (IOException e) {
            throw new UncheckedIOException("the sample's folder cannot be made", e);
        }
        var office = samples.resolve("head-office-access.log");
        var branch = samples.resolve("branch-squid-access.log");
        new SampleTraffic().write(office, branch, TRANSACTIONS, clock.instant().minus(SAMPLE_AGE));
        return List.of(office, branch);
    }

    private void takeIn(Clicks gateway, List<Path> logs) throws InterruptedException {
        for (var log : logs)
            if (!Files.isReadable(log))
                throw new ConfigFault("The log file " + log + " is not there or cannot be read.");
        var wanted = Json.object();
        var files = wanted.putArray("files");
        logs.forEach(log -> files.add(log.toString()));
        var id = gateway.send("POST", "/imports/v1", wanted).get("id").stringValue();
        var status = System.console() == null ? quietly(gateway, id) : withBar(gateway, id);
        for (var file : status.get("files")) {
            for (var notice : file.path("notices"))
                System.out.println(file.get("path").stringValue() + ": "
                        + notice.get("text").stringValue());
            if (file.get("state").stringValue().equals("failed"))
                throw new ConfigFault(file.get("path").stringValue() + ": "
                        + file.path("detail").asString());
        }
        if (status.get("state").stringValue().equals("failed"))
            throw new ConfigFault("The logs could not be taken in: " + status);
    }

    private static JsonNode quietly(Clicks gateway, String id) throws InterruptedException {
        var tenths = -1L;
        while (true) {
            var status = gateway.get("/imports/v1/" + id);
            var size = Math.max(1, status.get("size").longValue());
            var now = status.get("bytes").longValue() * 10 / size;
            if (now > tenths && size > 20_000_000) {
                tenths = now;
                System.out.printf(
                        Locale.ROOT,
                        "%3d %%  %,d lines%n",
                        now * 10,
                        status.get("lines").longValue());
            }
            if (!status.get("state").stringValue().equals("running")) return status;
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private static JsonNode withBar(Clicks gateway, String id) throws InterruptedException {
        try (var bar = new ProgressBarBuilder()
                .setTaskName("Taking in logs")
                .setUnit(" MB", 1_000_000)
                .setStyle(ProgressBarStyle.ASCII)
                .build()) {
            while (true) {
                var status = gateway.get("/imports/v1/" + id);
                bar.maxHint(status.get("size").longValue());
                bar.stepTo(status.get("bytes").longValue());
                bar.setExtraMessage(String.format(
                        Locale.ROOT, "%,d lines", status.get("lines").longValue()));
                if (!status.get("state").stringValue().equals("running")) return status;
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
        }
    }

    // -- what is told -----------------------------------------------------------------------------------------------

    private Clicks signedIn(URI base) throws InterruptedException {
        var admin = kept.get("users").get(0);
        return Clicks.signIn(
                base, admin.get("login").stringValue(), admin.get("password").stringValue());
    }

    private ObjectNode read() {
        try {
            return (ObjectNode) Json.read(Files.readAllBytes(keptFile));
        } catch (IOException e) {
            throw new UncheckedIOException(keptFile + " cannot be read", e);
        }
    }

    private void keep() {
        write(keptFile, kept);
    }

    void writeReadyFile(Path file) throws InterruptedException {
        var ready = Json.object();
        ready.putObject("platform").put("url", platform.url().toString());
        var gateway = ready.putObject("appliance").put("url", appliance.url().toString());
        gateway.set("lists", signedIn(appliance.url()).get("/blocklist/v1").get("addresses"));
        ready.set("users", kept.get("users"));
        ready.set("apiClient", kept.get("apiClient"));
        ready.set("device", kept.get("device"));
        write(file.toAbsolutePath(), ready);
    }

    /// As a whole, readable by its owner only.
    private static void write(Path file, JsonNode content) {
        var part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.deleteIfExists(part);
            if (file.getFileSystem().supportedFileAttributeViews().contains("posix"))
                Files.createFile(
                        part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(part, Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(content));
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written", e);
        }
    }

    void sayWhereToClick() {
        var users = kept.get("users");
        System.out.println();
        System.out.println("Argiope's demo is up.");
        System.out.println("  Appliance  " + appliance.url());
        System.out.println("  Portal     " + platform.url());
        for (var user : users)
            System.out.println("  Sign in as " + user.get("login").stringValue() + " with "
                    + user.get("password").stringValue() + " ("
                    + user.get("roles").get(0).stringValue() + ")");
        System.out.println();
        System.out.println("Where to click, in the order of the story:");
        System.out.println("  1. Appliance, Overview, range Hour: a name among the blocked domains looks wrong, "
                + Story.PAGE + ".");
        System.out.println("  2. The figure beside it leads to Web tracking: who reached it, and what came through.");
        System.out.println("  3. The button beside the name opens the pivot menu: Add to new case.");
        System.out.println(
                "  4. Open Casebook at the bottom right and drag the address " + Story.BEACON + " onto the case.");
        System.out.println("  5. Investigate this case: the portal shows who was hit and what every module says.");
        System.out.println(
                "  6. Block this domain: the next request through a gateway that reads the lists is refused.");
        System.out.println();
        System.out.println("Stop with Ctrl-C; the folder " + folder + " keeps it all.");
    }
}
