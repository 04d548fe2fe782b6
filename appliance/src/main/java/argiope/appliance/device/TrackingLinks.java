package argiope.appliance.device;

import argiope.core.observable.Observable;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// Addresses of searches on this appliance's page of web tracking; the names are those of the tracking API.
final class TrackingLinks {
    private TrackingLinks() {}

    /// A search in the range of the data held.
    static String search(String address, Observable observable) {
        return address + "/#/tracking/web?" + filter(observable);
    }

    static String search(String address, Observable observable, Instant from, Instant to) {
        return search(address, observable) + "&range=custom&from=" + encoded(Sightings.time(from)) + "&to="
                + encoded(Sightings.time(to));
    }

    static String byClient(String address, Observable observable) {
        return address + "/#/tracking/web?clientIp=" + encoded(observable.value());
    }

    private static String filter(Observable observable) {
        var value = encoded(observable.value());
        return switch (observable.type()) {
            case DOMAIN -> "domain=" + value;
            case URL -> "url=" + value + "&urlMatch=exact";
            case SHA256 -> "sha256=" + value;
            default -> "serverIp=" + value;
        };
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
