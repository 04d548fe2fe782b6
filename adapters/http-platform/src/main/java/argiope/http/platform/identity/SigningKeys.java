package argiope.http.platform.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// The keys with which we sign access tokens: RSA, 2048 bits, in a file that only its owner may read, made at
/// the first start. The first of the file signs; all are published and good for checking. Safe for many
/// threads.
public final class SigningKeys {
    private final JWKSet keys;

    private SigningKeys(JWKSet keys) {
        this.keys = keys;
    }

    /// With the keys in `file`, a JWK set (RFC 7517), made if absent.
    public static SigningKeys open(Path file) {
        try {
            if (!Files.exists(file)) create(file);
            if (posix(file)) {
                var rights = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
                if (!rights.endsWith("------"))
                    throw new IllegalStateException("The key file " + file + " has rights " + rights
                            + "; others must not read it. Set them to 600.");
            }
            var keys = JWKSet.parse(Files.readString(file));
            var usable = keys.getKeys().stream().anyMatch(key -> key instanceof RSAKey && key.isPrivate())
                    && keys.getKeys().stream().allMatch(key -> key instanceof RSAKey && key.getKeyID() != null);
            if (!usable) throw damaged(file, "it holds no RSA keys with ids");
            return new SigningKeys(keys);
        } catch (IOException e) {
            throw new IllegalStateException("The key file " + file + " cannot be read or made: " + e.getMessage(), e);
        } catch (ParseException e) {
            throw damaged(file, "it is no JWK set");
        }
    }

    private static IllegalStateException damaged(Path file, String why) {
        return new IllegalStateException("The key file " + file + " is damaged: " + why
                + ". Put it back from a backup, or remove it to have a new one made: clients then get new tokens.");
    }

    /// With a key that is never stored.
    public static SigningKeys temporary() {
        return new SigningKeys(new JWKSet(fresh()));
    }

    private static RSAKey fresh() {
        try {
            return new RSAKeyGenerator(2048)
                    .keyID(UUID.randomUUID().toString())
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("a signing key cannot be made", e);
        }
    }

    private static void create(Path file) throws IOException {
        var folder = file.toAbsolutePath().getParent();
        if (folder != null) Files.createDirectories(folder);
        var half = file.resolveSibling(file.getFileName() + ".part");
        Files.deleteIfExists(half);
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
        var text = new JWKSet(fresh()).toString(false).getBytes(StandardCharsets.UTF_8);
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (var channel =
                posix(file) ? Files.newByteChannel(half, options, ownerOnly) : Files.newByteChannel(half, options)) {
            var bytes = ByteBuffer.wrap(text);
            while (bytes.hasRemaining()) {
                var unused = channel.write(bytes);
            }
        }
        Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static boolean posix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    RSAKey signing() {
        return keys.getKeys().stream()
                .filter(key -> key instanceof RSAKey && key.isPrivate())
                .findFirst()
                .orElseThrow()
                .toRSAKey();
    }

    Optional<RSAKey> byId(String id) {
        return Optional.ofNullable(keys.getKeyByKeyId(id)).map(key -> key.toRSAKey());
    }

    /// The public halves, as a JWK set.
    String published() {
        return keys.toString(true);
    }
}
