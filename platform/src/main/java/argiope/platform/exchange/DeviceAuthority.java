package argiope.platform.exchange;

import java.time.Instant;

/// Signs the certificates of devices.
public interface DeviceAuthority {
    /// 80 bits that pin the authority: the start of the SHA-256 of its public key information.
    byte[] pin();

    /// Reads a certificate request (PKCS #10, DER) and checks that it is signed by the key it names. Throws
    /// [argiope.core.access.Refusal.Invalid] for anything else. Subject and extensions are not looked at.
    Requested read(byte[] request);

    /// Signs a certificate for this device and key, for clients only, good from now on for 90 days.
    Issued issue(String deviceId, Requested request);

    /// @param keyHash SHA-256 of the public key information, in hexadecimal
    /// @param publicKey public key information, DER
    record Requested(String keyHash, byte[] publicKey) {}

    /// @param serial in hexadecimal
    record Issued(String serial, byte[] certificate, Instant notAfter) {}
}
