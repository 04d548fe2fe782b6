package argiope.core.access;

import java.util.Map;

/// Something that was asked and is declined, worded for who asked. `code` is a stable word for programs, the message
/// is for people, `details` are further members of the answer. Nothing has changed when one is thrown.
public abstract sealed class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String code;
    private final transient Map<String, Object> details;

    private Refusal(String code, String message, Map<String, Object> details) {
        super(message);
        this.code = code;
        this.details = Map.copyOf(details);
    }

    public String code() {
        return code;
    }

    public Map<String, Object> details() {
        return details;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    /// The question itself is wrong: a missing or malformed value. HTTP 400.
    public static final class Invalid extends Refusal {
        private static final long serialVersionUID = 1;

        public Invalid(String code, String message) {
            super(code, message, Map.of());
        }

        public Invalid(String code, String message, Map<String, Object> details) {
            super(code, message, details);
        }
    }

    /// The question is well formed but cannot be done as asked. HTTP 422.
    public static final class Unprocessable extends Refusal {
        private static final long serialVersionUID = 1;

        public Unprocessable(String code, String message, Map<String, Object> details) {
            super(code, message, details);
        }
    }

    /// Nobody, or not who they say. HTTP 401.
    public static final class NotAuthenticated extends Refusal {
        private static final long serialVersionUID = 1;

        public NotAuthenticated(String code, String message) {
            super(code, message, Map.of());
        }
    }

    /// Known, but may not. HTTP 403.
    public static final class NotAllowed extends Refusal {
        private static final long serialVersionUID = 1;

        public NotAllowed(String code, String message) {
            super(code, message, Map.of());
        }

        public NotAllowed(String code, String message, Map<String, Object> details) {
            super(code, message, details);
        }
    }

    /// Does not exist, or not for this caller. HTTP 404.
    public static final class NotFound extends Refusal {
        private static final long serialVersionUID = 1;

        public NotFound(String code, String message) {
            super(code, message, Map.of());
        }
    }

    /// Collides with what there is. HTTP 409.
    public static final class Conflict extends Refusal {
        private static final long serialVersionUID = 1;

        public Conflict(String code, String message, Map<String, Object> details) {
            super(code, message, details);
        }
    }

    /// Another version is current: `If-Match` names a different one. HTTP 412.
    public static final class Overtaken extends Refusal {
        private static final long serialVersionUID = 1;

        public Overtaken(String code, String message) {
            super(code, message, Map.of());
        }
    }

    /// Bigger than is taken in. HTTP 413.
    public static final class TooLarge extends Refusal {
        private static final long serialVersionUID = 1;

        public TooLarge(String code, String message) {
            super(code, message, Map.of());
        }
    }

    /// Too fast; try again after so many seconds. HTTP 429.
    public static final class TooMany extends Refusal {
        private static final long serialVersionUID = 1;
        private final long retryAfterSeconds;

        public TooMany(String code, String message, long retryAfterSeconds) {
            super(code, message, Map.of());
            this.retryAfterSeconds = retryAfterSeconds;
        }

        public long retryAfterSeconds() {
            return retryAfterSeconds;
        }
    }

    /// Somebody else who is needed did not answer well. HTTP 502.
    public static final class Upstream extends Refusal {
        private static final long serialVersionUID = 1;

        public Upstream(String code, String message, Map<String, Object> details) {
            super(code, message, details);
        }
    }

    /// Cannot be done just now: a store is down, a deadline passed, the disk is full. HTTP 503.
    public static final class Unavailable extends Refusal {
        private static final long serialVersionUID = 1;

        public Unavailable(String code, String message) {
            super(code, message, Map.of());
        }
    }
}
