/*
 * Copyright 2026 The Weir Authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.weir.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.weir.caps.JacksonCodecs;
import io.weir.counters.CounterType;
import io.weir.counters.CountersDirectory;
import io.weir.stream.ControlFrames;
import io.weir.test.Rule;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

/**
 * Holds the engine to its own plan: who may know whom, where threads and clocks are, what the path of a frame never
 * does.
 */
class ArchitectureTest
{
    private static final JavaClasses ENGINE = new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        .withImportOption(location -> !location.contains("test-classes") && !location.contains("-tests"))
        .importPackages("io.weir");

    /** Read or written for every frame. */
    private static final Set<String> PATH_OF_A_FRAME = Set.of(
        "io.weir.DataClaim",
        "io.weir.DataHeader",
        "io.weir.codecs.CreditFrame",
        "io.weir.codecs.DataFrame",
        "io.weir.codecs.FrameHeader",
        "io.weir.codecs.FrameValidator",
        "io.weir.link.LaneReader",
        "io.weir.link.LaneWriter",
        "io.weir.link.RetentionRing",
        "io.weir.session.SharedEmitter",
        "io.weir.stream.SendState",
        "io.weir.counters.Tally",
        "io.weir.kernel.Bytes",
        "io.weir.kernel.FrameInputs",
        "io.weir.kernel.Input",
        "io.weir.kernel.Intents",
        "io.weir.kernel.Origins",
        "io.weir.kernel.Steps",
        "io.weir.kernel.WireReader",
        "io.weir.kernel.host.AnswerQueue",
        "io.weir.kernel.host.KernelSource");

    private static final DescribedPredicate<JavaClass> ON_THE_PATH = describe(
        "on the path of a frame", type -> PATH_OF_A_FRAME.contains(type.getName()));

    private static final DescribedPredicate<JavaAccess<?>> BOXING = describe(
        "boxing", access -> access.getName().equals("valueOf") &&
            access.getTargetOwner().getPackageName().equals("java.lang") &&
            access.getTargetOwner().isAssignableTo(Number.class));

    @Test
    void shouldKnowNothingOfTheEngineWhenAClassIsOfTheCodecs()
    {
        noClasses().that().resideInAPackage("io.weir.codecs..")
            .should().dependOnClassesThat(resideInAPackage("io.weir..").and(
                DescribedPredicate.not(resideInAPackage("io.weir.codecs.."))))
            .check(ENGINE);
    }

    @Test
    void shouldDependOnAgronaAloneWhenAClassIsOfTheCodecs()
    {
        classes().that().resideInAPackage("io.weir.codecs..")
            .should().onlyDependOnClassesThat(
                resideInAnyPackage("io.weir.codecs..", "org.agrona..", "java.lang..", "java.util..", "java.nio..",
                    "java.io.."))
            .check(ENGINE);
    }

    @Test
    void shouldNeverKnowSessionsOrKernelWhenAClassIsBelowThem()
    {
        noClasses().that().resideInAnyPackage(
            "io.weir.stream..", "io.weir.link..", "io.weir.policy..", "io.weir.config..", "io.weir.counters..",
            "io.weir.journal..", "io.weir.trace..")
            .should().dependOnClassesThat().resideInAnyPackage("io.weir.session..", "io.weir.kernel..")
            .check(ENGINE);
    }

    @Test
    void shouldNeverKnowTheFaceWhenAClassIsBehindIt()
    {
        noClasses().that().resideInAnyPackage(
            "io.weir.session..", "io.weir.stream..", "io.weir.link..", "io.weir.policy..", "io.weir.config..",
            "io.weir.counters..", "io.weir.journal..", "io.weir.flow..")
            .should().dependOnClassesThat().resideInAPackage("io.weir.caps..")
            .check(ENGINE);
        noClasses().that().resideInAnyPackage(
            "io.weir.session..", "io.weir.stream..", "io.weir.link..", "io.weir.policy..", "io.weir.config..",
            "io.weir.counters..", "io.weir.journal..")
            .should().dependOnClassesThat().resideInAPackage("io.weir.flow..")
            .check(ENGINE);
        noClasses().that().resideInAPackage("io.weir.flow..")
            .should().dependOnClassesThat()
            .resideInAnyPackage("io.weir.session..", "io.weir.link..", "io.weir.kernel..")
            .orShould().dependOnClassesThat().haveNameMatching("java\\.lang\\.(Inheritable)?ThreadLocal.*")
            .check(ENGINE);
        noClasses().that().doNotHaveFullyQualifiedName(JacksonCodecs.class.getName())
            .and().haveNameNotMatching(".*JacksonCodecs\\$.*")
            .should().dependOnClassesThat().resideInAPackage("com.fasterxml.jackson..")
            .check(ENGINE);
    }

    @Test
    void shouldKnowNothingOfStreamsWhenAClassIsOfALinkOrBelow()
    {
        noClasses().that().resideInAnyPackage(
            "io.weir.link..", "io.weir.policy..", "io.weir.config..", "io.weir.counters..")
            .should().dependOnClassesThat().resideInAPackage("io.weir.stream..")
            .check(ENGINE);
        noClasses().that().resideInAnyPackage("io.weir.policy..", "io.weir.config..", "io.weir.counters..")
            .should().dependOnClassesThat().resideInAPackage("io.weir.link..")
            .check(ENGINE);
    }

    @Test
    void shouldKnowNothingOfSessionsAndStreamsWhenAClassIsOfAHandshake()
    {
        noClasses().that().resideInAPackage("io.weir.session.handshake..")
            .should().dependOnClassesThat().resideInAnyPackage("io.weir", "io.weir.session")
            // Texts are cut as in control frames.
            .orShould().dependOnClassesThat(resideInAPackage("io.weir.stream..").and(
                DescribedPredicate.not(type(ControlFrames.class))))
            .orShould().callMethod(System.class, "nanoTime")
            .orShould().dependOnClassesThat().haveNameMatching("org\\.agrona\\.concurrent\\..*Clock")
            .check(ENGINE);
    }

    @Test
    void shouldKnowNoLibraryOfRingsWhenAClassIsNotOfALink()
    {
        noClasses().that().resideOutsideOfPackage("io.weir.link..")
            .should().dependOnClassesThat().resideInAPackage("com.lmax.disruptor..")
            .check(ENGINE);
    }

    @Test
    @Rule("T-2")
    void shouldNeverUseALiteWaitStrategyWhenAnythingWaits()
    {
        noClasses().should().dependOnClassesThat().haveNameMatching("com\\.lmax\\.disruptor\\.Lite.*").check(ENGINE);
    }

    @Test
    @Rule({"T-5", "T-6"})
    void shouldStartNoThreadWhenAClassIsOfStreamsLinksOrPolicy()
    {
        noClasses().that()
            .resideInAnyPackage("io.weir.stream..", "io.weir.link..", "io.weir.policy..", "io.weir.config..")
            .should().callMethod(Thread.class, "start")
            .orShould().callConstructor(Thread.class, Runnable.class)
            .orShould().dependOnClassesThat().resideInAPackage("java.util.concurrent.locks..")
            .andShould().dependOnClassesThat(describe(
                "run or wait for tasks", type -> type.getName().matches(
                    "java\\.util\\.concurrent\\.(.*Executor.*|CompletableFuture|ForkJoin.*|.*BlockingQueue)")))
            .check(ENGINE);
    }

    @Test
    @Rule({"T-6", "W-7"})
    void shouldReadNoClockWhenAClassIsAStateMachine()
    {
        // awaitWritable waits on the emitter's own thread: the one place where time is not passed in.
        noClasses().that().resideInAnyPackage("io.weir.stream..", "io.weir.link..", "io.weir.policy..")
            .and().doNotHaveFullyQualifiedName("io.weir.stream.StreamEmitter")
            .should().callMethod(System.class, "nanoTime")
            .orShould().callMethod(System.class, "currentTimeMillis")
            .orShould().dependOnClassesThat().resideInAPackage("java.time..")
            .orShould().dependOnClassesThat().haveNameMatching("org\\.agrona\\.concurrent\\..*Clock")
            .check(ENGINE);
    }

    @Test
    @Rule({"K-1", "K-8"})
    void shouldKnowNoThreadClockFileOrChanceWhenAClassIsOfTheKernelItself()
    {
        noClasses().that().resideInAPackage("io.weir.kernel..").and().resideOutsideOfPackage("io.weir.kernel.host..")
            // A code identity is made of jars, before there is a world.
            .and().doNotHaveFullyQualifiedName("io.weir.kernel.manifest.CodeIdentity")
            .should().callMethod(System.class, "nanoTime")
            .orShould().callMethod(System.class, "currentTimeMillis")
            .orShould().callMethod(System.class, "identityHashCode", Object.class)
            .orShould().dependOnClassesThat().belongToAnyOf(Thread.class, java.util.Random.class, java.util.UUID.class)
            .orShould().dependOnClassesThat().resideInAnyPackage(
                "java.time..", "java.io..", "java.nio.file..", "java.util.concurrent..", "io.weir.journal..",
                "io.weir.link..", "io.weir.stream..", "io.weir.kernel.host..", "io.weir.tools..")
            .orShould().dependOnClassesThat().haveNameMatching("org\\.agrona\\.concurrent\\..*Clock")
            .check(ENGINE);
    }

    @Test
    void shouldKnowNothingOfSessionsAndStreamsWhenAClassIsOfTheKernelOrItsJournal()
    {
        noClasses().that().resideInAnyPackage("io.weir.kernel..", "io.weir.journal..", "io.weir.tools..")
            .should().dependOnClassesThat().resideInAnyPackage("io.weir.session..", "io.weir.stream..")
            .check(ENGINE);
    }

    @Test
    @Rule("T-9")
    void shouldBuildNoTextAndBoxNothingWhenAClassIsOnThePathOfAFrame()
    {
        noClasses().that(are(ON_THE_PATH))
            .should().dependOnClassesThat().resideInAPackage("java.util.stream..")
            .orShould().callMethod(String.class, "format", String.class, Object[].class)
            .orShould().dependOnClassesThat().belongToAnyOf(StringBuilder.class, Iterable.class)
            .orShould().accessTargetWhere(BOXING)
            .check(ENGINE);
    }

    @Test
    @Rule("T-9")
    void shouldCaptureNothingWhenAClassIsOnThePathOfAFrame()
    {
        noClasses().that(are(ON_THE_PATH))
            .should().accessTargetWhere(describe("within a lambda", JavaAccess::isDeclaredInLambda))
            .check(ENGINE);
    }

    @Test
    void shouldExistWhenAClassIsSaidToBeOnThePathOfAFrame()
    {
        PATH_OF_A_FRAME.forEach(name -> assertTrue(ENGINE.contain(name), name));
    }

    @Test
    void shouldReadNoOptionWhenAClassIsNotOfTheConfiguration()
    {
        noClasses().that().resideOutsideOfPackage("io.weir.config..")
            .should().callMethod(System.class, "getenv")
            .orShould().callMethod(System.class, "getenv", String.class)
            .orShould().callMethod(System.class, "getProperties")
            .orShould().callMethod(Boolean.class, "getBoolean", String.class)
            .orShould().callMethod(Integer.class, "getInteger", String.class)
            .orShould().callMethod(Integer.class, "getInteger", String.class, int.class)
            .orShould().callMethod(Long.class, "getLong", String.class)
            .orShould().callMethod(Long.class, "getLong", String.class, long.class)
            .check(ENGINE);
        // The JVM's own, which name the user and the directory for temporary files.
        noClasses().that().resideOutsideOfPackage("io.weir.config..")
            .and().doNotHaveFullyQualifiedName(CountersDirectory.class.getName())
            .should().callMethod(System.class, "getProperty", String.class)
            .orShould().callMethod(System.class, "getProperty", String.class, String.class)
            .check(ENGINE);
    }

    @Test
    void shouldBeNamedForWhatItIsWhenItIsAClass()
    {
        noClasses().that().resideOutsideOfPackage("io.weir.codecs..")
            .should().haveNameMatching(".*(Manager|Utils?|Helper|Impl|Base)(\\$.*)?")
            .orShould().haveSimpleNameStartingWith("Abstract")
            .check(ENGINE);
    }

    @Test
    void shouldBeNamedWithoutGetWhenAMethodIsAnAccessor()
    {
        methods().that().areDeclaredInClassesThat().resideOutsideOfPackage("io.weir.codecs..")
            .and().haveNameMatching("get[A-Z].*")
            // What overrides Agrona's accessors is named by Agrona.
            .and().areDeclaredInClassesThat().areNotAssignableTo(DirectBuffer.class)
            .should().haveNameNotMatching("get[A-Z].*").allowEmptyShould(true)
            .check(ENGINE);
    }

    @Test
    void shouldBeCountedSomewhereWhenACounterExists()
    {
        final Set<String> counted = new TreeSet<>();
        for (final JavaClass type : ENGINE)
        {
            if (!type.getName().startsWith(CounterType.class.getName()))
            {
                type.getFieldAccessesFromSelf().stream()
                    .filter(access -> access.getTargetOwner().isEquivalentTo(CounterType.class))
                    .forEach(access -> counted.add(access.getTarget().getName()));
            }
        }
        final Set<String> all = Arrays.stream(CounterType.values()).map(Enum::name)
            .collect(Collectors.toCollection(TreeSet::new));
        all.removeAll(counted);

        // What only a transport can see, it counts: its own tests hold it to that.
        assertEquals(Set.of("DRIVERS_LOST_TOTAL", "LISTENS_FAILED_TOTAL"), all, "counters that nothing counts");
    }

    @Test
    @Rule("T-5")
    void shouldShareNothingMutableWhenEnginesLiveInOneProcess()
    {
        final Set<String> mutable = ENGINE.stream()
            .filter(type -> !type.getPackageName().startsWith("io.weir.codecs"))
            .flatMap(type -> type.getFields().stream())
            .filter(field -> field.getModifiers().contains(JavaModifier.STATIC))
            .filter(field -> !field.getModifiers().contains(JavaModifier.FINAL))
            .map(JavaField::getFullName)
            .collect(Collectors.toCollection(TreeSet::new));

        assertEquals(Set.of(), mutable);
    }
}
