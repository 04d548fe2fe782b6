package argiope.appliance.cloud;

import argiope.appliance.settings.ApplianceSettings;
import java.time.Instant;

/// Who this appliance is for the platform it registered at.
///
/// @param server name and addresses as they were at the registration
public record DeviceIdentity(String deviceId, String name, ApplianceSettings.Server server, Instant registeredAt) {}
