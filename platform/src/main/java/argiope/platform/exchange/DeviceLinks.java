package argiope.platform.exchange;

import java.time.Duration;
import tools.jackson.databind.JsonNode;

/// Asks connected devices. A call blocks until the device has answered, fails, or the deadline passes; an interrupt
/// ends it. Answers are at most 5 MB.
public interface DeviceLinks {
    boolean connected(String deviceId);

    /// @param op one of the device's operations: `observe/observables`, `respond/trigger`, … (appliance contract,
    ///   4.5)
    /// @throws NotConnected at once, and nothing was sent
    /// @throws AnswerLost when it was sent and the link broke or the deadline passed before an answer
    /// @throws DeviceFailed when the device answered that it could not
    JsonNode ask(String deviceId, String op, JsonNode body, Duration deadline)
            throws NotConnected, AnswerLost, DeviceFailed, InterruptedException;

    /// Cuts the device's link if there is one; what it was being asked ends as [AnswerLost].
    void cut(String deviceId, Exchange.Reason reason);

    final class NotConnected extends Exception {
        private static final long serialVersionUID = 1;

        public NotConnected(String message) {
            super(message);
        }
    }

    final class AnswerLost extends Exception {
        private static final long serialVersionUID = 1;

        public AnswerLost(String message) {
            super(message);
        }
    }

    final class DeviceFailed extends Exception {
        private static final long serialVersionUID = 1;
        private final String code;

        public DeviceFailed(String code, String message) {
            super(message);
            this.code = code;
        }

        public String code() {
            return code;
        }
    }
}
