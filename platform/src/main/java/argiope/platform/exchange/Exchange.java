package argiope.platform.exchange;

import argiope.core.access.Caller;
import argiope.core.access.Refusal;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What people may do with their organisation's devices, and what a device may do with us. Another organisation's
/// device does not exist for a caller.
public final class Exchange {
    public static final Duration DEFAULT_LIFETIME = Duration.ofMinutes(60);
    private static final Duration SHORTEST_LIFETIME = Duration.ofMinutes(15);
    private static final Duration LONGEST_LIFETIME = Duration.ofDays(7);
    private static final Duration LONGEST_PROXY_CALL = Duration.ofSeconds(30);
    private static final int LONGEST_NAME = 256;
    private static final int LONGEST_DESCRIPTION = 5000;
    private static final Set<String> PROXIED =
            Set.of("health", "deliberate/observables", "observe/observables", "refer/observables");

    private final Devices devices;
    private final DeviceLinks links;
    private final DeviceAuthority authority;
    private final String region;
    private final Clock clock;
    private final SecureRandom random;

    /// @param region name of this platform's region, `[a-z0-9]{1,16}`
    public Exchange(
            Devices devices,
            DeviceLinks links,
            DeviceAuthority authority,
            String region,
            Clock clock,
            SecureRandom random) {
        if (!region.matches("[a-z0-9]{1,16}"))
            throw new IllegalArgumentException("region must be 1 to 16 small letters or digits: " + region);
        this.devices = devices;
        this.links = links;
        this.authority = authority;
        this.region = region;
        this.clock = clock;
        this.random = random;
    }

    public String region() {
        return region;
    }

    // -- people ---------------------------------------------------------------------------------------------------

    public boolean integration(Caller caller) {
        return devices.integration(caller.orgId());
    }

    /// Switches the exchange on or off for the organisation; off cuts its devices' links.
    public void integration(Caller caller, boolean enabled) {
        devices.integration(caller.orgId(), enabled);
        if (!enabled) for (var device : devices.of(caller.orgId())) links.cut(device.id(), Reason.INTEGRATION_OFF);
    }

    public List<Listed> devices(Caller caller) {
        switchedOn(caller.orgId());
        return devices.of(caller.orgId()).stream().map(this::listed).toList();
    }

    public Listed device(Caller caller, String id) {
        switchedOn(caller.orgId());
        return listed(own(caller, id));
    }

    public Listed announce(Caller caller, String name, String description) {
        switchedOn(caller.orgId());
        var device = Device.announced(
                UUID.randomUUID().toString(),
                caller.orgId(),
                name(name),
                description(description),
                Instant.ofEpochMilli(clock.millis()));
        devices.add(device);
        return listed(device);
    }

    public Listed describe(Caller caller, String id, Optional<String> name, Optional<String> description) {
        switchedOn(caller.orgId());
        own(caller, id);
        var newName = name.map(Exchange::name);
        var newDescription = description.map(Exchange::description);
        return devices.change(id, d -> d.described(newName.orElse(d.name()), newDescription.orElse(d.description())))
                .map(this::listed)
                .orElseThrow(Exchange::noSuchDevice);
    }

    /// Deletes the device: its certificate is good no longer and its link is cut.
    public void delete(Caller caller, String id) {
        switchedOn(caller.orgId());
        own(caller, id);
        devices.delete(id);
        links.cut(id, Reason.DEVICE_UNKNOWN);
    }

    /// A new one-time token; one issued before and not used is void.
    public IssuedToken token(Caller caller, String id, Duration lifetime) {
        switchedOn(caller.orgId());
        own(caller, id);
        if (lifetime.compareTo(SHORTEST_LIFETIME) < 0 || lifetime.compareTo(LONGEST_LIFETIME) > 0)
            throw new Refusal.Invalid("bad-lifetime", "A token lives from 15 minutes to 7 days.");
        var secret = new byte[RegistrationToken.SECRET_BYTES];
        random.nextBytes(secret);
        var token = new RegistrationToken(region, secret, authority.pin());
        var now = Instant.ofEpochMilli(clock.millis());
        var expires = now.plus(lifetime);
        devices.issue(new Devices.Token(token.hash(), id, expires), now);
        return new IssuedToken(token.text(), expires);
    }

    /// Sends a question of a person's script to a device: health, deliberate, observe or refer, nothing that changes
    /// anything.
    public JsonNode ask(Caller caller, String id, String op, JsonNode body, Duration timeout)
            throws DeviceLinks.NotConnected, DeviceLinks.AnswerLost, DeviceLinks.DeviceFailed, InterruptedException {
        switchedOn(caller.orgId());
        own(caller, id);
        if (!PROXIED.contains(op))
            throw new Refusal.NotAllowed(
                    "not-proxied",
                    "Only health, deliberate/observables, observe/observables and refer/observables can be sent to a device.");
        return links.ask(id, op, body, timeout.compareTo(LONGEST_PROXY_CALL) < 0 ? timeout : LONGEST_PROXY_CALL);
    }

    /// Whether this device is the organisation's and may be asked now; for modules, which act for an organisation.
    public boolean usable(String orgId, String deviceId) {
        return devices.integration(orgId)
                && devices.find(deviceId).filter(d -> d.orgId().equals(orgId)).isPresent();
    }

    private Device own(Caller caller, String id) {
        return devices.find(id).filter(d -> d.orgId().equals(caller.orgId())).orElseThrow(Exchange::noSuchDevice);
    }

    private static Refusal noSuchDevice() {
        return new Refusal.NotFound("device_not_found", "There is no device with this id.");
    }

    private void switchedOn(String orgId) {
        if (!devices.integration(orgId))
            throw new Refusal.Conflict(
                    "integration-off",
                    "The services exchange is switched off for this organisation. Switch it on under Devices first.",
                    Map.of());
    }

    private static String name(String text) {
        var name = text.strip();
        if (name.isEmpty() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl))
            throw new Refusal.Invalid("bad-name", "A device's name has 1 to 256 characters and no line breaks.");
        return name;
    }

    private static String description(String text) {
        if (text.length() > LONGEST_DESCRIPTION)
            throw new Refusal.Invalid("bad-description", "A description has at most 5000 characters.");
        return text;
    }

    private Listed listed(Device device) {
        Status status;
        if (device.serial().isEmpty()) status = Status.NEW;
        else if (links.connected(device.id())) status = Status.CONNECTED;
        else status = device.lastSeen().isPresent() ? Status.DISCONNECTED : Status.REGISTERED;
        return new Listed(device, status);
    }

    public enum Status {
        NEW("new"),
        REGISTERED("registered"),
        CONNECTED("connected"),
        DISCONNECTED("disconnected");

        private final String wire;

        Status(String wire) {
            this.wire = wire;
        }

        public String wire() {
            return wire;
        }
    }

    public record Listed(Device device, Status status) {}

    public record IssuedToken(String token, Instant expires) {
        @Override
        public String toString() {
            return "IssuedToken[*****, " + expires + "]";
        }
    }

    // -- devices --------------------------------------------------------------------------------------------------

    /// Why a device's link is refused or cut; it tells the appliance what to do next.
    public enum Reason {
        /// Deleted, or registered nowhere: the appliance must register anew.
        DEVICE_UNKNOWN("device-unknown"),
        /// Another certificate has been issued since.
        SUPERSEDED("certificate-superseded"),
        INTEGRATION_OFF("integration-off"),
        /// The device has opened another link.
        REPLACED("replaced"),
        /// The device sent what is no frame, or too much.
        BAD_FRAME("bad-frame"),
        /// Nothing was heard of it for too long.
        SILENT("silent"),
        /// We stop.
        STOPPING("stopping");

        private final String wire;

        Reason(String wire) {
            this.wire = wire;
        }

        public String wire() {
            return wire;
        }
    }

    public record Enrolment(Device device, DeviceAuthority.Issued issued) {}

    public sealed interface Admission {
        record Admitted(Device device) implements Admission {}

        record Refused(Reason reason) implements Admission {}
    }

    /// Exchanges a token for a certificate, in one unit of work.
    public Enrolment enrol(String tokenText, byte[] certificateRequest) {
        var token = RegistrationToken.read(tokenText)
                .orElseThrow(() -> new Refusal.Invalid("token-malformed", "This is no registration token."));
        if (!token.region().equals(region))
            throw new Refusal.Conflict(
                    "wrong-region",
                    "The token was issued in the region '" + token.region() + "'; this is '" + region + "'.",
                    Map.of("region", region, "tokenRegion", token.region()));
        var request = authority.read(certificateRequest);
        var now = Instant.ofEpochMilli(clock.millis());
        var issued = new AtomicReference<DeviceAuthority.@Nullable Issued>();
        var redemption = devices.redeem(token.hash(), request.keyHash(), now, device -> {
            var certificate = authority.issue(device.id(), request);
            issued.set(certificate);
            return device.registered(certificate.serial(), now);
        });
        return switch (redemption) {
            case Devices.Redemption.Granted(var device) -> {
                links.cut(device.id(), Reason.SUPERSEDED);
                yield new Enrolment(device, Objects.requireNonNull(issued.get()));
            }
            case Devices.Redemption.IntegrationOff _ -> throw integrationOff();
            case Devices.Redemption.Unknown _ ->
                throw new Refusal.NotAuthenticated(
                        "token-unknown",
                        "The token is not valid: it was never issued here, or a newer one took its place.");
            case Devices.Redemption.Expired(var at) ->
                throw new Refusal.NotAuthenticated(
                        "token-expired", "The token expired at " + at + ". Get a new one for the device.");
            case Devices.Redemption.Used _ ->
                throw new Refusal.NotAuthenticated(
                        "token-used", "The token was used already: it registers one device. Get a new one.");
        };
    }

    /// A further certificate for a device that shows its present one.
    public Enrolment renew(String deviceId, String serial, byte[] certificateRequest) {
        var request = authority.read(certificateRequest);
        if (admission(deviceId, serial) instanceof Admission.Refused(var reason)) throw refused(reason);
        var issued = authority.issue(deviceId, request);
        return devices.change(deviceId, device -> device.holds(serial) ? device.renewed(issued.serial()) : device)
                .filter(device -> device.serial().equals(issued.serial()))
                .map(device -> new Enrolment(device, issued))
                .orElseThrow(() -> refused(Reason.SUPERSEDED));
    }

    /// Whether a link with this certificate may stand.
    public Admission admission(String deviceId, String serial) {
        var device = devices.find(deviceId);
        if (device.isEmpty() || device.get().serial().isEmpty()) return new Admission.Refused(Reason.DEVICE_UNKNOWN);
        if (!device.get().holds(serial)) return new Admission.Refused(Reason.SUPERSEDED);
        if (!devices.integration(device.get().orgId())) return new Admission.Refused(Reason.INTEGRATION_OFF);
        return new Admission.Admitted(device.get());
    }

    public void linked(String deviceId, String serial, String version, String ip) {
        devices.change(deviceId, d -> d.linked(serial, version, ip, Instant.ofEpochMilli(clock.millis())));
    }

    public void lastSeen(String deviceId) {
        devices.change(deviceId, d -> d.seen(Instant.ofEpochMilli(clock.millis())));
    }

    /// The device gives its registration up; it stays announced and can be given a new token.
    public void deregister(String deviceId, String serial) {
        devices.change(deviceId, device -> device.holds(serial) ? device.deregistered() : device);
        if (admission(deviceId, serial) instanceof Admission.Refused(var reason) && reason == Reason.DEVICE_UNKNOWN)
            links.cut(deviceId, Reason.DEVICE_UNKNOWN);
    }

    private static Refusal refused(Reason reason) {
        return switch (reason) {
            case INTEGRATION_OFF -> integrationOff();
            case SUPERSEDED ->
                new Refusal.NotAllowed(reason.wire(), "Another certificate was issued to this device since.");
            case DEVICE_UNKNOWN, REPLACED, BAD_FRAME, SILENT, STOPPING ->
                new Refusal.NotFound(reason.wire(), "This device is not registered here.");
        };
    }

    private static Refusal integrationOff() {
        return new Refusal.Conflict(
                "integration-off", "The services exchange is switched off for the device's organisation.", Map.of());
    }
}
