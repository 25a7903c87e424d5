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

package io.weir.flow;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.DynamicTest;
import org.opentest4j.TestAbortedException;
import org.reactivestreams.tck.PublisherVerification;
import org.reactivestreams.tck.SubscriberBlackboxVerification;
import org.testng.SkipException;
import org.testng.annotations.Test;

/** Runs the cases of the Reactive Streams TCK, which are TestNG's, as JUnit's, and counts what was not skipped. */
final class TckCases
{
    private final List<String> executed = new ArrayList<>();

    /** {@return the cases of a verification, each on an instance of its own, and the count of them at the end} */
    List<DynamicTest> of(final Supplier<?> verification, final int expectedCount)
    {
        final List<DynamicTest> cases = new ArrayList<>();
        Arrays.stream(verification.get().getClass().getMethods())
            // What the TCK calls untested it only lists, and skips.
            .filter(method -> method.isAnnotationPresent(Test.class) && !method.getName().startsWith("untested_"))
            .sorted(Comparator.comparing(Method::getName))
            .forEach(method -> cases.add(dynamicTest(method.getName(), () -> run(verification.get(), method))));
        cases.add(dynamicTest("executed, not skipped", () ->
        {
            if (expectedCount != executed.size())
            {
                throw new AssertionError(executed.size() + " cases executed instead of " + expectedCount + ": " +
                    String.join("\n", executed));
            }
        }));
        return cases;
    }

    private void run(final Object instance, final Method method) throws Throwable
    {
        final SubscriberBlackboxVerification<?> ofSubscriber =
            instance instanceof SubscriberBlackboxVerification ? (SubscriberBlackboxVerification<?>)instance : null;
        if (null == ofSubscriber)
        {
            ((PublisherVerification<?>)instance).setUp();
        }
        else
        {
            ofSubscriber.startPublisherExecutorService();
            ofSubscriber.setUp();
        }
        try
        {
            method.invoke(instance);
            executed.add(method.getName());
        }
        catch (final InvocationTargetException ex)
        {
            if (ex.getCause() instanceof SkipException)
            {
                throw new TestAbortedException(ex.getCause().getMessage());
            }
            throw ex.getCause();
        }
        finally
        {
            if (null != ofSubscriber)
            {
                ofSubscriber.shutdownPublisherExecutorService();
            }
        }
    }
}
