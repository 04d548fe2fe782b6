package argiope.exchange;

import argiope.core.access.Refusal;
import argiope.core.net.Addresses;
import argiope.platform.exchange.DeviceAuthority;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.ContentVerifierProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;

/// The built-in device authority: an EC P-256 key and a self-signed certificate in a folder, made at the first start.
/// It signs devices' certificates (clients only) and the certificate that the devices' port shows (servers only), and
/// nothing else.
public final class DeviceCa implements DeviceAuthority {
    private static final String KEY_FILE = "device-ca.key";
    private static final String CERTIFICATE_FILE = "device-ca.crt";
    private static final Duration DEVICE_VALIDITY = Duration.ofDays(90);
    private static final Duration SERVER_VALIDITY = Duration.ofDays(825);
    private static final Duration OWN_VALIDITY = Duration.ofDays(365 * 20);
    /// A clock that is a little behind must not take a new certificate for one of tomorrow.
    private static final Duration SLACK = Duration.ofMinutes(10);

    private static final int PIN_BYTES = 10;

    private final PrivateKey key;
    private final X509Certificate certificate;
    private final Clock clock;
    private final SecureRandom random;

    private DeviceCa(PrivateKey key, X509Certificate certificate, Clock clock, SecureRandom random) {
        this.key = key;
        this.certificate = certificate;
        this.clock = clock;
        this.random = random;
    }

    /// Opens the authority in `folder`, or makes it there.
    public static DeviceCa open(Path folder, Clock clock, SecureRandom random) {
        try {
            Files.createDirectories(folder);
            var keyFile = folder.resolve(KEY_FILE);
            var certificateFile = folder.resolve(CERTIFICATE_FILE);
            if (!Files.exists(keyFile) || !Files.exists(certificateFile))
                create(keyFile, certificateFile, clock, random);
            var key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(unPem(keyFile)));
            return new DeviceCa(key, x509(unPem(certificateFile)), clock, random);
        } catch (IOException e) {
            throw new UncheckedIOException("the device authority in " + folder + " cannot be read or made", e);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("the device authority in " + folder + " is damaged", e);
        }
    }

    private static void create(Path keyFile, Path certificateFile, Clock clock, SecureRandom random)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        var pair = newKey();
        var name = new X500NameBuilder()
                .addRDN(BCStyle.CN, "Argiope device authority")
                .build();
        var now = clock.instant();
        var spki = SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded());
        var builder = new X509v3CertificateBuilder(
                        name,
                        serial(random),
                        Date.from(now.minus(SLACK)),
                        Date.from(now.plus(OWN_VALIDITY)),
                        name,
                        spki)
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
                .addExtension(
                        Extension.subjectKeyIdentifier,
                        false,
                        new JcaX509ExtensionUtils().createSubjectKeyIdentifier(spki));
        var certificate = builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()));
        // The certificate last: a start that was cut off makes both anew.
        write(keyFile, pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
        write(certificateFile, pem("CERTIFICATE", certificate.getEncoded()));
    }

    static KeyPair newKey() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    public X509Certificate certificate() {
        return certificate;
    }

    @Override
    public byte[] pin() {
        return Arrays.copyOf(sha256(certificate.getPublicKey().getEncoded()), PIN_BYTES);
    }

    @Override
    public Requested read(byte[] request) {
        try {
            var parsed = new PKCS10CertificationRequest(request);
            var info = parsed.getSubjectPublicKeyInfo();
            ContentVerifierProvider verifier = new JcaContentVerifierProviderBuilder().build(info);
            if (!parsed.isSignatureValid(verifier)) throw badRequest("its signature does not fit its key");
            var encoded = info.getEncoded();
            var algorithm = info.getAlgorithm().getAlgorithm().getId();
            if (!algorithm.equals("1.2.840.10045.2.1") && !algorithm.equals("1.2.840.113549.1.1.1"))
                throw badRequest("its key is neither EC nor RSA");
            return new Requested(HexFormat.of().formatHex(sha256(encoded)), encoded);
        } catch (IOException | OperatorCreationException | PKCSException | RuntimeException e) {
            if (e instanceof Refusal refusal) throw refusal;
            throw badRequest("it is not of PKCS #10");
        }
    }

    private static Refusal badRequest(String why) {
        return new Refusal.Invalid("bad-request", "The certificate request cannot be used: " + why + ".");
    }

    @Override
    public Issued issue(String deviceId, Requested request) {
        var name = new X500NameBuilder().addRDN(BCStyle.CN, deviceId).build();
        var end = clock.instant().plus(DEVICE_VALIDITY);
        var issued = sign(name, request.publicKey(), end, KeyPurposeId.id_kp_clientAuth, List.of());
        try {
            return new Issued(issued.getSerialNumber().toString(16), issued.getEncoded(), end);
        } catch (CertificateException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A new key with a certificate for servers of these names and addresses, and the chain up to this authority.
    KeyStore server(List<String> names) {
        try {
            var pair = newKey();
            var alternatives = names.stream()
                    .map(name -> new GeneralName(
                            Addresses.parse(name).isPresent() ? GeneralName.iPAddress : GeneralName.dNSName, name))
                    .toArray(GeneralName[]::new);
            var server = sign(
                    new X500NameBuilder()
                            .addRDN(BCStyle.CN, "Argiope services exchange")
                            .build(),
                    pair.getPublic().getEncoded(),
                    clock.instant().plus(SERVER_VALIDITY),
                    KeyPurposeId.id_kp_serverAuth,
                    List.of(alternatives));
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("server", pair.getPrivate(), new char[0], new Certificate[] {server, certificate});
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the server certificate for devices cannot be made", e);
        }
    }

    KeyStore trust() {
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("device-authority", certificate);
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private X509Certificate sign(
            X500Name subject, byte[] publicKey, Instant end, KeyPurposeId purpose, List<GeneralName> alternatives) {
        try {
            var now = clock.instant();
            var extensions = new JcaX509ExtensionUtils();
            var spki = SubjectPublicKeyInfo.getInstance(publicKey);
            var builder = new X509v3CertificateBuilder(
                            X500Name.getInstance(
                                    certificate.getSubjectX500Principal().getEncoded()),
                            serial(random),
                            Date.from(now.minus(SLACK)),
                            Date.from(end),
                            subject,
                            spki)
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose))
                    .addExtension(
                            Extension.authorityKeyIdentifier,
                            false,
                            extensions.createAuthorityKeyIdentifier(certificate.getPublicKey()));
            if (!alternatives.isEmpty())
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(alternatives.toArray(GeneralName[]::new)));
            var holder = builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key));
            return new JcaX509CertificateConverter().getCertificate(holder);
        } catch (GeneralSecurityException | CertIOException | OperatorCreationException e) {
            throw new IllegalStateException("a certificate cannot be signed", e);
        }
    }

    private static BigInteger serial(SecureRandom random) {
        return new BigInteger(127, random).add(BigInteger.ONE);
    }

    static X509Certificate x509(byte[] der) throws CertificateException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String what, byte[] der) {
        var body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n";
    }

    private static byte[] unPem(Path file) throws IOException {
        var body = Files.readString(file, StandardCharsets.US_ASCII).replaceAll("-----[A-Z ]+-----", "");
        return Base64.getMimeDecoder().decode(body);
    }

    /// Whole or not at all, and never readable by others.
    private static void write(Path file, String text) throws IOException {
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix"))
            Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, text, StandardCharsets.US_ASCII);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
