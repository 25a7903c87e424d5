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

package io.weir.codecs;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.agrona.MutableDirectBuffer;

/**
 * Encodes what a golden frame means with the generated encoders.
 */
final class GoldenEncoder
{
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final MutableDirectBuffer buffer;
    private final int offset;

    GoldenEncoder(final MutableDirectBuffer buffer, final int offset)
    {
        this.buffer = buffer;
        this.offset = offset;
    }

    /**
     * {@return the length of the frame}
     */
    int encode(final GoldenFrame golden)
    {
        return MessageHeaderEncoder.ENCODED_LENGTH + switch (golden.templateId())
        {
            case OpenEncoder.TEMPLATE_ID -> open(golden);
            case DataEncoder.TEMPLATE_ID -> data(golden);
            case ErrorEncoder.TEMPLATE_ID -> error(golden);
            case CloseEncoder.TEMPLATE_ID -> close(golden);
            case CancelEncoder.TEMPLATE_ID -> cancel(golden);
            case CreditEncoder.TEMPLATE_ID -> credit(golden);
            case HelloEncoder.TEMPLATE_ID -> hello(golden);
            case ChallengeEncoder.TEMPLATE_ID -> challenge(golden);
            case ChallengeResponseEncoder.TEMPLATE_ID -> challengeResponse(golden);
            case WelcomeEncoder.TEMPLATE_ID -> welcome(golden);
            case RefuseEncoder.TEMPLATE_ID -> refuse(golden);
            case HeartbeatEncoder.TEMPLATE_ID -> heartbeat(golden);
            case GoodbyeEncoder.TEMPLATE_ID -> goodbye(golden);
            case ReceiptEncoder.TEMPLATE_ID -> receipt(golden);
            case RollEncoder.TEMPLATE_ID -> roll(golden);
            default -> throw new AssertionError("no encoder for template " + golden.templateId());
        };
    }

    private int open(final GoldenFrame golden)
    {
        final OpenEncoder encoder = new OpenEncoder().wrapAndApplyHeader(buffer, offset, header);
        encoder.streamId(golden.streamId())
            .timestampNs(golden.longOf("timestampNs"))
            .deadlineNs(golden.longOf("deadlineNs"))
            .window(golden.intOf("window"))
            .interaction(InteractionKind.valueOf(golden.textOf("interaction")));
        encoder.flags().clear().held("HELD".equals(golden.textOf("flags")));
        final byte[] params = golden.bytesOf("params");
        final byte[] context = golden.bytesOf("context");
        return encoder.capability(golden.textOf("capability"))
            .putParams(params, 0, params.length)
            .putContext(context, 0, context.length)
            .encodedLength();
    }

    private int data(final GoldenFrame golden)
    {
        final DataEncoder encoder = new DataEncoder().wrapAndApplyHeader(buffer, offset, header);
        encoder.streamId(golden.streamId()).seq(golden.longOf("seq")).timestampNs(golden.longOf("timestampNs"));
        encoder.flags().clear()
            .more(golden.textOf("flags").contains("MORE"))
            .end(golden.textOf("flags").contains("END"));
        final byte[] payload = golden.bytesOf("payload");
        return encoder.reserved(golden.intOf("reserved")).putPayload(payload, 0, payload.length).encodedLength();
    }

    private int error(final GoldenFrame golden)
    {
        return new ErrorEncoder().wrapAndApplyHeader(buffer, offset, header)
            .streamId(golden.streamId())
            .timestampNs(golden.longOf("timestampNs"))
            .code(StreamErrorCode.valueOf(golden.textOf("code")))
            .flags(golden.intOf("flags"))
            .message(golden.textOf("message"))
            .encodedLength();
    }

    private int close(final GoldenFrame golden)
    {
        return new CloseEncoder().wrapAndApplyHeader(buffer, offset, header)
            .streamId(golden.streamId())
            .timestampNs(golden.longOf("timestampNs"))
            .finalSeq(golden.longOf("finalSeq"))
            .reason(CloseReason.valueOf(golden.textOf("reason")))
            .message(golden.textOf("message"))
            .encodedLength();
    }

    private int cancel(final GoldenFrame golden)
    {
        return new CancelEncoder().wrapAndApplyHeader(buffer, offset, header)
            .streamId(golden.streamId())
            .timestampNs(golden.longOf("timestampNs"))
            .reason(CancelReason.valueOf(golden.textOf("reason")))
            .message(golden.textOf("message"))
            .encodedLength();
    }

    private int credit(final GoldenFrame golden)
    {
        return new CreditEncoder().wrapAndApplyHeader(buffer, offset, header)
            .streamId(golden.streamId())
            .creditLimit(golden.longOf("creditLimit"))
            .encodedLength();
    }

    private int hello(final GoldenFrame golden)
    {
        final byte[] credentials = golden.bytesOf("credentials");
        return new HelloEncoder().wrapAndApplyHeader(buffer, offset, header)
            .version(golden.intOf("version"))
            .epoch(golden.longOf("epoch"))
            .sessionId(golden.longOf("sessionId"))
            .putToken(golden.bytesOf("token"), 0, HelloEncoder.tokenLength())
            .received(golden.longOf("received"))
            .maxFrame(golden.intOf("maxFrame"))
            .maxStreams(golden.intOf("maxStreams"))
            .window(golden.intOf("window"))
            .putCredentials(credentials, 0, credentials.length)
            .encodedLength();
    }

    private int challenge(final GoldenFrame golden)
    {
        final byte[] bytes = golden.bytesOf("bytes");
        return new ChallengeEncoder().wrapAndApplyHeader(buffer, offset, header)
            .correlationId(golden.longOf("correlationId"))
            .putBytes(bytes, 0, bytes.length)
            .encodedLength();
    }

    private int challengeResponse(final GoldenFrame golden)
    {
        final byte[] bytes = golden.bytesOf("bytes");
        return new ChallengeResponseEncoder().wrapAndApplyHeader(buffer, offset, header)
            .correlationId(golden.longOf("correlationId"))
            .putBytes(bytes, 0, bytes.length)
            .encodedLength();
    }

    private int welcome(final GoldenFrame golden)
    {
        final byte[] credentials = golden.bytesOf("credentials");
        return new WelcomeEncoder().wrapAndApplyHeader(buffer, offset, header)
            .version(golden.intOf("version"))
            .epoch(golden.longOf("epoch"))
            .sessionId(golden.longOf("sessionId"))
            .putToken(golden.bytesOf("token"), 0, WelcomeEncoder.tokenLength())
            .received(golden.longOf("received"))
            .maxFrame(golden.intOf("maxFrame"))
            .maxStreams(golden.intOf("maxStreams"))
            .window(golden.intOf("window"))
            .putCredentials(credentials, 0, credentials.length)
            .encodedLength();
    }

    private int refuse(final GoldenFrame golden)
    {
        final byte[] message = golden.textOf("message").getBytes(UTF_8);
        return new RefuseEncoder().wrapAndApplyHeader(buffer, offset, header)
            .code(SessionCode.valueOf(golden.textOf("code")))
            .putMessage(message, 0, message.length)
            .encodedLength();
    }

    private int heartbeat(final GoldenFrame golden)
    {
        return new HeartbeatEncoder().wrapAndApplyHeader(buffer, offset, header)
            .epoch(golden.longOf("epoch"))
            .timestampNs(golden.longOf("timestampNs"))
            .encodedLength();
    }

    private int goodbye(final GoldenFrame golden)
    {
        return new GoodbyeEncoder().wrapAndApplyHeader(buffer, offset, header)
            .code(SessionCode.valueOf(golden.textOf("code")))
            .message(golden.textOf("message"))
            .encodedLength();
    }

    private int receipt(final GoldenFrame golden)
    {
        return new ReceiptEncoder().wrapAndApplyHeader(buffer, offset, header)
            .epoch(golden.longOf("epoch"))
            .received(golden.longOf("received"))
            .encodedLength();
    }

    private int roll(final GoldenFrame golden)
    {
        return new RollEncoder().wrapAndApplyHeader(buffer, offset, header)
            .aeronSessionId(golden.intOf("aeronSessionId"))
            .epoch(golden.longOf("epoch"))
            .encodedLength();
    }
}
