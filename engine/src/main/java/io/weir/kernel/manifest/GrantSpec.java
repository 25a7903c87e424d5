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
package io.weir.kernel.manifest;

import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** A capability that modules are granted, with its limits (K-1, K-4). */
public final class GrantSpec
{
    final String name;
    final SortedSet<String> controls = new TreeSet<>();
    String constraint = "";
    byte[] argument = new byte[0];
    long expiresNs;

    private GrantSpec(final String name)
    {
        this.name = Names.require("a grant", name);
    }

    /**
     * {@return a grant without limits}
     *
     * @param name of the grant.
     */
    public static GrantSpec of(final String name)
    {
        return new GrantSpec(name);
    }

    /**
     * {@return this; params must pass a constraint of the world's code}
     *
     * @param name  of the constraint.
     * @param bytes for it.
     */
    public GrantSpec constraint(final String name, final byte[] bytes)
    {
        constraint = Names.require("a constraint", name);
        argument = bytes.clone();
        return this;
    }

    /**
     * {@return this}
     *
     * @param epochNs from which on it does not hold any more; 0 never.
     */
    public GrantSpec expiresNs(final long epochNs)
    {
        expiresNs = epochNs;
        return this;
    }

    /**
     * {@return this; its holder may emit control intents about intents of the modules}
     *
     * @param modules by name.
     */
    public GrantSpec controls(final String... modules)
    {
        for (final String module : modules)
        {
            controls.add(Names.require("a module", module));
        }
        return this;
    }

    /** {@return the name} */
    public String name()
    {
        return name;
    }

    /** {@return the name of the constraint, empty for none} */
    public String constraint()
    {
        return constraint;
    }

    /** {@return a copy of the constraint's argument} */
    public byte[] argument()
    {
        return argument.clone();
    }

    /** {@return the epoch time in ns from which on it does not hold any more; 0 never} */
    public long expiresNs()
    {
        return expiresNs;
    }

    /** {@return modules whose intents its holder may control} */
    public Set<String> controlledModules()
    {
        return Set.copyOf(controls);
    }
}
