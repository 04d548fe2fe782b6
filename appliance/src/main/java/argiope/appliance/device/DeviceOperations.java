package argiope.appliance.device;

import java.time.Duration;
import tools.jackson.databind.JsonNode;

/// The operations that a platform may ask for. What it sends is hostile.
@FunctionalInterface
public interface DeviceOperations {
    /// Carries out one operation on the calling thread. An operation that is not listed, or a body that is not as it
    /// should be, is an [OperationFailed].
    JsonNode answer(String op, JsonNode body, Duration deadline) throws OperationFailed, InterruptedException;

    /// Why an operation was not carried out; nothing has changed.
    final class OperationFailed extends Exception {
        private static final long serialVersionUID = 1;
        private final String code;

        public OperationFailed(String code, String message) {
            super(message);
            this.code = code;
        }

        public String code() {
            return code;
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }
}
