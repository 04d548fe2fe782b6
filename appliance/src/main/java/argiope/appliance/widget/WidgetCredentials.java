package argiope.appliance.widget;

import java.util.Optional;

/// Keeps the API client that an account's widgets use, its password sealed. Goes with the account. Safe for many
/// threads.
public interface WidgetCredentials {
    Optional<Kept> find(String userId);

    /// Takes the place of what was kept.
    void save(String userId, Kept kept);

    void erase(String userId);

    /// @param sealedPassword as [argiope.core.access.SecretSeal] gives it
    /// @param server name of the threat response server
    record Kept(String clientId, String sealedPassword, String server) {
        @Override
        public String toString() {
            return "Kept[" + clientId + ", *****, " + server + "]";
        }
    }
}
