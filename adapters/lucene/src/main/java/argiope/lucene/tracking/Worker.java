package argiope.lucene.tracking;

import argiope.appliance.tracking.NumberField;
import argiope.appliance.tracking.Row;
import argiope.appliance.tracking.TransactionBatch;
import com.github.luben.zstd.ZstdCompressCtx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes the rows of a batch in on one thread: into the index and into raw blocks of its own, at most two days at once.
final class Worker implements TransactionBatch.Visitor {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final long DAY_MILLIS = 86_400_000;
    private static final int LEVEL = 3;

    /// Lends days that are open for writing.
    interface Days {
        Day acquire(LocalDate date) throws IOException;

        void release(Day day);
    }

    private static final class Slot {
        final OpenBlock block = new OpenBlock();

        @Nullable
        Day day;

        Day.@Nullable Writing writing;
        long number;
        boolean begun;
        boolean observables;
    }

    private final Days days;
    private final BooleanSupplier observableIndexing;
    private final RowDocument document = new RowDocument();
    private final ZstdCompressCtx zstd = new ZstdCompressCtx();
    private Slot now = new Slot();
    private Slot before = new Slot();
    private int context;

    Worker(Days days, BooleanSupplier observableIndexing) {
        this.days = days;
        this.observableIndexing = observableIndexing;
        zstd.setLevel(LEVEL);
        zstd.setContentSize(true);
    }

    void begin(int contextNumber) {
        context = contextNumber;
    }

    @Override
    public boolean accept(Row row) {
        var time = row.number(NumberField.TIME);
        if (time < 0 || time > 253_402_300_799_999L) return false;
        try {
            var slot = slot(time);
            if (!slot.begun) {
                slot.block.clear();
                slot.observables = observableIndexing.getAsBoolean();
                slot.number = day(slot).begin();
                slot.begun = true;
            }
            var seq = TrackingFields.seq((int) slot.number, slot.block.rows());
            try {
                java.util.Objects.requireNonNull(slot.writing)
                        .index()
                        .addDocument(document.of(row, seq, slot.observables));
            } catch (IllegalArgumentException e) {
                LOG.warn("a row does not fit into the index", e);
                return false;
            }
            slot.block.add(row, slot.observables);
            if (slot.block.isFull()) write(slot);
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Day day(Slot slot) {
        return java.util.Objects.requireNonNull(slot.day);
    }

    private Slot slot(long time) throws IOException {
        if (now.day != null && time >= now.day.start && time < now.day.start + DAY_MILLIS) return now;
        var other = before;
        before = now;
        now = other;
        if (now.day != null && time >= now.day.start && time < now.day.start + DAY_MILLIS) return now;
        finish(now);
        var day = days.acquire(LocalDate.ofEpochDay(Math.floorDiv(time, DAY_MILLIS)));
        now.day = day;
        now.writing = day.open();
        return now;
    }

    private void write(Slot slot) throws IOException {
        if (slot.block.rows() > 0) day(slot).finish((int) slot.number, context, slot.block, slot.observables, zstd);
        slot.begun = false;
    }

    private void finish(Slot slot) throws IOException {
        var day = slot.day;
        if (day == null) return;
        try {
            if (slot.begun) write(slot);
        } finally {
            slot.begun = false;
            slot.day = null;
            slot.writing = null;
            days.release(day);
        }
    }

    /// Writes what is left of the batch.
    void finish() throws IOException {
        try {
            finish(now);
        } finally {
            finish(before);
        }
    }

    /// Gives everything back without writing.
    void abandon() {
        for (var slot : new Slot[] {now, before}) {
            if (slot.day != null) days.release(slot.day);
            slot.day = null;
            slot.writing = null;
            slot.begun = false;
        }
        close();
    }

    void close() {
        zstd.close();
    }
}
