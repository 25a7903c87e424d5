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
package io.weir.kernel.sim;

import io.weir.codecs.kernel.OperatorAction;
import io.weir.codecs.kernel.ReceiptStatus;
import java.util.Random;

/** What users, adapters and operators send: as they should, and in every way that they should not. */
final class Misbehaviour
{
    private static final String[] EVENTS = {"keyed", "keyed", "single", "all", "all", "derived", "nobody"};
    private static final ReceiptStatus[] STATUSES = {
        ReceiptStatus.OK, ReceiptStatus.OK, ReceiptStatus.ERROR, ReceiptStatus.TIMEOUT, ReceiptStatus.CANCELLED};

    private final Random random;
    private final Promises promises;

    Misbehaviour(final Random random, final Promises promises)
    {
        this.random = random;
        this.promises = promises;
    }

    Message event()
    {
        final Message message = new Message();
        message.kind = EVENTS[random.nextInt(EVENTS.length)];
        message.payload = program(1 + random.nextInt(14));
        if (random.nextInt(20) == 0)
        {
            message.fault(FaultKind.BAD_EVENT, true);
            switch (random.nextInt(4))
            {
                case 0 -> message.kind = "unheard.of";
                case 1 ->
                {
                    message.kind = "keyed";
                    message.key = new byte[]{'z'};
                }
                case 2 ->
                {
                    message.kind = "keyed";
                    message.payload = new byte[0];
                }
                default -> message.payload = program(SimWorld.MAX_PAYLOAD + 1);
            }
        }
        return message;
    }

    Message operate(final Attempt attempt)
    {
        final Message message = new Message().of(attempt);
        message.status = STATUSES[random.nextInt(STATUSES.length)];
        return message;
    }

    OperatorAction action()
    {
        return OperatorAction.values()[random.nextInt(3)];
    }

    /** A frame as it should be. */
    Message frame(final Attempt attempt)
    {
        final Message message = new Message().of(attempt);
        message.isFrame = true;
        message.seq = ++attempt.seq;
        message.payload = program(random.nextInt(6));
        message.token = program(random.nextInt(3));
        if (!attempt.takesFrames)
        {
            message.fault(FaultKind.FRAME_WITHOUT_HANDLER, true);
        }
        return message;
    }

    /** A receipt, the first of its attempt; or a second one, equal or not. */
    Message receipt(final Attempt attempt)
    {
        final Message message = new Message().of(attempt);
        message.isReceipt = true;
        final boolean isAgain = attempt.sentStatus != null;
        if (!isAgain)
        {
            attempt.sentStatus = STATUSES[random.nextInt(STATUSES.length)];
            attempt.sentPayload = program(random.nextInt(8));
            attempt.sentFinalSeq = attempt.seq;
            message.fault(random.nextBoolean() ? FaultKind.LATE_RECEIPT : FaultKind.STALE_ATTEMPT_RECEIPT, false);
        }
        message.status = attempt.sentStatus;
        message.payload = attempt.sentPayload;
        message.finalSeq = attempt.sentFinalSeq;
        if (!isAgain && random.nextInt(6) == 0)
        {
            message.finalSeq += 3;
            attempt.sentFinalSeq += 3;
            message.fault(FaultKind.TRUNCATED_STREAM, false);
        }
        else if (!isAgain && random.nextInt(8) == 0)
        {
            message.status = ReceiptStatus.OK;
            message.payload = program(30);
            attempt.sentPayload = message.payload;
            attempt.sentStatus = ReceiptStatus.OK;
            message.fault(FaultKind.MALFORMED_RECEIPT, false);
        }
        else if (isAgain && random.nextBoolean())
        {
            message.payload = program(9);
            message.fault(FaultKind.CONFLICTING_RECEIPT, promises.isSettled(attempt.intentId));
        }
        else if (isAgain)
        {
            message.fault(FaultKind.DUPLICATE_RECEIPT, promises.isSettled(attempt.intentId));
        }
        return message;
    }

    /** A frame or a receipt that is wrong in one way. */
    Message wrong(final Attempt attempt)
    {
        final Message message = new Message().of(attempt);
        message.isFrame = true;
        message.seq = attempt.seq + 1;
        message.payload = program(random.nextInt(6));
        switch (random.nextInt(15))
        {
            case 0 ->
            {
                message.seq = Math.max(0, promises.cursor(attempt.intentId) - random.nextInt(2));
                message.fault(FaultKind.FRAME_OUT_OF_ORDER, true);
            }
            case 1 ->
            {
                attempt.seq += 2 + random.nextInt(20);
                message.seq = attempt.seq;
                message.fault(FaultKind.GAP_ACCEPTED, false);
            }
            case 2 ->
            {
                message.seq = attempt.seq + 200;
                message.fault(FaultKind.GAP_REFUSED, false);
            }
            case 3 ->
            {
                message.seq = Long.MAX_VALUE;
                message.fault(FaultKind.HUGE_GAP, true);
            }
            case 4, 5, 6, 7, 8 -> wrongContent(message, attempt);
            case 9 ->
            {
                message.intentId = random.nextBoolean() ? attempt.intentId + 1_000_000 : -random.nextInt(3);
                message.fault(FaultKind.UNKNOWN_INTENT_FRAME, true);
            }
            case 10 ->
            {
                message.intentId += 1_000_000;
                message.isFrame = false;
                message.isReceipt = true;
                message.fault(FaultKind.UNKNOWN_INTENT_RECEIPT, true);
            }
            case 11 ->
            {
                message.attempt += 1_000;
                message.fault(FaultKind.STALE_ATTEMPT_FRAME, true);
            }
            case 12 ->
            {
                message.attempt -= 1;
                message.isFrame = false;
                message.isReceipt = true;
                message.fault(FaultKind.STALE_ATTEMPT_RECEIPT, attempt.attempt == 1);
            }
            case 13 -> message.fault(FaultKind.FRAME_AFTER_SETTLEMENT, promises.isSettled(attempt.intentId));
            default -> message.fault(FaultKind.STALE_ATTEMPT_FRAME, false);
        }
        return message;
    }

    private void wrongContent(final Message message, final Attempt attempt)
    {
        switch (random.nextInt(5))
        {
            case 0 ->
            {
                message.module = attempt.module.equals("single") ? "keyed" : "single";
                message.fault(FaultKind.WRONG_MODULE, true);
            }
            case 1 ->
            {
                message.key = random.nextBoolean() ? new byte[]{'q'} : new byte[]{'a', 'a'};
                message.fault(FaultKind.WRONG_KEY, true);
            }
            case 2 ->
            {
                message.effectKind = random.nextBoolean() ? "nothing" : "timer.set";
                message.fault(FaultKind.WRONG_KIND, true);
            }
            case 3 ->
            {
                message.fence += random.nextBoolean() ? 1 : -1;
                message.fault(FaultKind.WRONG_FENCE, true);
            }
            default ->
            {
                message.payload = program(SimWorld.MAX_PAYLOAD + 1);
                message.fault(FaultKind.MALFORMED_FRAME, true);
            }
        }
    }

    /** Bytes that are no message, or a message with bytes changed at its front. */
    void garble(final Message message)
    {
        message.fault = null;
        if (random.nextBoolean())
        {
            message.length = 8 + random.nextInt(message.length - 7);
        }
        final int changed = 1 + random.nextInt(4);
        for (int i = 0; i < changed; i++)
        {
            message.buffer.putByte(random.nextInt(8), (byte)random.nextInt());
        }
        if (random.nextInt(3) == 0)
        {
            message.buffer.putStringWithoutLengthAscii(0, "no frame");
        }
    }

    byte[] program(final int length)
    {
        final byte[] program = new byte[length];
        random.nextBytes(program);
        if (length > 0)
        {
            program[0] = (byte)('a' + random.nextInt(SimModule.KEYS));
        }
        return program;
    }

}
