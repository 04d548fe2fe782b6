package argiope.devicelink;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// Trusts one device authority: the one whose public key a token pins, and nobody else. The chain that the platform
/// shows must lead to it, be for servers, and bear the host's name; that is checked before anything is sent.
final class PlatformTrust extends X509ExtendedTrustManager {
    private final byte[] pin;
    private volatile @Nullable X509Certificate authority;
    private volatile X509Certificate @Nullable [] mismatched;

    /// @param pin the start of the SHA-256 of the authority's public key information
    PlatformTrust(byte[] pin) {
        this.pin = pin.clone();
    }

    static byte[] pin(X509Certificate authority, int length) throws GeneralSecurityException {
        return Arrays.copyOf(
                MessageDigest.getInstance("SHA-256")
                        .digest(authority.getPublicKey().getEncoded()),
                length);
    }

    /// The pinned authority, once a platform has shown it.
    Optional<X509Certificate> authority() {
        return Optional.ofNullable(authority);
    }

    /// Who signed the certificate of a platform whose chain does not lead to the pinned authority.
    Optional<String> mismatchedIssuer() {
        var chain = mismatched;
        return chain == null || chain.length == 0
                ? Optional.empty()
                : Optional.of(chain[chain.length - 1].getIssuerX500Principal().getName());
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        var anchored = anchoredIn(chain);
        anchored.checkServerTrusted(chain, authType, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        anchoredIn(chain).checkServerTrusted(chain, authType, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("the host's name cannot be checked");
    }

    private X509ExtendedTrustManager anchoredIn(X509Certificate[] chain) throws CertificateException {
        try {
            for (var certificate : chain) {
                if (certificate.getBasicConstraints() < 0 || !Arrays.equals(pin(certificate, pin.length), pin))
                    continue;
                authority = certificate;
                mismatched = null;
                return anchored(certificate);
            }
        } catch (GeneralSecurityException | IOException e) {
            throw new CertificateException("the platform's certificate cannot be checked", e);
        }
        mismatched = chain.clone();
        throw new CertificateException("the platform's authority is not the one the token names");
    }

    private static X509ExtendedTrustManager anchored(X509Certificate authority)
            throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("authority", authority);
        var factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        for (var manager : factory.getTrustManagers())
            if (manager instanceof X509ExtendedTrustManager extended) return extended;
        throw new IllegalStateException("the JDK has no PKIX trust manager");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("no clients here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("no clients here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("no clients here");
    }
}
