package argiope.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealerTest {
    @TempDir
    Path folder;

    @Test
    void whatWasSealedOpensAfterARestart() {
        var file = folder.resolve("keys/secret.key");
        var sealed = Sealer.open(file).seal("tränen", "module/1");

        assertThat(sealed).doesNotContain("tr");
        assertThat(Sealer.open(file).open(sealed, "module/1")).isEqualTo("tränen");
    }

    @Test
    void onlyTheOwnerMayReadTheKey() throws Exception {
        var file = folder.resolve("secret.key");
        Sealer.open(file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void aKeyThatOthersMayReadIsRefused() throws Exception {
        var file = folder.resolve("secret.key");
        Sealer.open(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> Sealer.open(file))
                .hasMessageContaining("rw-r--r--")
                .hasMessageContaining("600");
    }

    @Test
    void aDamagedKeyFileIsNamed() throws Exception {
        var file = folder.resolve("secret.key");
        Sealer.open(file);
        Files.write(file, new byte[5]);

        assertThatThrownBy(() -> Sealer.open(file))
                .hasMessageContaining("secret.key")
                .hasMessageContaining("5 bytes");
    }

    @Test
    void aSecretMovedToAnotherPlaceDoesNotOpen() {
        var sealer = Sealer.temporary();
        var sealed = sealer.seal("secret", "module/1");

        assertThatThrownBy(() -> sealer.open(sealed, "module/2")).hasMessageContaining("does not open");
    }

    @Test
    void aChangedOrForeignSecretDoesNotOpen() {
        var sealer = Sealer.temporary();
        var sealed = sealer.seal(new byte[] {1, 2, 3}, "x");
        sealed[sealed.length - 1] ^= 1;

        assertThatThrownBy(() -> sealer.open(sealed, "x")).hasMessageContaining("does not open");
        assertThatThrownBy(() -> sealer.open(Sealer.temporary().seal("a", "x"), "x"))
                .hasMessageContaining("does not open");
        assertThatThrownBy(() -> sealer.open("!", "x")).hasMessageContaining("damaged");
    }

    @Test
    void passwordsCanBeReadAndTyped() {
        assertThat(RandomText.password())
                .matches("([a-zA-Z2-9]{5}-){3}[a-zA-Z2-9]{5}")
                .doesNotContain("l", "O", "0", "1", "I");
        assertThat(RandomText.token()).matches("[A-Za-z0-9_-]{43}");
        assertThat(RandomText.id()).matches("[A-Za-z0-9_-]{22}");
    }
}
