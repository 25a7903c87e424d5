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
package io.weir.session.handshake;

import io.weir.codecs.ChallengeDecoder;
import io.weir.codecs.ChallengeResponseDecoder;
import io.weir.codecs.FrameOutcome;
import io.weir.codecs.FrameValidator;
import io.weir.codecs.HelloDecoder;
import io.weir.codecs.RefuseDecoder;
import io.weir.codecs.RollDecoder;
import io.weir.codecs.SessionCode;
import io.weir.codecs.WelcomeDecoder;
import io.weir.link.Connection;
import io.weir.link.FrameConsumer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads the frames of a handshake one at a time and copies what they say, so that nothing is done while the transport
 * hands them on, and nothing is read twice from memory that the peer may still write (W-4). Owned by the agent.
 */
final class HandshakeReader implements FrameConsumer
{
    /** What stands in for the template of a frame that is none. */
    static final int NO_FRAME = -1;

    private static final byte[] NOTHING = new byte[0];

    private final FrameValidator validator = new FrameValidator();
    private FrameOutcome outcome = FrameOutcome.OK;
    private int frames;
    private int templateId;
    private Greeting greeting;
    private long correlationId;
    private SessionCode code;
    private byte[] bytes = NOTHING;

    /** Whether a frame has arrived, which the other methods then tell of. */
    boolean read(final Connection connection)
    {
        frames = 0;
        return connection.poll(0, this, 1) > 0 && frames > 0;
    }

    @Override
    public void onFrame(final int sessionIndex, final UnsafeBuffer buffer, final int offset, final int length)
    {
        greeting = null;
        bytes = NOTHING;
        if (++frames > 1)
        {
            // Each waits for the other side in a handshake: who sends several at once does not speak the protocol.
            templateId = NO_FRAME;
            outcome = FrameOutcome.TRAILING_BYTES;
            return;
        }
        outcome = validator.validate(buffer, offset, length);
        templateId = outcome.isAccepted() ? validator.templateId() : NO_FRAME;
        switch (templateId)
        {
            case HelloDecoder.TEMPLATE_ID, WelcomeDecoder.TEMPLATE_ID -> greeting = Greeting.of(buffer, validator);
            // Both begin with the same field.
            case ChallengeDecoder.TEMPLATE_ID, ChallengeResponseDecoder.TEMPLATE_ID ->
                correlationId = new ChallengeDecoder()
                    .wrap(buffer, validator.blockOffset(), validator.blockLength(), validator.version())
                    .correlationId();
            case RefuseDecoder.TEMPLATE_ID -> code = known(new RefuseDecoder()
                .wrap(buffer, validator.blockOffset(), validator.blockLength(), validator.version())
                .code());
            case RollDecoder.TEMPLATE_ID -> correlationId = new RollDecoder()
                .wrap(buffer, validator.blockOffset(), validator.blockLength(), validator.version())
                .aeronSessionId();
            default ->
                {
                }
        }
        if (NO_FRAME != templateId && validator.varDataCount() > 0)
        {
            bytes = new byte[validator.varDataLength(0)];
            buffer.getBytes(validator.varDataOffset(0), bytes);
        }
    }

    /** What the validator found. */
    FrameOutcome outcome()
    {
        return outcome;
    }

    /** The frame's template, {@link #NO_FRAME} for one that is not to be decoded. */
    int templateId()
    {
        return templateId;
    }

    /** Of Hello and Welcome. */
    Greeting greeting()
    {
        return greeting;
    }

    /** Of Challenge and its response; of Roll, where it points. */
    long correlationId()
    {
        return correlationId;
    }

    /** Of Refuse. */
    SessionCode code()
    {
        return code;
    }

    /** The frame's var data: credentials, challenge, response or text. */
    byte[] bytes()
    {
        return bytes;
    }

    private static SessionCode known(final SessionCode code)
    {
        return SessionCode.SBE_UNKNOWN == code || SessionCode.NULL_VAL == code ? SessionCode.NORMAL : code;
    }
}
