package org.nalsm.spark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import java.util.ArrayList;
import java.util.List;

/** Who may know whom in this module. */
@AnalyzeClasses(packages = "org.nalsm.spark", importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {
    private static final String ROOT = "org.nalsm.spark.";

    /** From bottom to top; packages of one line are of equal rank. A package comes with all below it. */
    private static final List<List<String>> LAYERS = List.of(
            List.of("parquet"),
            List.of("config"),
            List.of("table"),
            List.of("dataset"),
            List.of("sample"),
            List.of("figure"),
            List.of("run"),
            List.of("readout"),
            List.of("family"),
            List.of("sweep"),
            List.of("report", "benchmark"),
            List.of("cli"));

    @ArchTest
    static final ArchRule NO_LAYER_KNOWS_ONE_ABOVE = CompositeArchRule.of(rulesOfLayers());

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
