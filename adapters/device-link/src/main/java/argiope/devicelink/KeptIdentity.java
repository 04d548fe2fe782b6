package argiope.devicelink;

import argiope.appliance.cloud.DeviceIdentity;
import argiope.appliance.settings.ApplianceSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Who this appliance is, with its key and certificate and the platform's authority: one file, mode 600, replaced as a
/// whole, so that key and certificate always belong together.
record KeptIdentity(DeviceIdentity device, PrivateKey key, X509Certificate certificate, X509Certificate authority) {
    private static final String FILE = "device-identity.json";
    private static final JsonMapper MAPPER = new JsonMapper();

    static Optional<KeptIdentity> read(Path folder) throws IOException, GeneralSecurityException {
        var file = folder.resolve(FILE);
        if (!Files.exists(file)) return Optional.empty();
        try {
            var json = MAPPER.readTree(Files.readAllBytes(file));
            var server =
                    new ApplianceSettings.Server(text(json, "server"), text(json, "portal"), text(json, "enrolment"));
            var device = new DeviceIdentity(
                    text(json, "deviceId"), text(json, "name"), server, Instant.parse(text(json, "registeredAt")));
            var key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(bytes(json, "key")));
            return Optional.of(new KeptIdentity(
                    device, key, certificate(bytes(json, "certificate")), certificate(bytes(json, "authority"))));
        } catch (JacksonException | IllegalArgumentException | DateTimeException e) {
            throw new GeneralSecurityException("the file is damaged", e);
        }
    }

    void write(Path folder) throws IOException, GeneralSecurityException {
        var base64 = Base64.getEncoder();
        var json = MAPPER.createObjectNode()
                .put("deviceId", device.deviceId())
                .put("name", device.name())
                .put("server", device.server().name())
                .put("portal", device.server().portal())
                .put("enrolment", device.server().enrolment())
                .put("registeredAt", device.registeredAt().toString())
                .put("key", base64.encodeToString(key.getEncoded()))
                .put("certificate", base64.encodeToString(certificate.getEncoded()))
                .put("authority", base64.encodeToString(authority.getEncoded()));
        Files.createDirectories(folder);
        var fresh = folder.resolve(FILE + ".new");
        Files.deleteIfExists(fresh);
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix"))
            Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(fresh, MAPPER.writeValueAsString(json).getBytes(StandardCharsets.UTF_8));
        Files.move(fresh, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    static void erase(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(FILE));
    }

    static X509Certificate certificate(byte[] der) throws GeneralSecurityException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }

    private static String text(JsonNode json, String name) {
        var value = json.get(name);
        if (value == null || !value.isString()) throw new IllegalArgumentException(name + " is missing");
        return value.stringValue();
    }

    private static byte[] bytes(JsonNode json, String name) {
        return Base64.getDecoder().decode(text(json, name));
    }

    @Override
    public String toString() {
        return "KeptIdentity[" + device + "]";
    }
}
