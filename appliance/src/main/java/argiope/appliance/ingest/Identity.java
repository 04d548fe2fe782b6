package argiope.appliance.ingest;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// How a file is known again whatever its name became: how far it was read, a hash of its first bytes and a hash of the
/// bytes before that place. Both count in unpacked bytes, so a packed copy is known too (access-log contract, 10.1).
///
/// @param offset bytes read
/// @param headLength how many first bytes the head's hash covers: the read ones, at most 4,096
record Identity(long offset, int headLength, String head, String tail) {
    static final int WINDOW = 4096;

    static String hash(byte[] bytes, int from, int to) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes, from, to - from);
            return HexFormat.of().formatHex(digest.digest(), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
