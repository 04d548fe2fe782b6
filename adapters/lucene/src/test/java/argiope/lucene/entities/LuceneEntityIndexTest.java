package argiope.lucene.entities;

import argiope.contracts.platform.intelligence.EntityIndexContract;
import argiope.platform.intelligence.EntityIndex;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;

class LuceneEntityIndexTest implements EntityIndexContract {
    @TempDir
    Path folder;

    private final AtomicInteger opened = new AtomicInteger();

    @Override
    public EntityIndex open() {
        return LuceneEntityIndex.open(folder.resolve("index-" + opened.incrementAndGet()));
    }
}
