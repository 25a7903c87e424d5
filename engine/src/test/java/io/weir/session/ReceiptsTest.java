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
package io.weir.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.codecs.CancelDecoder;
import io.weir.codecs.CloseDecoder;
import io.weir.codecs.CreditFrame;
import io.weir.codecs.DataFrame;
import io.weir.codecs.ErrorDecoder;
import io.weir.codecs.GoodbyeDecoder;
import io.weir.codecs.HeartbeatDecoder;
import io.weir.codecs.OpenDecoder;
import io.weir.codecs.ReceiptDecoder;
import io.weir.test.Rule;
import org.junit.jupiter.api.Test;

class ReceiptsTest
{
    private final Receipts receipts = new Receipts();

    @Test
    @Rule("N-4")
    void shouldCountWhatIsRetainedAloneWhenFramesOfAllKindsArrive()
    {
        for (final int templateId : new int[]{
            OpenDecoder.TEMPLATE_ID, DataFrame.TEMPLATE_ID, ErrorDecoder.TEMPLATE_ID, CloseDecoder.TEMPLATE_ID,
            CancelDecoder.TEMPLATE_ID, CreditFrame.TEMPLATE_ID, HeartbeatDecoder.TEMPLATE_ID,
            ReceiptDecoder.TEMPLATE_ID, GoodbyeDecoder.TEMPLATE_ID})
        {
            receipts.onFrames(templateId, 64, 1);
        }

        assertEquals(4, receipts.received());
    }

    @Test
    @Rule("N-4")
    void shouldBeDueAfterAnEighthOfTheLeastRetentionWhenFramesComeFast()
    {
        receipts.told(0);
        for (int i = 0; i < Receipts.BYTES / 64 - 1; i++)
        {
            receipts.onFrames(DataFrame.TEMPLATE_ID, 64, 1);
        }
        assertFalse(receipts.isDue(1));
        receipts.onFrames(DataFrame.TEMPLATE_ID, 64, 1);
        assertTrue(receipts.isDue(1));
        receipts.told(1);

        assertFalse(receipts.isDue(Receipts.INTERVAL_NS * 2));
    }

    @Test
    @Rule("N-4")
    void shouldBeDueAfterItsIntervalWhenFramesComeSlowly()
    {
        receipts.told(0);
        receipts.onFrames(DataFrame.TEMPLATE_ID, 64, 1);

        assertFalse(receipts.isDue(Receipts.INTERVAL_NS - 1));
        assertTrue(receipts.isDue(Receipts.INTERVAL_NS));
    }
}
