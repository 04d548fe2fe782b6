package argiope.appliance.widget;

import argiope.appliance.settings.ApplianceSettings;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The platform's API, as the widgets' back end calls it. Calls block, with deadlines of their own.
public interface Portal {
    /// A token for an API client.
    Token token(ApplianceSettings.Server server, String clientId, String password)
            throws WrongCredentials, PortalDown, InterruptedException;

    /// Makes a call; what the platform answers is passed on, whatever it is.
    Answer send(ApplianceSettings.Server server, String accessToken, Call call) throws PortalDown, InterruptedException;

    /// @param scopes what it may be used for
    record Token(String accessToken, Set<String> scopes) {
        public Token {
            scopes = Set.copyOf(scopes);
        }

        @Override
        public String toString() {
            return "Token[*****, " + scopes + "]";
        }
    }

    /// @param path with its query, still encoded
    record Call(String method, String path, Map<String, String> headers, byte[] body) {
        public Call {
            headers = Map.copyOf(headers);
        }
    }

    /// @param body to be closed by who reads it
    record Answer(int status, Map<String, List<String>> headers, InputStream body) {}

    /// The platform knows no such client, or the password is another.
    final class WrongCredentials extends Exception {
        private static final long serialVersionUID = 1;

        public WrongCredentials() {
            super("The platform does not accept this client id and password.");
        }
    }

    /// The platform cannot be reached, or what answers is none.
    final class PortalDown extends Exception {
        private static final long serialVersionUID = 1;

        public PortalDown(String message) {
            super(message);
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }
}
