package argiope.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArgiopeConfigTest {
    @TempDir
    Path folder;

    private ArgiopeConfig read(String yaml) throws Exception {
        var file = folder.resolve("argiope.yaml");
        Files.writeString(file, yaml);
        return ArgiopeConfig.read(file, true);
    }

    @Test
    void anAbsentFileMeansTheDefaultsUnlessItWasNamed() {
        assertThat(ArgiopeConfig.read(folder.resolve("none.yaml"), false)).isEqualTo(ArgiopeConfig.defaults());
        assertThatThrownBy(() -> ArgiopeConfig.read(folder.resolve("none.yaml"), true))
                .hasMessageContaining("none.yaml");
    }

    @Test
    void whatTheFileNamesReplacesTheDefault() throws Exception {
        var config = read("platform:\n  port: 9000\nappliance:\n  hostname: gw1.lab\n");

        assertThat(config.platform().port()).isEqualTo(9000);
        assertThat(config.platform().devicesPort()).isEqualTo(8442);
        assertThat(config.appliance().hostname()).isEqualTo("gw1.lab");
    }

    @Test
    void anUnknownKeyIsNamedWithItsLine() {
        assertThatThrownBy(() -> read("platform:\n  host: 127.0.0.1\n  prot: 8440\n"))
                .isInstanceOf(ConfigFault.class)
                .hasMessageContaining("line 3")
                .hasMessageContaining("platform.prot")
                .hasMessageContaining("port");
    }

    @Test
    void aKeyAfterListsIsStillFound() {
        var servers =
                "  servers:\n    - name: eu\n      portal: https://p.example\n      enrolment: https://e.example\n";
        assertThatThrownBy(() -> read("appliance:\n  onBlockListChange: [a, b]\n" + servers + "  hostnam: x\n"))
                .hasMessageContaining("line 7")
                .hasMessageContaining("appliance.hostnam");
    }

    @Test
    void aBadValueIsNamedWithItsLine() {
        assertThatThrownBy(() -> read("platform:\n  port: many\n"))
                .hasMessageContaining("line 2")
                .hasMessageContaining("platform.port");
        assertThatThrownBy(() -> read("platform:\n  port: 99999\n")).hasMessageContaining("platform.port");
    }

    @Test
    void listeningBeyondLoopbackIsRefused() {
        assertThatThrownBy(() -> read("appliance:\n  host: 0.0.0.0\n"))
                .hasMessageContaining("appliance.host")
                .hasMessageContaining("TLS");
    }

    @Test
    void brokenYamlIsNamedWithItsLine() {
        assertThatThrownBy(() -> read("platform:\n  host: [1\n"))
                .isInstanceOf(ConfigFault.class)
                .hasMessageContaining("line");
    }

    @Test
    void aFolderIsUsedByOneProcessAtATime() {
        try (var _ = DataFolder.open(folder.resolve("data"))) {
            assertThat(DataFolder.held(folder.resolve("data"))).isTrue();
            assertThatThrownBy(() -> DataFolder.open(folder.resolve("data"))).hasMessageContaining("Another process");
        }
        assertThat(DataFolder.held(folder.resolve("data"))).isFalse();
    }
}
