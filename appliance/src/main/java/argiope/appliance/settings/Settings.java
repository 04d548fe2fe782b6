package argiope.appliance.settings;

import java.util.function.Consumer;

/// What is committed now, for features that only read. Safe for many threads.
public interface Settings {
    ApplianceSettings committed();

    /// Calls `listener` after each commit, on the committing thread, with the new settings.
    void onCommit(Consumer<ApplianceSettings> listener);

    /// Whether some account has cloud changes submitted and not committed.
    boolean cloudPending();
}
