package argiope.app.config;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Everything that can be configured before the start: one tree of records, defaults here, strict reading. Secrets
/// never stand in it.
public record ArgiopeConfig(Platform platform, Appliance appliance) {

    /// @param host address to listen on
    /// @param port portal and API, 0 for any free one
    /// @param devicesPort devices' TLS listener
    /// @param publicUrl how people and scripts reach the portal; empty: from host and port
    /// @param region name that tokens carry, `[a-z0-9]{1,16}`
    /// @param organisation name of the organisation that the first start makes
    /// @param widgetOrigins pages of other hosts that may call the API with a token
    public record Platform(
            String host,
            int port,
            int devicesPort,
            String publicUrl,
            String region,
            String organisation,
            List<String> widgetOrigins) {
        static Platform defaults() {
            return new Platform("127.0.0.1", 8440, 8442, "", "local", "My organisation", List.of());
        }

        Platform checked() {
            loopback("platform.host", host);
            checkPort("platform.port", port);
            checkPort("platform.devicesPort", devicesPort);
            if (!publicUrl.isEmpty()) address("platform.publicUrl", publicUrl);
            checkRegion("platform.region", region);
            return this;
        }

        public Platform withOrganisation(String name) {
            return new Platform(host, port, devicesPort, publicUrl, region, name, widgetOrigins);
        }

        public Platform withPorts(int newPort, int newDevicesPort) {
            return new Platform(host, newPort, newDevicesPort, publicUrl, region, organisation, widgetOrigins);
        }
    }

    /// @param hostname shown on the pages and named in sightings; empty: the machine's own
    /// @param servers threat response servers that may be chosen: name, portal and enrolment address
    /// @param listsFolder where the block list's files are published; empty: `lists` in the appliance's folder
    /// @param onBlockListChange command run after the block list changed, at most once in 5 s; empty: none
    public record Appliance(
            String host,
            int port,
            String hostname,
            List<Server> servers,
            String listsFolder,
            List<String> onBlockListChange) {
        static Appliance defaults() {
            return new Appliance("127.0.0.1", 8441, "", List.of(), "", List.of());
        }

        Appliance checked() {
            loopback("appliance.host", host);
            checkPort("appliance.port", port);
            for (var server : servers) {
                checkRegion("appliance.servers.name", server.name());
                address("appliance.servers.portal", server.portal());
                address("appliance.servers.enrolment", server.enrolment());
            }
            return this;
        }

        public Appliance withHostname(String name) {
            return new Appliance(host, port, name, servers, listsFolder, onBlockListChange);
        }

        public Appliance withPort(int newPort) {
            return new Appliance(host, newPort, hostname, servers, listsFolder, onBlockListChange);
        }
    }

    public record Server(String name, String portal, String enrolment) {}

    // What stands in the file: every key may be absent.
    private record FileTree(
            @Nullable FilePlatform platform, @Nullable FileAppliance appliance) {}

    private record FilePlatform(
            @Nullable String host,
            @Nullable Integer port,
            @Nullable Integer devicesPort,
            @Nullable String publicUrl,
            @Nullable String region,
            @Nullable String organisation,
            @Nullable List<String> widgetOrigins) {}

    private record FileAppliance(
            @Nullable String host,
            @Nullable Integer port,
            @Nullable String hostname,
            @Nullable List<Server> servers,
            @Nullable String listsFolder,
            @Nullable List<String> onBlockListChange) {}

    private static final YAMLMapper MAPPER = YAMLMapper.builder(YAMLFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    public static ArgiopeConfig defaults() {
        return new ArgiopeConfig(Platform.defaults(), Appliance.defaults());
    }

    /// Reads the file; when `must` is false an absent one means the defaults.
    public static ArgiopeConfig read(Path file, boolean must) {
        String text;
        try {
            text = Files.readString(file);
        } catch (NoSuchFileException e) {
            if (must) throw new ConfigFault("There is no configuration file " + file + ".", e);
            return defaults();
        } catch (IOException e) {
            throw new ConfigFault("The configuration file " + file + " cannot be read: " + e.getMessage(), e);
        }
        if (text.lines().allMatch(line -> line.isBlank() || line.strip().startsWith("#"))) return defaults();
        try {
            return of(MAPPER.readValue(text, FileTree.class));
        } catch (UnrecognizedPropertyException e) {
            throw new ConfigFault(
                    file + ", line " + line(text, path(e)) + ": unknown key '" + path(e) + "'. Known here: "
                            + String.join(", ", known(e)) + ".",
                    e);
        } catch (DatabindException e) {
            throw new ConfigFault(
                    file + ", line " + line(text, path(e)) + ": bad value of '" + path(e) + "': "
                            + firstLine(e.getOriginalMessage()),
                    e);
        } catch (JacksonException e) {
            throw new ConfigFault(
                    file + ", line " + e.getLocation().getLineNr() + ": " + firstLine(e.getOriginalMessage()), e);
        } catch (ConfigFault e) {
            throw new ConfigFault(file + ": " + e.getMessage(), e);
        }
    }

    private static ArgiopeConfig of(FileTree tree) {
        var platform = Platform.defaults();
        var p = tree.platform();
        if (p != null)
            platform = new Platform(
                    or(p.host(), platform.host()),
                    or(p.port(), platform.port()),
                    or(p.devicesPort(), platform.devicesPort()),
                    or(p.publicUrl(), platform.publicUrl()),
                    or(p.region(), platform.region()),
                    or(p.organisation(), platform.organisation()),
                    or(p.widgetOrigins(), platform.widgetOrigins()));
        var appliance = Appliance.defaults();
        var a = tree.appliance();
        if (a != null)
            appliance = new Appliance(
                    or(a.host(), appliance.host()),
                    or(a.port(), appliance.port()),
                    or(a.hostname(), appliance.hostname()),
                    or(a.servers(), appliance.servers()),
                    or(a.listsFolder(), appliance.listsFolder()),
                    or(a.onBlockListChange(), appliance.onBlockListChange()));
        return new ArgiopeConfig(platform.checked(), appliance.checked());
    }

    private static <T> T or(@Nullable T value, T fallback) {
        return Optional.ofNullable(value).orElse(fallback);
    }

    private static String path(DatabindException e) {
        var path = new StringBuilder();
        for (var step : e.getPath()) {
            if (step.getPropertyName() == null)
                path.append('[').append(step.getIndex()).append(']');
            else path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
        }
        return path.toString();
    }

    /// The line on which the key with this path stands, counted from 1.
    private static int line(String text, String wanted) {
        var path = new ArrayDeque<String>();
        var key = "";
        var last = 1;
        try (var parser = MAPPER.createParser(text)) {
            for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.PROPERTY_NAME) {
                    key = parser.currentName();
                    last = parser.currentTokenLocation().getLineNr();
                    var here = Stream.concat(path.stream(), Stream.of(key))
                            .filter(name -> !name.isEmpty())
                            .collect(Collectors.joining("."));
                    if (here.equals(wanted.replaceAll("\\[\\d+]", ""))) return last;
                } else if (token.isStructStart()) {
                    path.addLast(key);
                    key = "";
                } else if (token.isStructEnd()) {
                    path.removeLast();
                }
            }
        }
        return last;
    }

    private static List<String> known(UnrecognizedPropertyException e) {
        var known = e.getKnownPropertyIds();
        return known == null
                ? List.of()
                : known.stream().map(String::valueOf).sorted().toList();
    }

    private static String firstLine(@Nullable String text) {
        return String.valueOf(text).lines().findFirst().orElse("");
    }

    private static void checkPort(String key, int value) {
        if (value < 0 || value > 65_535)
            throw new ConfigFault("bad value of '" + key + "': " + value + " is no port (0 to 65535).");
    }

    private static void checkRegion(String key, String value) {
        if (!value.matches("[a-z0-9]{1,16}"))
            throw new ConfigFault("bad value of '" + key + "': 1 to 16 letters a-z and digits are expected.");
    }

    private static void address(String key, String value) {
        try {
            var uri = URI.create(value);
            if (uri.getHost() != null && Map.of("http", 1, "https", 1).containsKey(String.valueOf(uri.getScheme())))
                return;
        } catch (IllegalArgumentException _) {
            // said below
        }
        throw new ConfigFault("bad value of '" + key + "': '" + value + "' is no http or https address.");
    }

    private static void loopback(String key, String value) {
        try {
            if (InetAddress.getByName(value).isLoopbackAddress()) return;
        } catch (UnknownHostException e) {
            throw new ConfigFault("bad value of '" + key + "': '" + value + "' is no address of this machine.", e);
        }
        throw new ConfigFault(
                "bad value of '" + key + "': listening beyond loopback needs TLS, which this version does "
                        + "not offer. Keep a loopback address and put a TLS proxy in front.");
    }
}
