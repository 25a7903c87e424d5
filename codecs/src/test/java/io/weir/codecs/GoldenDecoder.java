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

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.agrona.DirectBuffer;

/**
 * Says what a frame means, as a golden file does: fields from the generated decoders, wrapped with what a validator has
 * measured, and var data from where it has measured them.
 */
final class GoldenDecoder
{
    private final Map<String, String> meaning = new LinkedHashMap<>();
    private final DirectBuffer buffer;
    private final FrameValidator measured;

    GoldenDecoder(final DirectBuffer buffer, final FrameValidator measured)
    {
        this.buffer = buffer;
        this.measured = measured;
    }

    Map<String, String> decode()
    {
        put("header.blockLength", measured.blockLength());
        put("header.templateId", measured.templateId());
        put("header.schemaId", FrameHeader.schemaId(FrameHeader.word(buffer, measured.blockOffset() - 8)));
        put("header.version", measured.version());

        switch (measured.templateId())
        {
            case OpenDecoder.TEMPLATE_ID -> open(wrap(new OpenDecoder()));
            case DataDecoder.TEMPLATE_ID -> data(wrap(new DataDecoder()));
            case ErrorDecoder.TEMPLATE_ID -> error(wrap(new ErrorDecoder()));
            case CloseDecoder.TEMPLATE_ID -> close(wrap(new CloseDecoder()));
            case CancelDecoder.TEMPLATE_ID -> cancel(wrap(new CancelDecoder()));
            case CreditDecoder.TEMPLATE_ID -> credit(wrap(new CreditDecoder()));
            case HelloDecoder.TEMPLATE_ID -> hello(wrap(new HelloDecoder()));
            case WelcomeDecoder.TEMPLATE_ID -> welcome(wrap(new WelcomeDecoder()));
            case HeartbeatDecoder.TEMPLATE_ID -> heartbeat(wrap(new HeartbeatDecoder()));
            case ReceiptDecoder.TEMPLATE_ID -> receipt(wrap(new ReceiptDecoder()));
            case RollDecoder.TEMPLATE_ID -> roll(wrap(new RollDecoder()));
            default -> handshake();
        }

        return meaning;
    }

    private void handshake()
    {
        switch (measured.templateId())
        {
            case ChallengeDecoder.TEMPLATE_ID ->
            {
                put("correlationId", wrap(new ChallengeDecoder()).correlationId());
                bytes("bytes", 0);
            }
            case ChallengeResponseDecoder.TEMPLATE_ID ->
            {
                put("correlationId", wrap(new ChallengeResponseDecoder()).correlationId());
                bytes("bytes", 0);
            }
            case RefuseDecoder.TEMPLATE_ID ->
            {
                put("code", wrap(new RefuseDecoder()).code());
                text("message", 0);
            }
            case GoodbyeDecoder.TEMPLATE_ID ->
            {
                put("code", wrap(new GoodbyeDecoder()).code());
                text("message", 0);
            }
            default -> throw new AssertionError("no decoder for template " + measured.templateId());
        }
    }

    private void open(final OpenDecoder decoder)
    {
        streamId(decoder.streamId());
        put("timestampNs", decoder.timestampNs());
        put("deadlineNs", decoder.deadlineNs());
        put("window", decoder.window());
        put("interaction", decoder.interaction());
        put("flags", decoder.flags().held() ? "HELD" : "0");
        text("capability", 0);
        bytes("params", 1);
        bytes("context", 2);
    }

    private void data(final DataDecoder decoder)
    {
        streamId(decoder.streamId());
        put("seq", decoder.seq());
        put("timestampNs", decoder.timestampNs());
        final String flags = (decoder.flags().more() ? "MORE" : "") + (decoder.flags().end() ? "END" : "");
        put("flags", flags.isEmpty() ? "0" : flags);
        put("reserved", decoder.reserved());
        bytes("payload", 0);
    }

    private void error(final ErrorDecoder decoder)
    {
        streamId(decoder.streamId());
        put("timestampNs", decoder.timestampNs());
        put("code", decoder.code());
        put("flags", decoder.flags());
        text("message", 0);
    }

    private void close(final CloseDecoder decoder)
    {
        streamId(decoder.streamId());
        put("timestampNs", decoder.timestampNs());
        put("finalSeq", decoder.finalSeq());
        put("reason", decoder.reason());
        text("message", 0);
    }

    private void cancel(final CancelDecoder decoder)
    {
        streamId(decoder.streamId());
        put("timestampNs", decoder.timestampNs());
        put("reason", decoder.reason());
        text("message", 0);
    }

    private void credit(final CreditDecoder decoder)
    {
        streamId(decoder.streamId());
        put("creditLimit", decoder.creditLimit());
    }

    private void hello(final HelloDecoder decoder)
    {
        final byte[] token = new byte[HelloDecoder.tokenLength()];
        decoder.getToken(token, 0, token.length);
        put("version", decoder.version());
        put("epoch", decoder.epoch());
        put("sessionId", decoder.sessionId());
        put("token", "0x" + HexFormat.of().formatHex(token));
        put("received", decoder.received());
        put("maxFrame", decoder.maxFrame());
        put("maxStreams", decoder.maxStreams());
        put("window", decoder.window());
        bytes("credentials", 0);
    }

    private void welcome(final WelcomeDecoder decoder)
    {
        final byte[] token = new byte[WelcomeDecoder.tokenLength()];
        decoder.getToken(token, 0, token.length);
        put("version", decoder.version());
        put("epoch", decoder.epoch());
        put("sessionId", decoder.sessionId());
        put("token", "0x" + HexFormat.of().formatHex(token));
        put("received", decoder.received());
        put("maxFrame", decoder.maxFrame());
        put("maxStreams", decoder.maxStreams());
        put("window", decoder.window());
        bytes("credentials", 0);
    }

    private void heartbeat(final HeartbeatDecoder decoder)
    {
        put("epoch", decoder.epoch());
        put("timestampNs", decoder.timestampNs());
    }

    private void receipt(final ReceiptDecoder decoder)
    {
        put("epoch", decoder.epoch());
        put("received", decoder.received());
    }

    private void roll(final RollDecoder decoder)
    {
        put("aeronSessionId", decoder.aeronSessionId());
        put("epoch", decoder.epoch());
    }

    private <T extends org.agrona.sbe.MessageDecoderFlyweight> T wrap(final T decoder)
    {
        decoder.wrap(buffer, measured.blockOffset(), measured.blockLength(), measured.version());
        return decoder;
    }

    private void streamId(final long streamId)
    {
        put("streamId", String.format("0x%016x", streamId));
    }

    private void bytes(final String field, final int index)
    {
        final byte[] bytes = varData(field, index);
        if (bytes.length > 0)
        {
            put(field, "0x" + HexFormat.of().formatHex(bytes));
        }
    }

    private void text(final String field, final int index)
    {
        final byte[] bytes = varData(field, index);
        if (bytes.length > 0)
        {
            put(field, new String(bytes, UTF_8));
        }
    }

    private byte[] varData(final String field, final int index)
    {
        final byte[] bytes = new byte[measured.varDataLength(index)];
        buffer.getBytes(measured.varDataOffset(index), bytes);
        put(field + ".length", bytes.length);
        return bytes;
    }

    private void put(final String field, final Object value)
    {
        meaning.put(field, value.toString());
    }
}
