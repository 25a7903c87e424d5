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

package io.weir.caps;

import io.weir.DataHeader;
import io.weir.MessageAssembler;
import io.weir.Session;
import io.weir.Stream;
import io.weir.StreamException;
import io.weir.StreamHandler;
import io.weir.codecs.CloseReason;
import io.weir.codecs.InteractionKind;
import io.weir.codecs.StreamErrorCode;
import io.weir.policy.CapabilityEntry;
import io.weir.policy.CapabilityName;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.agrona.DirectBuffer;

/** Takes the list of what a session may open. On the agent. */
final class ListingReceiver implements StreamHandler
{
    private static final int MAX_LINE = 4096;

    private final CallTerms terms;
    private final CompletableFuture<List<CapabilityEntry>> future = new CompletableFuture<>();
    private final List<CapabilityEntry> entries = new ArrayList<>();
    private String message = "";

    private ListingReceiver(final CallTerms terms)
    {
        this.terms = terms;
    }

    static CompletionStage<List<CapabilityEntry>> open(final Session session, final CallTerms terms)
    {
        final ListingReceiver receiver = new ListingReceiver(terms);
        final long result = session.open(
            terms.request(CapabilityName.CAPABILITIES, InteractionKind.SERVER_STREAM),
            new MessageAssembler(receiver, MAX_LINE));
        if (result < 0)
        {
            receiver.fail(Failures.notOpened(CapabilityName.CAPABILITIES, result));
        }
        return receiver.future;
    }

    @Override
    public void onData(
        final Stream stream,
        final DirectBuffer buffer,
        final int offset,
        final int length,
        final DataHeader header)
    {
        final CapabilityEntry entry = CapabilityEntry.parse(buffer.getStringWithoutLengthAscii(offset, length));
        // A peer of another version may list what this one cannot open.
        if (null != entry)
        {
            entries.add(entry);
        }
    }

    @Override
    public void onError(final Stream stream, final StreamErrorCode code, final String text)
    {
        message = text;
    }

    @Override
    public void onClosed(final Stream stream, final CloseReason reason, final StreamErrorCode code)
    {
        if (CloseReason.END == reason)
        {
            final List<CapabilityEntry> all = List.copyOf(entries);
            terms.executor().execute(() -> future.complete(all));
        }
        else
        {
            fail(Failures.closed(CapabilityName.CAPABILITIES, reason, code, message));
        }
    }

    private void fail(final StreamException ex)
    {
        terms.executor().execute(() -> future.completeExceptionally(ex));
    }
}
