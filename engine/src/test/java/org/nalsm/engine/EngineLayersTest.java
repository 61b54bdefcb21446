package org.nalsm.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom within the engine. */
@AnalyzeClasses(packages = "org.nalsm.engine", importOptions = ImportOption.DoNotIncludeTests.class)
class EngineLayersTest {
    /** Also where such a class comes with a library that the engine does use. */
    @ArchTest
    static final ArchRule STAYS_A_PLAIN_LIBRARY = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.spark..",
                    "org.apache.hadoop..",
                    "org.apache.parquet..",
                    "com.typesafe..",
                    "com.fasterxml..",
                    "org.nd4j.shade..")
            .because("the engine works without Spark, and callers of any kind hand it ready values");

    @ArchTest
    static final ArchRule PACKAGES_ARE_FREE_OF_CYCLES =
            slices().matching("org.nalsm.engine.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule WHAT_ALL_FAMILIES_SHARE_KNOWS_NO_LIQUID = noClasses()
            .that()
            .resideInAnyPackage(
                    "org.nalsm.engine",
                    "org.nalsm.engine.random..",
                    "org.nalsm.engine.dataset..",
                    "org.nalsm.engine.numpy..",
                    "org.nalsm.engine.kernel..",
                    "org.nalsm.engine.analysis..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.nalsm.engine.liquid..")
            .because("other families of networks build on them too");
}
