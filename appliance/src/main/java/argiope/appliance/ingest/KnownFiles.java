package argiope.appliance.ingest;

import argiope.appliance.tracking.Checkpoint;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// Files read to their end before, so that reading one again adds nothing. The oldest are forgotten after thousands.
/// Safe for many threads.
final class KnownFiles {
    private static final int MOST = 4096;

    private final ArrayDeque<Identity> files = new ArrayDeque<>();
    private String text = "";

    synchronized void add(Identity identity) {
        if (identity.offset() == 0) return;
        files.remove(identity);
        files.addLast(identity);
        while (files.size() > MOST) files.removeFirst();
        text = "";
    }

    synchronized Collection<Identity> all() {
        return new ArrayList<>(files);
    }

    synchronized void save(Map<String, String> entries) {
        if (text.isEmpty()) text = Stored.text(new Stored.Known(List.copyOf(files)));
        entries.put(Stored.KNOWN, text);
    }

    synchronized void restore(Checkpoint checkpoint) {
        files.clear();
        text = "";
        Stored.value(checkpoint, Stored.KNOWN, Stored.Known.class).ifPresent(known -> files.addAll(known.files()));
    }
}
