package argiope.app.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledImportTest {
    private static final int LINES = 60_000;
    private static final int KILLS = 3;

    @TempDir
    Path folder;

    @Test
    void anImportKilledAtRandomMomentsEndsWithEveryLineOnce() throws IOException, InterruptedException {
        var seed = System.nanoTime();

        var result = new KilledImport(folder, LINES, seed).run(KILLS);

        assertThat(result.missing()).as("missing lines, seed %d", seed).isZero();
        assertThat(result.repeated()).as("repeated lines, seed %d", seed).isZero();
        assertThat(result.kills()).as("kills that hit, seed %d", seed).isPositive();
    }
}
