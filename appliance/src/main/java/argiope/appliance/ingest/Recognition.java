package argiope.appliance.ingest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/// Knows files again by their [Identity].
final class Recognition {
    private static final int STEP = 256 << 10;

    private Recognition() {}

    /// Opens `path` and reads on to where `identity` ends. Empty if it is another file, shorter, or not there.
    static Optional<LineCutter> at(Path path, Identity identity, IngestLimits limits) {
        try {
            var content = Content.open(path, limits);
            try {
                var reading = read(content, identity);
                if (reading.isPresent()) return Optional.of(new LineCutter(content, reading.get()));
            } catch (IOException | RuntimeException e) {
                content.close();
                throw e;
            }
            content.close();
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// The reading up to `identity`'s end, if the content is the same.
    private static Optional<Reading> read(Content content, Identity identity) throws IOException {
        if (!content.packed() && content.diskSize() < identity.offset()) return Optional.empty();
        var head = new byte[identity.headLength()];
        if (content.read(0, head, 0, head.length) < head.length) return Optional.empty();
        if (!Identity.hash(head, 0, head.length).equals(identity.head()) && identity.offset() > 0)
            return Optional.empty();
        var reading = new Reading();
        reading.consumed(head, 0, head.length);
        if (!content.packed()) {
            var from = Math.max(head.length, identity.offset() - Identity.WINDOW);
            var tail = new byte[(int) (identity.offset() - from)];
            if (content.read(from, tail, 0, tail.length) < tail.length) return Optional.empty();
            reading.skip(from);
            reading.consumed(tail, 0, tail.length);
        } else {
            var step = new byte[STEP];
            while (reading.offset() < identity.offset()) {
                var wanted = (int) Math.min(step.length, identity.offset() - reading.offset());
                var length = content.read(reading.offset(), step, 0, wanted);
                if (length == 0) return Optional.empty();
                reading.consumed(step, 0, length);
            }
        }
        return identity.offset() == 0 || reading.identity().equals(identity) ? Optional.of(reading) : Optional.empty();
    }

    /// The one of `known` that reaches furthest into the file at `path`.
    static Optional<Identity> known(Path path, Collection<Identity> known, IngestLimits limits) throws IOException {
        if (known.isEmpty()) return Optional.empty();
        List<Identity> likely;
        try (var content = Content.open(path, limits)) {
            var head = new byte[Identity.WINDOW];
            var length = content.read(0, head, 0, head.length);
            var hashes = new HashMap<Integer, String>();
            likely = known.stream()
                    .filter(identity -> identity.offset() > 0 && identity.headLength() <= length)
                    .filter(identity -> hashes.computeIfAbsent(
                                    identity.headLength(), part -> Identity.hash(head, 0, part))
                            .equals(identity.head()))
                    .sorted(Comparator.comparingLong(Identity::offset).reversed())
                    .toList();
        }
        for (var identity : likely) {
            var found = at(path, identity, limits);
            if (found.isPresent()) {
                found.get().close();
                return Optional.of(identity);
            }
        }
        return Optional.empty();
    }
}
