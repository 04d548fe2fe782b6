package argiope.appliance.cloud;

import argiope.appliance.device.DeviceOperations;
import argiope.appliance.settings.ApplianceSettings;
import java.util.Optional;

/// The way to a platform's exchange, and the keeper of this appliance's identity there. Calls block, have deadlines of
/// their own, and end soon when interrupted.
public interface ExchangeClient {
    /// The identity kept from an earlier registration.
    Optional<DeviceIdentity> identity() throws CloudFault;

    /// Registers: checks that the platform is the one the token names, and only then shows it the token. The identity
    /// is kept when this returns. The same token again, after its answer was lost, ends as the first time.
    DeviceIdentity enrol(ApplianceSettings.Server server, RegistrationToken token)
            throws CloudFault, InterruptedException;

    /// Opens the link, tells `listener`, answers what the platform asks with `operations`, and returns only by throwing
    /// when the link has ended, or by an interrupt, which closes it.
    void link(ApplianceSettings.Server server, DeviceOperations operations, Listener listener)
            throws CloudFault, InterruptedException;

    /// Gives the registration up at the platform. The identity here stays: see [#forget].
    void deregister(ApplianceSettings.Server server) throws CloudFault, InterruptedException;

    /// Forgets the identity and its key.
    void forget();

    /// Hears of the link, on its threads.
    interface Listener {
        void linked();

        /// Something came from the platform.
        void heard();
    }
}
