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

import io.weir.DataHeader;
import io.weir.Stream;
import io.weir.StreamHandler;
import io.weir.codecs.CloseReason;
import io.weir.codecs.StreamErrorCode;
import java.util.List;
import org.agrona.DirectBuffer;

/** Writes down what it hears, in words. */
class RecordingHandler implements StreamHandler
{
    private final List<String> heard;

    RecordingHandler(final List<String> heard)
    {
        this.heard = heard;
    }

    @Override
    public void onData(
        final Stream stream,
        final DirectBuffer buffer,
        final int offset,
        final int length,
        final DataHeader header)
    {
        heard.add("data " + buffer.getStringWithoutLengthAscii(offset, length));
    }

    @Override
    public void onEnd(final Stream stream)
    {
        heard.add("end");
    }

    @Override
    public void onError(final Stream stream, final StreamErrorCode code, final String message)
    {
        heard.add("error " + code + " " + message);
    }

    @Override
    public void onClosed(final Stream stream, final CloseReason reason, final StreamErrorCode code)
    {
        heard.add("closed " + reason + " " + code);
    }
}
