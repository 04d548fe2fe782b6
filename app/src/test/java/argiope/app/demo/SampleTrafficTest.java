package argiope.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleTrafficTest {
    private static final Instant END = Instant.parse("2026-01-14T09:46:31Z");

    @TempDir
    Path folder;

    @Test
    void theStoryHasTheCountsItTellsOf() {
        var steps = Story.steps();

        assertThat(steps).hasSize(73);
        assertThat(steps.stream().filter(s -> s.url().contains(Story.PAGE))).hasSize(48);
        assertThat(steps.stream().filter(s -> s.url().contains(Story.CDN))).hasSize(3);
        assertThat(steps.stream().filter(s -> s.url().contains(Story.BEACON))).hasSize(25);
        assertThat(steps.stream().filter(s -> s.what() == Story.What.BLOCKED)).hasSize(7);
        assertThat(steps.stream()
                        .filter(s -> s.user().equals("l.brandt") && s.url().contains(Story.PAGE)))
                .hasSize(21);
        assertThat(steps.stream().filter(s -> s.user().equals("m.okafor"))).hasSize(17);
        assertThat(steps.stream().filter(s -> s.user().equals("s.iyer"))).hasSize(10);
    }

    @Test
    void theSameSeedWritesTheSameLinesInTheOrderOfTime() throws Exception {
        write("a", "b");
        write("c", "d");

        assertThat(folder.resolve("a")).hasSameBinaryContentAs(folder.resolve("c"));
        assertThat(folder.resolve("b")).hasSameBinaryContentAs(folder.resolve("d"));
        var times = Files.readAllLines(folder.resolve("a")).stream()
                .map(line -> line.substring(0, 14))
                .toList();
        assertThat(times).isSorted();
    }

    @Test
    void nothingLiesInTheFuture() throws Exception {
        write("a", "b");

        assertThat(Files.readAllLines(folder.resolve("b")))
                .isNotEmpty()
                .allSatisfy(line ->
                        assertThat(Long.parseLong(line.substring(0, 10))).isLessThanOrEqualTo(END.getEpochSecond()));
    }

    private void write(String office, String branch) {
        new SampleTraffic().write(folder.resolve(office), folder.resolve(branch), 5_000, END);
    }
}
