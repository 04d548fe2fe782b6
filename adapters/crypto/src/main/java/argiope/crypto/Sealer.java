package argiope.crypto;

import argiope.core.access.SecretSeal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Seals secrets for the store: AES-256-GCM with the key of a file that only its owner may read. A sealed text is bound
/// to what it is for (`purpose`, such as `module/42/password`): copied elsewhere it does not open. Safe for many
/// threads.
public final class Sealer implements SecretSeal {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final byte VERSION = 1;
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final SecretKeySpec key;

    private Sealer(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
    }

    /// With the key in `file`, which is made (mode 600) if absent. Refuses a key file that others may read.
    public static Sealer open(Path file) {
        try {
            var folder = file.toAbsolutePath().getParent();
            if (folder != null) Files.createDirectories(folder);
            if (!Files.exists(file)) create(file);
            if (posix(file)) {
                var rights = Files.getPosixFilePermissions(file);
                if (!OWNER_ONLY.containsAll(rights))
                    throw new IllegalStateException("The key file " + file + " has rights "
                            + PosixFilePermissions.toString(rights) + "; others must not read it. Set them to 600.");
            }
            var bytes = Files.readAllBytes(file);
            if (bytes.length != KEY_BYTES)
                throw new IllegalStateException("The key file " + file + " is damaged: it holds " + bytes.length
                        + " bytes instead of " + KEY_BYTES + ". Put it back from a backup.");
            return new Sealer(bytes);
        } catch (IOException e) {
            throw new IllegalStateException("The key file " + file + " cannot be read or made: " + e.getMessage(), e);
        }
    }

    /// With a key that is never stored.
    public static Sealer temporary() {
        return new Sealer(randomKey());
    }

    @Override
    public String seal(String secret, String purpose) {
        return Base64.getEncoder().encodeToString(seal(secret.getBytes(StandardCharsets.UTF_8), purpose));
    }

    @Override
    public String open(String sealed, String purpose) {
        try {
            return new String(open(Base64.getDecoder().decode(sealed), purpose), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("a sealed secret is damaged", e);
        }
    }

    public byte[] seal(byte[] secret, String purpose) {
        var nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        try {
            var sealed = cipher(Cipher.ENCRYPT_MODE, nonce, purpose).doFinal(secret);
            return ByteBuffer.allocate(1 + NONCE_BYTES + sealed.length)
                    .put(VERSION)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a secret could not be sealed", e);
        }
    }

    public byte[] open(byte[] sealed, String purpose) {
        if (sealed.length < 1 + NONCE_BYTES + TAG_BITS / 8 || sealed[0] != VERSION)
            throw new IllegalStateException("a sealed secret is damaged");
        var nonce = Arrays.copyOfRange(sealed, 1, 1 + NONCE_BYTES);
        try {
            return cipher(Cipher.DECRYPT_MODE, nonce, purpose)
                    .doFinal(sealed, 1 + NONCE_BYTES, sealed.length - 1 - NONCE_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "a sealed secret does not open: it, its place or the key file has changed", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String purpose) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(purpose.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static void create(Path file) throws IOException {
        var bytes = ByteBuffer.wrap(randomKey());
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
        try (var channel = posix(file)
                ? Files.newByteChannel(file, options, PosixFilePermissions.asFileAttribute(OWNER_ONLY))
                : Files.newByteChannel(file, options)) {
            while (bytes.hasRemaining()) channel.write(bytes);
        } catch (FileAlreadyExistsException _) {
            // Another thread of this process was faster: its key counts.
        }
    }

    private static byte[] randomKey() {
        var bytes = new byte[KEY_BYTES];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    private static boolean posix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
