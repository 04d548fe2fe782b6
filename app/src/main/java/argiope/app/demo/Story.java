package argiope.app.demo;

import java.util.ArrayList;
import java.util.List;

/// The planted story: a fake sign-in page mailed to three people at Northwind Lab. One typed a password, two fetched
/// an archive, one PC then reports to an outside address every minute. In all 48 requests to the page (its `cdn.`
/// included), 25 to the address; 7 of the 73 were blocked by reputation, before any analyst acted.
/// Seconds count back from the end of the story.
final class Story {
    static final String PAGE = "login-m1crosoft.example";
    static final String CDN = "cdn.login-m1crosoft.example";
    static final String PAGE_SERVER = "198.51.100.23";
    static final String BEACON = "203.0.113.77";
    static final String FILE = "Invoice_2026-0114.zip";
    static final String SHA256 = "2710c7d24ae014943f5fb58fb3975f93b1f7a562eac4058082c2594e525d351c";
    static final String SIGN_IN_PATH = "/common/oauth2/v2.0/authorize?client_id=4765445b-32c6";

    /// Names that look alike and are harmless.
    static final List<String> LOOK_ALIKES =
            List.of("login.officesuite.example", "login.m1crosystems.example", "signin.microsoftware.example");

    enum What {
        ALLOWED,
        WARNED,
        MONITORED_FILE,
        BLOCKED
    }

    record Step(int secondsBefore, String user, String client, String method, String url, long bytes, What what) {}

    private Story() {}

    static List<Step> steps() {
        var steps = new ArrayList<Step>();
        var brandt = new Person("l.brandt", "192.0.2.57");
        var okafor = new Person("m.okafor", "192.0.2.41");
        var iyer = new Person("s.iyer", "192.0.2.88");

        brandt.add(steps, 2031, "CONNECT", "tunnel://" + PAGE + ":443/", 212, What.ALLOWED);
        for (var i = 0; i < 14; i++) brandt.add(steps, 2030 - i, "GET", page(SIGN_IN_PATH), 15_600, What.ALLOWED);
        brandt.add(steps, 2006, "POST", page("/common/login"), 6_812, What.ALLOWED);
        brandt.add(steps, 1933, "GET", cdn("/dl/?t=8f1c2a"), 1_204, What.ALLOWED);
        brandt.add(steps, 1931, "GET", cdn("/dl/" + FILE), 188_912, What.MONITORED_FILE);
        for (var i = 0; i < 2; i++)
            brandt.add(steps, 1467 - i, "GET", page("/common/reprocess?ctx=rQIIAeNisFLOKCkpKLbS"), 5_870, What.ALLOWED);
        brandt.add(steps, 0, "GET", page("/"), 2_101, What.BLOCKED);

        iyer.add(steps, 922, "CONNECT", "tunnel://" + PAGE + ":443/", 208, What.ALLOWED);
        for (var i = 0; i < 6; i++) iyer.add(steps, 921 - i, "GET", page("/common/kmsi"), 8_050, What.ALLOWED);
        iyer.add(steps, 799, "GET", page("/"), 3_002, What.WARNED);
        iyer.add(steps, 771, "GET", page(SIGN_IN_PATH), 3_002, What.WARNED);
        iyer.add(steps, 149, "GET", page(SIGN_IN_PATH), 2_101, What.BLOCKED);

        okafor.add(steps, 394, "CONNECT", "tunnel://" + PAGE + ":443/", 210, What.ALLOWED);
        for (var i = 0; i < 2; i++) okafor.add(steps, 393 - i, "GET", page("/"), 2_205, What.ALLOWED);
        for (var i = 0; i < 9; i++) okafor.add(steps, 370 - i, "GET", page(SIGN_IN_PATH), 23_560, What.ALLOWED);
        for (var i = 0; i < 2; i++) okafor.add(steps, 350 - i, "GET", page("/common/kmsi"), 8_050, What.ALLOWED);
        okafor.add(steps, 336, "POST", page("/common/login"), 6_812, What.ALLOWED);
        okafor.add(steps, 319, "GET", cdn("/dl/" + FILE), 188_912, What.MONITORED_FILE);
        okafor.add(steps, 192, "POST", page("/common/login"), 2_101, What.BLOCKED);

        for (var i = 0; i < 25; i++) {
            var what = i >= 21 ? What.BLOCKED : What.ALLOWED;
            brandt.add(steps, 1498 - i * 62, "GET", "http://" + BEACON + "/g?id=7f3a&n=" + i, 412, what);
        }
        return steps;
    }

    private static String page(String path) {
        return "https://" + PAGE + ":443" + path;
    }

    private static String cdn(String path) {
        return "https://" + CDN + ":443" + path;
    }

    private record Person(String user, String client) {
        void add(List<Step> steps, int before, String method, String url, long bytes, What what) {
            steps.add(new Step(before, user, client, method, url, bytes, what));
        }
    }
}
