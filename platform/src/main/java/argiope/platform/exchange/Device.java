package argiope.platform.exchange;

import java.time.Instant;
import java.util.Optional;

/// An appliance that an organisation has announced; with a certificate once it has registered.
///
/// @param version as the device says, `""` before its first link
/// @param ip address its last link came from, `""` before
/// @param registeredAtOrNever [Instant#MIN] for never
/// @param lastSeenOrNever [Instant#MIN] for never
/// @param serial of its newest certificate in hexadecimal, `""` for none
/// @param previousSerial of the one before, good until the newest has been used for a link
public record Device(
        String id,
        String orgId,
        String name,
        String description,
        String version,
        String ip,
        Instant createdAt,
        Instant registeredAtOrNever,
        Instant lastSeenOrNever,
        String serial,
        String previousSerial) {

    /// The one type of device there is.
    public static final String TYPE = "web-appliance";

    static Device announced(String id, String orgId, String name, String description, Instant now) {
        return new Device(id, orgId, name, description, "", "", now, Instant.MIN, Instant.MIN, "", "");
    }

    public Optional<Instant> registeredAt() {
        return registeredAtOrNever.equals(Instant.MIN) ? Optional.empty() : Optional.of(registeredAtOrNever);
    }

    public Optional<Instant> lastSeen() {
        return lastSeenOrNever.equals(Instant.MIN) ? Optional.empty() : Optional.of(lastSeenOrNever);
    }

    Device described(String newName, String newDescription) {
        return new Device(
                id,
                orgId,
                newName,
                newDescription,
                version,
                ip,
                createdAt,
                registeredAtOrNever,
                lastSeenOrNever,
                serial,
                previousSerial);
    }

    /// With a first certificate; what it had before is good no longer.
    Device registered(String newSerial, Instant now) {
        return new Device(id, orgId, name, description, version, ip, createdAt, now, lastSeenOrNever, newSerial, "");
    }

    /// With a further certificate; the one it has stays good until the new one has been used.
    Device renewed(String newSerial) {
        return new Device(
                id,
                orgId,
                name,
                description,
                version,
                ip,
                createdAt,
                registeredAtOrNever,
                lastSeenOrNever,
                newSerial,
                serial);
    }

    /// As if it had never registered.
    Device deregistered() {
        return new Device(id, orgId, name, description, version, ip, createdAt, Instant.MIN, Instant.MIN, "", "");
    }

    /// Linked with this certificate: an older one is good no longer once the newest was seen.
    Device linked(String usedSerial, String itsVersion, String itsIp, Instant now) {
        return new Device(
                id,
                orgId,
                name,
                description,
                itsVersion,
                itsIp,
                createdAt,
                registeredAtOrNever,
                now,
                serial,
                usedSerial.equals(serial) ? "" : previousSerial);
    }

    Device seen(Instant now) {
        return new Device(
                id, orgId, name, description, version, ip, createdAt, registeredAtOrNever, now, serial, previousSerial);
    }

    boolean holds(String aSerial) {
        return !aSerial.isEmpty() && (aSerial.equals(serial) || aSerial.equals(previousSerial));
    }
}
