package io.github.ecrmaven;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.github.ecrmaven.image.SafeMessage;
import java.util.List;

/** The allowed dependencies between packages and between classes. */
@AnalyzeClasses(packages = "io.github.ecrmaven", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "io.github.ecrmaven";

    @ArchTest
    static final ArchRule IMPORTS_POINT_ONE_WAY = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("mojo")
            .definedBy(ROOT + ".mojo..")
            .layer("pull")
            .definedBy(ROOT + ".pull..")
            .layer("remove")
            .definedBy(ROOT + ".remove..")
            .layer("check")
            .definedBy(ROOT + ".check..")
            .layer("lock")
            .definedBy(ROOT + ".lock..")
            .layer("compose")
            .definedBy(ROOT + ".compose..")
            .layer("ecr")
            .definedBy(ROOT + ".ecr..")
            .layer("aws")
            .definedBy(ROOT + ".aws..")
            .layer("engine")
            .definedBy(ROOT + ".engine..")
            .layer("image")
            .definedBy(ROOT + ".image..")
            .ensureAllClassesAreContainedInArchitecture()
            .whereLayer("mojo")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("pull")
            .mayOnlyBeAccessedByLayers("mojo")
            .whereLayer("remove")
            .mayOnlyBeAccessedByLayers("mojo", "pull")
            .whereLayer("check")
            .mayOnlyBeAccessedByLayers("mojo")
            .whereLayer("lock")
            .mayOnlyBeAccessedByLayers("mojo", "check")
            .whereLayer("compose")
            .mayOnlyBeAccessedByLayers("mojo")
            .whereLayer("ecr")
            .mayOnlyBeAccessedByLayers("mojo", "pull", "check", "lock")
            .whereLayer("aws")
            .mayOnlyBeAccessedByLayers("mojo", "pull", "check", "lock", "ecr")
            .whereLayer("engine")
            .mayOnlyBeAccessedByLayers("mojo", "pull", "remove", "check");

    @ArchTest
    static final ArchRule PACKAGES_FORM_NO_CYCLES =
            slices().matching(ROOT + ".(*)..").should().beFreeOfCycles();

    /** A nested class counts as a part of its top-level class. */
    @ArchTest
    static final ArchRule CLASSES_FORM_NO_CYCLES = slices().assignedFrom(new SliceAssignment() {
                @Override
                public SliceIdentifier getIdentifierOf(JavaClass type) {
                    return SliceIdentifier.of(type.getName().replaceFirst("\\$.*", ""));
                }

                @Override
                public String getDescription() {
                    return "top-level classes";
                }
            })
            .should()
            .beFreeOfCycles();

    @ArchTest
    static final ArchRule ONLY_GOALS_KNOW_MAVEN =
            only(ROOT + ".mojo..", "org.apache.maven..", "org.codehaus.plexus..", "javax.inject..");

    @ArchTest
    static final ArchRule ONLY_GOALS_KNOW_THE_TERMINAL = only(ROOT + ".mojo..", "org.jline..");

    @ArchTest
    static final ArchRule ONLY_AWS_AND_ECR_KNOW_THE_AWS_SDK =
            only(List.of(ROOT + ".aws..", ROOT + ".ecr.."), "software.amazon..");

    @ArchTest
    static final ArchRule ONLY_ENGINE_KNOWS_DOCKER_JAVA = only(ROOT + ".engine..", "com.github.dockerjava..");

    @ArchTest
    static final ArchRule ONLY_COMPOSE_KNOWS_YAML = only(ROOT + ".compose..", "org.snakeyaml..");

    @ArchTest
    static final ArchRule COMPOSE_KNOWS_ONLY_YAML_AND_IMAGES = classes()
            .that()
            .resideInAPackage(ROOT + ".compose..")
            .should()
            .onlyDependOnClassesThat(
                    resideInAnyPackage("java..", "org.snakeyaml..", ROOT + ".compose..", ROOT + ".image.."));

    @ArchTest
    static final ArchRule ONLY_ENGINE_KNOWS_THE_HTTP_CLIENT = only(ROOT + ".engine..", "org.apache.hc..");

    /** JSON is used only for the responses of AWS and engines, and for the files that goals write. */
    @ArchTest
    static final ArchRule VALUES_AND_USE_CASES_KNOW_ONLY_THE_JDK = noClasses()
            .that(resideInAnyPackage(
                    ROOT + ".pull..", ROOT + ".remove..", ROOT + ".check..", ROOT + ".lock..", ROOT + ".image.."))
            .should()
            .dependOnClassesThat(resideOutsideOfPackages("java..", "javax.net.ssl..", ROOT + ".."));

    @ArchTest
    static final ArchRule NOTHING_IS_PRINTED_OUTSIDE_MAVENS_LOG = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    /** Maven's log does not remove secrets and control characters. {@code HelpMojo} is generated. */
    @ArchTest
    static final ArchRule ALL_LINES_OF_GOALS_PASS_GOAL_LOG = noClasses()
            .that(not(name(ROOT + ".mojo.AbstractGoalMojo")))
            .and(not(name(ROOT + ".mojo.HelpMojo")))
            .should()
            .callMethodWhere(target(nameMatching("getLog")));

    @ArchTest
    static final ArchRule NOTHING_IS_LOGGED_OUTSIDE_MAVENS_LOG =
            noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging..");

    /**
     * The message of an exception of the JDK or a library may contain a secret. The classes that are excepted here only
     * search such a message for known text, or take the reason of a {@code FileSystemException}.
     * {@code ConfiguredGoals} quotes what Maven prints itself, {@code RedactedException} hides secrets, and
     * {@code HelpMojo} is generated.
     */
    @ArchTest
    static final ArchRule EXCEPTIONS_OF_OTHERS_ARE_QUOTED_IN_ONE_PLACE = noClasses()
            .that()
            .doNotBelongToAnyOf(SafeMessage.class)
            .and(not(name(ROOT + ".aws.AwsFailures")))
            .and(not(name(ROOT + ".aws.AwsFailureRemedies")))
            .and(not(name(ROOT + ".engine.DockerConfig")))
            .and(not(name(ROOT + ".image.FileFailure")))
            .and(not(name(ROOT + ".mojo.ConfiguredGoals")))
            .and(not(name(ROOT + ".mojo.HelpMojo")))
            .and(not(name(ROOT + ".mojo.RedactedException")))
            .should()
            .callMethodWhere(target(nameMatching("getMessage|getLocalizedMessage|getReason|toString|printStackTrace"))
                    .and(target(owner(assignableTo(Throwable.class))))
                    .and(not(target(owner(resideInAnyPackage(ROOT + ".."))))));

    private static ArchRule only(String home, String... foreign) {
        return only(List.of(home), foreign);
    }

    private static ArchRule only(List<String> homes, String... foreign) {
        return classes()
                .that(resideInAnyPackage(ROOT + "..").and(resideOutsideOfPackages(homes.toArray(String[]::new))))
                .should()
                .onlyDependOnClassesThat(resideOutsideOfPackages(foreign));
    }
}
