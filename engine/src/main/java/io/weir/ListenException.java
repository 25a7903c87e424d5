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
package io.weir;

/**
 * An address cannot be listened at: its port is taken, it is not one of this host, or another engine has it. Ends the
 * launch of an engine unless {@code weir.listen.retry} is set (T-13).
 */
public final class ListenException extends IllegalStateException
{
    private static final long serialVersionUID = 1;

    /** The address as it was given. */
    private final String address;

    /**
     * Words the failure.
     *
     * @param address as it was given.
     * @param reason  why it cannot be listened at, and what to do.
     */
    public ListenException(final String address, final String reason)
    {
        super("cannot listen at " + address + ": " + reason);
        this.address = address;
    }

    /** {@return the address as it was given} */
    public String address()
    {
        return address;
    }
}
