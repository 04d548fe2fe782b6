package argiope.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LogGeneratorTest {
    private static String log(long seed) throws IOException {
        var out = new ByteArrayOutputStream();
        new LogGenerator(seed).write(out, 2000, 2, LogGenerator.START);
        return out.toString(StandardCharsets.US_ASCII);
    }

    @Test
    void aSeedGivesTheSameLog() throws IOException {
        assertThat(log(7)).isEqualTo(log(7)).isNotEqualTo(log(8));
    }

    @Test
    void everyLineIsOneOfSquids() throws IOException {
        assertThat(log(7).lines())
                .hasSize(2000)
                .allMatch(
                        line -> line.matches(
                                "\\d{10}\\.\\d{3} +\\d+ 10\\.\\d+\\.\\d+\\.\\d+ [A-Z_]+/\\d{3} \\d+ (GET|POST|CONNECT) \\S+ \\S+ HIER_[A-Z]+/\\S+ \\S+"));
    }
}
