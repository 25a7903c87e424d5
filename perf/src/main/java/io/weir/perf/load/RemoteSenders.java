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

package io.weir.perf.load;

import io.weir.DataHeader;
import io.weir.Engine;
import io.weir.Result;
import io.weir.Session;
import io.weir.SessionRefusedException;
import io.weir.Stream;
import io.weir.StreamHandler;
import io.weir.StreamRequest;
import io.weir.codecs.CloseReason;
import io.weir.codecs.InteractionKind;
import io.weir.codecs.StreamErrorCode;
import io.weir.perf.Failure;
import io.weir.perf.Misuse;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.agrona.DirectBuffer;

/** The sending side in another process, asked over the session how it stands. */
final class RemoteSenders implements Senders
{
    private static final long ANSWER_S = 20;

    private final long answerS;

    private final LoadOptions options;
    private final RunTerms terms;
    private Session session;
    private RunStatus last;
    private long[] sent;

    /**
     * Prepares a run.
     *
     * @param options of the run.
     * @param sha256  of the file whose lines are wanted, empty for generated messages.
     */
    RemoteSenders(final LoadOptions options, final String sha256)
    {
        this.options = options;
        // A durable session whose connection is lost may answer as long as it is kept.
        answerS = ANSWER_S + TimeUnit.NANOSECONDS.toSeconds(options.link().keptNs());
        terms = new RunTerms(options.streams(), options.payloadBytes(),
            options.window(), options.producers(), options.ratePerSecond(), sha256);
    }

    @Override
    public Session connect(final Engine client)
    {
        try
        {
            session = client.connect(options.link().address());
            return session;
        }
        catch (final IllegalArgumentException ex)
        {
            throw new Misuse("--connect: " + ex.getMessage());
        }
        catch (final SessionRefusedException ex)
        {
            throw new Failure("no session with the provider: " + ex.getMessage(), ex);
        }
    }

    @Override
    public byte[] params(final int index)
    {
        return terms.encode(index);
    }

    @Override
    public boolean isAccepted()
    {
        return ask(RunRequest.Action.LOOK, 0).accepted() == options.streams();
    }

    @Override
    public void start(final long startNs)
    {
        ask(RunRequest.Action.START, startNs);
    }

    @Override
    public boolean isRunning()
    {
        return ask(RunRequest.Action.LOOK, 0).isRunning();
    }

    @Override
    public void stop()
    {
        ask(RunRequest.Action.STOP, 0);
    }

    @Override
    public boolean isDone()
    {
        return ask(RunRequest.Action.LOOK, 0).isDone();
    }

    @Override
    public long sent(final int index)
    {
        if (null == sent)
        {
            final Counts counts = new Counts(options.streams());
            requireOpened(session.open(StreamRequest.of(LoadProvider.SENT), counts));
            sent = await(counts.result, "the counts of messages sent");
        }
        return sent[index];
    }

    @Override
    public long allocatedBytes()
    {
        return ask(RunRequest.Action.LOOK, 0).allocatedBytes();
    }

    @Override
    public long creditStalls()
    {
        return null == last ? 0 : last.creditStalls();
    }

    @Override
    public void close()
    {
        // The provider's process goes on.
    }

    private RunStatus ask(final RunRequest.Action action, final long startNs)
    {
        final Answer answer = new Answer();
        requireOpened(session.open(StreamRequest.of(LoadProvider.CONTROL)
            .kind(InteractionKind.REQUEST_RESPONSE)
            .params(new RunRequest(action, startNs).encode()), answer));
        last = await(answer.result, "the provider's answer");
        if (!last.failure().isEmpty())
        {
            throw new Failure("the provider failed: " + last.failure(), null);
        }
        return last;
    }

    private static void requireOpened(final long result)
    {
        if (result < 0)
        {
            throw new Failure("the provider cannot be asked: " + Result.name(result) +
                (Result.CLOSED == result ? ": the session has ended: see whether the provider still runs" : ""), null);
        }
    }

    private <T> T await(final CompletableFuture<T> result, final String what)
    {
        try
        {
            return result.get(answerS, TimeUnit.SECONDS);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", ex);
        }
        catch (final TimeoutException ex)
        {
            throw new Failure("waited " + answerS + " s in vain for " + what, ex);
        }
        catch (final ExecutionException ex)
        {
            throw new Failure(what + " did not come: " + ex.getCause().getMessage(), ex);
        }
    }

    /** What the provider has to say, or why it does not. */
    private abstract static class Reply<T> implements StreamHandler
    {
        final CompletableFuture<T> result = new CompletableFuture<>();
        private String why = "";

        Reply()
        {
        }

        @Override
        public void onError(final Stream stream, final StreamErrorCode code, final String message)
        {
            why = code + ": " + message;
        }

        @Override
        public void onClosed(final Stream stream, final CloseReason reason, final StreamErrorCode code)
        {
            // Too late for what has been answered.
            result.completeExceptionally(new IllegalStateException(why.isEmpty() ? reason + " " + code : why));
        }
    }

    /** How the run stands. */
    private static final class Answer extends Reply<RunStatus>
    {
        Answer()
        {
        }

        @Override
        public void onData(
            final Stream stream,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final DataHeader header)
        {
            result.complete(RunStatus.decode(buffer, offset, length));
        }
    }

    /** What was sent. */
    private static final class Counts extends Reply<long[]>
    {
        private final long[] sent;
        private int next;

        Counts(final int streams)
        {
            sent = new long[streams];
        }

        @Override
        public void onData(
            final Stream stream,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final DataHeader header)
        {
            for (int i = 0; i < length; i += Long.BYTES)
            {
                sent[next++] = buffer.getLong(offset + i);
            }
            if (next == sent.length)
            {
                result.complete(sent);
            }
        }
    }
}
