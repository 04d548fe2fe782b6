package argiope.platform.inspect;

import argiope.core.observable.Observable;
import argiope.core.observable.ObservableType;
import java.util.List;

/// One observable in a text, in its normal form, and why it was taken for one.
///
/// @param from where it stands in the text, in characters, included
/// @param to its end, excluded
/// @param rule a stable word for what made it a find: `url`, `domain-listed`, `domain-defanged`, ...
/// @param rivals what else it could be
public record Find(
        Observable observable, int from, int to, String rule, Confidence confidence, List<ObservableType> rivals) {
    public Find {
        rivals = List.copyOf(rivals);
    }

    /// How sure the reading is.
    public enum Confidence {
        HIGH("high"),
        MEDIUM("medium"),
        LOW("low");

        private final String wire;

        Confidence(String wire) {
            this.wire = wire;
        }

        public String wire() {
            return wire;
        }
    }
}
