package argiope.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The directions that dependencies may point in, and the signs on the doors.
class ArchitectureTest {
    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("argiope");

    @Test
    void everythingIsSeen() {
        assertThat(ALL).hasSizeGreaterThan(100);
    }

    @Test
    void theCoreUsesTheJdkOnly() {
        classes()
                .that()
                .resideInAPackage("argiope.core..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("argiope.core..", "java..", "javax.security..", "org.jspecify..")
                .check(ALL);
    }

    @Test
    void platformAndApplianceDoNotKnowEachOther() {
        noClasses()
                .that()
                .resideInAPackage("argiope.platform..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("argiope.appliance..")
                .check(ALL);
        noClasses()
                .that()
                .resideInAPackage("argiope.appliance..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("argiope.platform..")
                .check(ALL);
    }

    @Test
    void useCasesKnowNoAdapter() {
        noClasses()
                .that()
                .resideInAnyPackage("argiope.core..", "argiope.platform..", "argiope.appliance..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "argiope.http..",
                        "argiope.sql..",
                        "argiope.lucene..",
                        "argiope.memory..",
                        "argiope.exchange..",
                        "argiope.devicelink..",
                        "argiope.modules..",
                        "argiope.crypto..",
                        "argiope.cli..",
                        "argiope.app..",
                        "io.javalin..",
                        "org.eclipse.jetty..",
                        "org.apache.lucene..",
                        "org.jdbi..")
                .check(ALL);
    }

    @Test
    void modulesSeeThePlatformOnly() {
        noClasses()
                .that()
                .resideInAPackage("argiope.modules..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("argiope.appliance..", "argiope.http..", "argiope.sql..", "argiope.lucene..")
                .check(ALL);
    }

    @Test
    void adaptersOfOneProductDoNotSeeTheOther() {
        noClasses()
                .that()
                .resideInAnyPackage("argiope.http.platform..", "argiope.exchange..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("argiope.appliance..", "argiope.devicelink..")
                .check(ALL);
        noClasses()
                .that()
                .resideInAnyPackage("argiope.http.appliance..", "argiope.devicelink..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("argiope.platform..", "argiope.exchange..")
                .check(ALL);
    }

    @Test
    void theCliIsAClientLikeAnyOther() {
        noClasses()
                .that()
                .resideInAPackage("argiope.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("argiope.platform..", "argiope.appliance..", "argiope.http..", "argiope.sql..")
                .check(ALL);
    }

    @Test
    void everyPackageHasItsSign() throws IOException {
        var root = Path.of(System.getProperty("maven.multiModuleProjectDirectory", ".."))
                .toAbsolutePath()
                .normalize();
        List<Path> without;
        try (var files = Files.walk(root)) {
            without = files.filter(f -> f.toString().contains("/src/main/java/")
                            && f.toString().endsWith(".java"))
                    .map(Path::getParent)
                    .distinct()
                    .filter(folder -> !Files.exists(folder.resolve("package-info.java")))
                    .toList();
        }
        assertThat(without).isEmpty();
    }
}
