package org.nalsm.spark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Who may know whom in this module. */
@AnalyzeClasses(packages = "org.nalsm.spark", importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {
    private static final String ROOT = "org.nalsm.spark.";

    /** From bottom to top; packages of one line are of equal rank. A package comes with all below it. */
    private static final List<List<String>> LAYERS = List.of(
            List.of("identity", "cluster"),
            List.of("parquet"),
            List.of("config"),
            List.of("table"),
            List.of("note"),
            List.of("dataset"),
            List.of("sample"),
            List.of("figure"),
            List.of("run"),
            List.of("readout"),
            List.of("family"),
            List.of("results"),
            List.of("sweep"),
            List.of("tracking", "report", "benchmark"),
            List.of("board"),
            List.of("cli"));

    private static final int MOST_CLASSES_OF_A_PACKAGE = 27;

    @ArchTest
    static final ArchRule NO_LAYER_KNOWS_ONE_ABOVE = CompositeArchRule.of(rulesOfLayers());

    @ArchTest
    static void everyPackageHasALayer(JavaClasses classes) {
        Set<String> strangers = new TreeSet<>();
        for (JavaClass each : classes) {
            String path = each.getPackageName().substring(ROOT.length());
            if (LAYERS.stream().noneMatch(layer -> layer.contains(path.split("\\.", 2)[0]))) {
                strangers.add(path);
            }
        }
        assertThat(strangers).isEmpty();
    }

    @ArchTest
    static final ArchRule TOP_PACKAGES_ARE_FREE_OF_CYCLES =
            slices().matching(ROOT + "(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule FAMILIES_DO_NOT_KNOW_EACH_OTHER = slices().matching(ROOT + "family.(*)..")
            .should()
            .notDependOnEachOther()
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule ONLY_MAIN_EXITS = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(ROOT + "cli.Main")
            .should()
            .callMethod(System.class, "exit", int.class)
            .because("a library call must not end the JVM, and a test could not go on after it");

    @ArchTest
    static void packagesStaySmall(JavaClasses classes) {
        Map<String, Long> large = classes.stream()
                .filter(each -> each.isTopLevelClass() && !each.getSimpleName().equals("package-info"))
                .collect(groupingBy(JavaClass::getPackageName, counting()));
        large.values().removeIf(count -> count <= MOST_CLASSES_OF_A_PACKAGE);
        assertThat(large).isEmpty();
    }

    private static List<ArchRule> rulesOfLayers() {
        List<ArchRule> rules = new ArrayList<>();
        for (int i = 0; i < LAYERS.size() - 1; i++) {
            rules.add(noClasses()
                    .that()
                    .resideInAnyPackage(packages(LAYERS.subList(i, i + 1)))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(packages(LAYERS.subList(i + 1, LAYERS.size())))
                    .allowEmptyShould(true));
        }
        return rules;
    }

    private static String[] packages(List<List<String>> layers) {
        return layers.stream()
                .flatMap(List::stream)
                .map(name -> ROOT + name + "..")
                .toArray(String[]::new);
    }
}
