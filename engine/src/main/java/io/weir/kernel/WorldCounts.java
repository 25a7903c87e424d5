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
package io.weir.kernel;

import io.weir.codecs.kernel.DomainEventDecoder;
import io.weir.codecs.kernel.OutcomeCode;
import io.weir.codecs.kernel.ReceiptDecoder;
import io.weir.codecs.kernel.StreamFrameDecoder;

/**
 * What a world has counted since it was opened: plain words, for a host to publish now and then. Not state, and in no
 * journal. Owned by the kernel's thread.
 */
public final class WorldCounts
{
    private long events;
    private long frames;
    private long frameGaps;
    private long receipts;
    private long receiptFaults;
    private long operations;
    private long stepsFailed;

    WorldCounts()
    {
    }

    /** {@return the domain events from outside that were taken} */
    public long events()
    {
        return events;
    }

    /** {@return the frames that were taken} */
    public long frames()
    {
        return frames;
    }

    /** {@return of the frames, those with others missing before them} */
    public long frameGaps()
    {
        return frameGaps;
    }

    /** {@return the receipts that were taken, malformed ones included} */
    public long receipts()
    {
        return receipts;
    }

    /** {@return of the receipts, those that failed their instance or were rejected} */
    public long receiptFaults()
    {
        return receiptFaults;
    }

    /** {@return what operators did} */
    public long operations()
    {
        return operations;
    }

    /** {@return the steps that failed, whoever caused them} */
    public long stepsFailed()
    {
        return stepsFailed;
    }

    void taken(final int templateId, final OutcomeCode outcome)
    {
        switch (templateId)
        {
            case StreamFrameDecoder.TEMPLATE_ID:
                frames++;
                frameGaps += outcome == OutcomeCode.ACCEPTED_GAP ? 1 : 0;
                break;
            case DomainEventDecoder.TEMPLATE_ID:
                events++;
                break;
            case ReceiptDecoder.TEMPLATE_ID:
                receipts++;
                receiptFaults +=
                    outcome == OutcomeCode.RECEIPT_FAULT || outcome == OutcomeCode.RECEIPT_INVALID_PAYLOAD ? 1 : 0;
                break;
            default:
                operations++;
                break;
        }
    }

    void stepFailed()
    {
        stepsFailed++;
    }

    /** The world is opened: what replay counted is not counted. */
    void clear()
    {
        stepsFailed = 0;
    }
}
