/// HTTP for both products, behind few types of ours: routes with their access, requests, responses, problems, and the
/// server that carries them.
///
/// Lives here: [argiope.http.Routes], [argiope.http.Request], [argiope.http.Response], [argiope.http.HttpServer]
/// (Javalin on Jetty, virtual threads), [argiope.http.Problems], [argiope.http.StaticSite]. May use: `core`. Used
/// by: the resources of both products. Knows no use case.
@NullMarked
package argiope.http;

import org.jspecify.annotations.NullMarked;
