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
package io.weir.stream;

import io.weir.StreamRequest;
import io.weir.codecs.CancelReason;
import io.weir.codecs.CloseReason;
import io.weir.codecs.StreamErrorCode;
import io.weir.link.FrameSink;

/**
 * Where the agent's own frames of one session go. Every method but the first answers whether the frame was sent; if
 * not, the link is full and nothing happened.
 */
public interface StreamOutput
{
    /** {@return the agent's sink, which its writers share} */
    FrameSink sink();

    /** {@return the session's index at the receiver} */
    int peerIndex();

    /**
     * Sends Open.
     *
     * @param streamId of the new stream.
     * @param request  the terms.
     * @param window   of the opener, in frames.
     * @return whether it was sent.
     */
    boolean open(long streamId, StreamRequest request, int window);

    /**
     * Sends Credit.
     *
     * @param streamId of the stream.
     * @param limit    count of Data that may ever have been sent.
     * @return whether it was sent.
     */
    boolean credit(long streamId, long limit);

    /**
     * Sends Error.
     *
     * @param streamId of the stream.
     * @param code     of the error.
     * @param message  for a person.
     * @return whether it was sent.
     */
    boolean error(long streamId, StreamErrorCode code, String message);

    /**
     * Sends Close.
     *
     * @param streamId of the stream.
     * @param finalSeq count of Data sent, -1 when abortive.
     * @param reason   of the end.
     * @return whether it was sent.
     */
    boolean close(long streamId, long finalSeq, CloseReason reason);

    /**
     * Sends Cancel.
     *
     * @param streamId of the stream.
     * @param reason   of the cancellation.
     * @return whether it was sent.
     */
    boolean cancel(long streamId, CancelReason reason);
}
