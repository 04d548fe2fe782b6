package argiope.appliance.settings;

import java.util.List;
import java.util.Optional;

/// The committed settings, as values that are right.
public record ApplianceSettings(Reporting reporting, Cloud cloud, List<Source> sources, SystemSettings system) {
    public ApplianceSettings {
        sources = List.copyOf(sources);
    }

    public record Reporting(boolean observableIndexing, int queryTimeoutSeconds) {}

    /// @param server name of the chosen one of `servers`, or empty
    public record Cloud(boolean enabled, String server, List<Server> servers) {
        public Cloud {
            servers = List.copyOf(servers);
        }

        public Optional<Server> chosen() {
            return servers.stream().filter(s -> s.name().equals(server)).findFirst();
        }
    }

    /// A threat response server: `name` is its region `[a-z0-9]{1,16}`, `portal` and `enrolment` are base addresses.
    public record Server(String name, String portal, String enrolment) {}

    /// A followed file.
    ///
    /// @param format id of a format, or `auto`
    /// @param logformat pasted text when `format` is `logformat`, else empty
    /// @param zone id of the zone for stamps without one
    /// @param uriWhitespace `strip` or `allow`
    public record Source(
            String name,
            String path,
            String format,
            String logformat,
            String zone,
            String uriWhitespace,
            boolean paused) {}

    public record SystemSettings(String hostname) {}

    public static ApplianceSettings initial(String hostname) {
        return new ApplianceSettings(
                new Reporting(false, 60), new Cloud(false, "", List.of()), List.of(), new SystemSettings(hostname));
    }
}
