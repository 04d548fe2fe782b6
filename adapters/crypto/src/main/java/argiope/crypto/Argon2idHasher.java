package argiope.crypto;

import argiope.core.access.PasswordHasher;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// Argon2id (RFC 9106), written as the reference program does: `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`. A hash made
/// with another cost is still checked with its own. At most two run at once, so that a flood of sign-ins takes neither
/// all processors nor all memory.
public final class Argon2idHasher implements PasswordHasher {
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int MAX_MEMORY_KIB = 1 << 20;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final int memoryKib;
    private final int passes;
    private final Semaphore running = new Semaphore(2);

    private Argon2idHasher(int memoryKib, int passes) {
        this.memoryKib = memoryKib;
        this.passes = passes;
    }

    /// 19 MiB and two passes: the least that OWASP's password storage page advises.
    public static Argon2idHasher standard() {
        return new Argon2idHasher(19 * 1024, 2);
    }

    /// As cheap as the method allows. For tests only.
    public static Argon2idHasher cheap() {
        return new Argon2idHasher(8, 1);
    }

    @Override
    public String hash(String password) {
        var salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        var hash = derive(password, salt, memoryKib, passes, 1, HASH_BYTES);
        var base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + memoryKib + ",t=" + passes + ",p=1$" + base64.encodeToString(salt) + "$"
                + base64.encodeToString(hash);
    }

    @Override
    public boolean matches(String password, String hash) {
        var parts = hash.split("\\$", -1);
        if (parts.length != 6 || !parts[1].equals("argon2id") || !parts[2].equals("v=19")) return false;
        var costs = parts[3].split(",", -1);
        if (costs.length != 3) return false;
        try {
            var memory = cost(costs[0], "m=", MAX_MEMORY_KIB);
            var times = cost(costs[1], "t=", 100);
            var lanes = cost(costs[2], "p=", 16);
            var salt = Base64.getDecoder().decode(parts[4]);
            var expected = Base64.getDecoder().decode(parts[5]);
            if (expected.length < 16) return false;
            return MessageDigest.isEqual(expected, derive(password, salt, memory, times, lanes, expected.length));
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static int cost(String text, String prefix, int max) {
        if (!text.startsWith(prefix)) throw new IllegalArgumentException("not a cost");
        var value = Integer.parseInt(text.substring(prefix.length()));
        if (value < 1 || value > max) throw new IllegalArgumentException("cost out of range");
        return value;
    }

    private byte[] derive(String password, byte[] salt, int memory, int times, int lanes, int length) {
        var generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memory)
                .withIterations(times)
                .withParallelism(lanes)
                .withSalt(salt)
                .build());
        var hash = new byte[length];
        running.acquireUninterruptibly();
        try {
            generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
        } finally {
            running.release();
        }
        return hash;
    }
}
