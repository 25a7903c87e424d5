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

import io.weir.codecs.StreamErrorCode;
import org.agrona.DirectBuffer;

/** What a peer's Open says, as its provider sees it. Valid inside {@link Provider#onOpen}. */
public interface OpenView
{
    /** {@return the acceptor's end of the stream, which stays valid} */
    Stream stream();

    /** {@return who asks; empty for an in-process peer without a name} */
    String principal();

    /** {@return the buffer that holds params and context where the link has them} */
    DirectBuffer buffer();

    /** {@return the offset of the params} */
    int paramsOffset();

    /** {@return the length of the params in bytes} */
    int paramsLength();

    /** {@return the offset of the context, opaque to Weir} */
    int contextOffset();

    /** {@return the length of the context in bytes} */
    int contextLength();

    /** {@return the time in ns that was left to the stream when it was opened, 0 for no deadline (W-7)} */
    long deadlineNs();

    /** {@return the params as UTF-8 text; allocates} */
    default String paramsUtf8()
    {
        return buffer().getStringWithoutLengthUtf8(paramsOffset(), paramsLength());
    }

    /**
     * Refuses the stream: Error with the code, then Close(ERROR).
     *
     * @param code    usually INVALID_PARAMS.
     * @param message for a person.
     * @return null, for the provider to return.
     */
    StreamHandler refuse(StreamErrorCode code, String message);
}
