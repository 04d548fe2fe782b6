package argiope.http.appliance;

import argiope.appliance.tracking.StoreUnavailable;
import argiope.core.access.Refusal;
import java.util.function.Supplier;

/// Words the tracking store's trouble for who asked.
final class StoreCalls {
    private StoreCalls() {}

    static <T> T ask(Supplier<T> question) {
        try {
            return question.get();
        } catch (StoreUnavailable e) {
            var refusal = new Refusal.Unavailable("store-unavailable", String.valueOf(e.getMessage()));
            refusal.initCause(e);
            throw refusal;
        }
    }
}
