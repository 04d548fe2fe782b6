package argiope.exchange;

import argiope.core.access.Refusal;
import argiope.http.Json;
import argiope.platform.exchange.Exchange;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cms.CMSAbsentContent;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/// The devices' port: TLS with a certificate under the device authority, enrolment by EST under `/.well-known/est/`,
/// `POST /deregister`, and the link at `/link`. A refusal is JSON `{code, message, …}`; of the link it is also in the
/// header `X-Argiope-Refusal`, as WebSocket clients do not show bodies.
public final class DeviceListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeviceListener.class);
    private static final int MAX_REQUEST = 64 * 1024;
    private static final int MAX_THREADS = 64;
    static final String REFUSAL = "X-Argiope-Refusal";
    static final String DEVICE_NAME = "X-Argiope-Device-Name";
    static final String DEVICE_VERSION = "X-Argiope-Version";

    private final Server server;
    private final ServerConnector connector;
    private final WebSocketDeviceLinks links;

    private DeviceListener(Server server, ServerConnector connector, WebSocketDeviceLinks links) {
        this.server = server;
        this.connector = connector;
        this.links = links;
    }

    /// @param host address to bind to
    /// @param port 0 for any free one
    /// @param names host names and addresses by which devices reach this port; they stand in its certificate
    public static DeviceListener start(
            String host, int port, List<String> names, DeviceCa ca, Exchange exchange, WebSocketDeviceLinks links) {
        var threads = new QueuedThreadPool(MAX_THREADS, 4);
        threads.setName("devices");
        threads.setDaemon(true);
        threads.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
        var server = new Server(threads);
        var tls = new SslContextFactory.Server();
        tls.setKeyStore(ca.server(names));
        tls.setKeyStorePassword("");
        tls.setKeyManagerPassword("");
        tls.setTrustStore(ca.trust());
        tls.setWantClientAuth(true);
        tls.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        tls.setRenegotiationAllowed(false);
        var http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(true);
        http.setRequestHeaderSize(16 * 1024);
        http.addCustomizer(new SecureRequestCustomizer(false));
        var connector = new ServerConnector(
                server, 1, 1, new SslConnectionFactory(tls, "http/1.1"), new HttpConnectionFactory(http));
        connector.setHost(host);
        connector.setPort(port);
        connector.setIdleTimeout(30_000);
        server.addConnector(connector);
        var sockets = ServerWebSocketContainer.ensure(server);
        sockets.setMaxTextMessageSize(DeviceLink.MAX_FRAME);
        sockets.setMaxFrameSize(DeviceLink.MAX_FRAME);
        server.setHandler(new Dispatch(ca, exchange, links, sockets));
        try {
            server.start();
        } catch (Exception e) {
            stop(server);
            throw new IllegalStateException(
                    "Cannot listen for devices on " + host + ":" + port + ": " + cause(e)
                            + ". Another program may hold the port; choose another, or 0 for any free one.",
                    e);
        }
        return new DeviceListener(server, connector, links);
    }

    private static String cause(Throwable fault) {
        var inner = fault;
        while (inner.getCause() != null && inner.getCause() != inner) inner = inner.getCause();
        return String.valueOf(inner.getMessage());
    }

    public int port() {
        return connector.getLocalPort();
    }

    /// Cuts the links and stops listening.
    @Override
    public void close() {
        links.close();
        stop(server);
    }

    private static void stop(Server server) {
        try {
            server.setStopTimeout(0);
            server.stop();
        } catch (Exception e) {
            LOG.warn("the devices' port did not stop cleanly", e);
        }
    }

    /// Who shows a certificate of ours.
    private record Peer(String deviceId, String serial) {}

    private static final class Dispatch extends Handler.Abstract {
        private final DeviceCa ca;
        private final Exchange exchange;
        private final WebSocketDeviceLinks links;
        private final ServerWebSocketContainer sockets;

        Dispatch(DeviceCa ca, Exchange exchange, WebSocketDeviceLinks links, ServerWebSocketContainer sockets) {
            this.ca = ca;
            this.exchange = exchange;
            this.links = links;
            this.sockets = sockets;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            try {
                var route = request.getMethod() + " " + Request.getPathInContext(request);
                switch (route) {
                    case "GET /.well-known/est/cacerts" -> certificates(response, callback, List.of(ca.certificate()));
                    case "POST /.well-known/est/simpleenroll" -> {
                        var token = token(request)
                                .orElseThrow(() -> new Refusal.NotAuthenticated(
                                        "token-missing", "Send the registration token as the password."));
                        enrolled(response, callback, exchange.enrol(token, certificateRequest(request)));
                    }
                    case "POST /.well-known/est/simplereenroll" -> {
                        var peer = peer(request);
                        enrolled(
                                response,
                                callback,
                                exchange.renew(peer.deviceId(), peer.serial(), certificateRequest(request)));
                    }
                    case "POST /deregister" -> {
                        var peer = peer(request);
                        exchange.deregister(peer.deviceId(), peer.serial());
                        response.setStatus(204);
                        callback.succeeded();
                    }
                    case "GET /link" -> link(request, response, callback);
                    default -> throw new Refusal.NotFound("no-such-route", "There is nothing at this address.");
                }
            } catch (Refusal refusal) {
                refuse(response, callback, status(refusal), refusal.code(), refusal.getMessage(), refusal);
            } catch (Exception e) {
                LOG.error("the devices' port failed", e);
                refuse(response, callback, 500, "internal", "Something unexpected happened.", null);
            }
            return true;
        }

        private void link(Request request, Response response, Callback callback) throws IOException {
            var peer = peer(request);
            switch (exchange.admission(peer.deviceId(), peer.serial())) {
                case Exchange.Admission.Refused(var reason) -> {
                    refuse(
                            response,
                            callback,
                            status(reason),
                            reason.wire(),
                            "The link is refused: " + reason.wire(),
                            null);
                }
                case Exchange.Admission.Admitted(var device) -> {
                    var version =
                            limited(Optional.ofNullable(request.getHeaders().get(DEVICE_VERSION))
                                    .orElse(""));
                    var ip = Request.getRemoteAddr(request);
                    response.getHeaders().add(DEVICE_NAME, encoded(device.name()));
                    var link = new DeviceLink(peer.deviceId(), peer.serial(), new Keeper(version, ip));
                    if (!sockets.upgrade((_, _, _) -> link, request, response, callback))
                        throw new Refusal.Invalid("no-websocket", "Only a WebSocket is spoken here.");
                }
            }
        }

        /// Keeps a link that has opened, and tells the exchange of its beginning and end.
        private final class Keeper implements DeviceLink.Keeper {
            private final String version;
            private final String ip;

            Keeper(String version, String ip) {
                this.version = version;
                this.ip = ip;
            }

            @Override
            public void opened(DeviceLink link) {
                exchange.linked(link.deviceId, link.serial, version, ip);
                links.add(link);
                // It may have been deleted while the link was opening.
                if (exchange.admission(link.deviceId, link.serial) instanceof Exchange.Admission.Refused(var reason))
                    link.cut(reason);
                else LOG.info("device {} is connected", link.deviceId);
            }

            @Override
            public void closed(DeviceLink link) {
                links.remove(link);
                LOG.info("device {} is disconnected", link.deviceId);
                try {
                    exchange.lastSeen(link.deviceId);
                } catch (Refusal.Unavailable e) {
                    LOG.warn("when device {} was last seen could not be kept: {}", link.deviceId, e.getMessage());
                }
            }
        }

        private void enrolled(Response response, Callback callback, Exchange.Enrolment enrolment)
                throws CertificateException {
            response.getHeaders().add(DEVICE_NAME, encoded(enrolment.device().name()));
            certificates(
                    response, callback, List.of(DeviceCa.x509(enrolment.issued().certificate()), ca.certificate()));
        }

        /// A PKCS #7 of certificates only, in base 64 (RFC 7030, 4.1.3).
        private static void certificates(Response response, Callback callback, List<X509Certificate> chain) {
            try {
                var generator = new CMSSignedDataGenerator();
                for (var certificate : chain) generator.addCertificate(new JcaX509CertificateHolder(certificate));
                var body = Base64.getMimeEncoder()
                        .encode(generator.generate(new CMSAbsentContent()).getEncoded());
                response.setStatus(200);
                response.getHeaders().add(HttpHeader.CONTENT_TYPE, "application/pkcs7-mime; smime-type=certs-only");
                response.getHeaders().add(new HttpField("Content-Transfer-Encoding", "base64"));
                response.getHeaders().add(HttpHeader.CACHE_CONTROL, "no-store");
                response.write(true, ByteBuffer.wrap(body), callback);
            } catch (CertificateException | CMSException | IOException e) {
                throw new IllegalStateException("certificates cannot be packed", e);
            }
        }

        private static void refuse(
                Response response,
                Callback callback,
                int status,
                String code,
                String message,
                @Nullable Refusal refusal) {
            ObjectNode body = Json.object().put("code", code).put("message", message);
            if (refusal != null)
                refusal.details().forEach((name, value) -> body.set(name, Json.MAPPER.valueToTree(value)));
            response.setStatus(status);
            response.getHeaders().add(REFUSAL, code);
            response.getHeaders().add(HttpHeader.CONTENT_TYPE, "application/json");
            if (code.equals("token-missing"))
                response.getHeaders().add(HttpHeader.WWW_AUTHENTICATE, "Basic realm=\"registration token\"");
            response.write(true, ByteBuffer.wrap(Json.MAPPER.writeValueAsBytes(body)), callback);
        }

        private static int status(Exchange.Reason reason) {
            return switch (reason) {
                case DEVICE_UNKNOWN -> 410;
                case INTEGRATION_OFF -> 409;
                case SUPERSEDED, REPLACED, BAD_FRAME, SILENT, STOPPING -> 403;
            };
        }

        private static int status(Refusal refusal) {
            return switch (refusal) {
                case Refusal.Invalid _ -> 400;
                case Refusal.NotAuthenticated _ -> 401;
                case Refusal.NotAllowed _ -> 403;
                case Refusal.NotFound _ -> refusal.code().equals(Exchange.Reason.DEVICE_UNKNOWN.wire()) ? 410 : 404;
                case Refusal.Conflict _ -> 409;
                case Refusal.Overtaken _ -> 412;
                case Refusal.TooLarge _ -> 413;
                case Refusal.Unprocessable _ -> 422;
                case Refusal.TooMany _ -> 429;
                case Refusal.Upstream _ -> 502;
                case Refusal.Unavailable _ -> 503;
            };
        }

        private static Optional<String> token(Request request) {
            var header = request.getHeaders().get(HttpHeader.AUTHORIZATION);
            if (header == null || !header.toLowerCase(Locale.ROOT).startsWith("basic ")) return Optional.empty();
            try {
                var pair = new String(
                        Base64.getDecoder().decode(header.substring(6).strip()), StandardCharsets.UTF_8);
                var colon = pair.indexOf(':');
                return colon < 0 ? Optional.empty() : Optional.of(pair.substring(colon + 1));
            } catch (IllegalArgumentException _) {
                return Optional.empty();
            }
        }

        private static byte[] certificateRequest(Request request) throws IOException {
            byte[] bytes;
            try (var in = Content.Source.asInputStream(request)) {
                bytes = in.readNBytes(MAX_REQUEST + 1);
            }
            if (bytes.length > MAX_REQUEST)
                throw new Refusal.TooLarge("body-too-large", "A certificate request has at most 64 KB.");
            try {
                return Base64.getMimeDecoder().decode(bytes);
            } catch (IllegalArgumentException _) {
                throw new Refusal.Invalid("bad-request", "The certificate request is not in base 64.");
            }
        }

        private static Peer peer(Request request) {
            if (request.getAttribute(EndPoint.SslSessionData.ATTRIBUTE) instanceof EndPoint.SslSessionData data
                    && data.peerCertificates() != null
                    && data.peerCertificates().length > 0) {
                var certificate = data.peerCertificates()[0];
                var names = X500Name.getInstance(
                                certificate.getSubjectX500Principal().getEncoded())
                        .getRDNs(BCStyle.CN);
                if (names.length == 1)
                    return new Peer(
                            IETFUtils.valueToString(names[0].getFirst().getValue()),
                            certificate.getSerialNumber().toString(16));
            }
            throw new Refusal.NotAuthenticated("certificate-missing", "Show the device's certificate.");
        }

        private static String encoded(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
        }

        private static String limited(String version) {
            var clean = version.replaceAll("[^\\x20-\\x7e]", "");
            return clean.length() <= 64 ? clean : clean.substring(0, 64);
        }
    }
}
