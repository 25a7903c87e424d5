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
package io.weir.aeron;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.test.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AeronAddressTest
{
    @Test
    void shouldTakeWhatIsMeantWhenAnAddressSaysLittle()
    {
        final AeronAddress ipc = AeronAddress.parse("aeron:ipc");
        assertTrue(ipc.isIpc());
        assertEquals(AeronAddress.DEFAULT_STREAM_ID, ipc.streamId());
        assertEquals(-AeronAddress.DEFAULT_STREAM_ID, ipc.replyStreamId());

        final AeronAddress udp = AeronAddress.parse("aeron:udp?endpoint=[::1]:7000");
        assertEquals("[::1]:7000", udp.endpoint());
        assertEquals("[::1]:7001", udp.control(), "replies come from the port behind the endpoint's");
    }

    @Test
    void shouldTakeEveryKeyWhenItIsGiven()
    {
        final AeronAddress address = AeronAddress.parse("aeron:udp?stream-id=7|endpoint=a:1|control=b:2|" +
            "term-length=128k|mtu=8k|rcv-wnd=64k|so-rcvbuf=2m|so-sndbuf=1048576");
        assertEquals(7, address.streamId());
        assertEquals("b:2", address.control());
        assertEquals(128 << 10, address.termLength());
        assertEquals(8 << 10, address.mtu());
        assertEquals(64 << 10, address.receiverWindow());
        assertEquals(2 << 20, address.receiveBuffer());
        assertEquals(1 << 20, address.sendBuffer());
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "tcp:x; aeron:ipc or aeron:udp",
        "aeron:ipcx; aeron:ipc or aeron:udp",
        "aeron:udp; endpoint=host:port",
        "aeron:udp?endpoint=host; port from 1 to 65535",
        "aeron:udp?endpoint=host:0; port from 1 to 65535",
        "aeron:udp?endpoint=host:65536; port from 1 to 65535",
        "aeron:udp?endpoint=host:65535; control=host:port",
        "aeron:udp?endpoint=h:9|control=h:9; another port",
        "aeron:ipc?endpoint=h:9; takes stream-id, term-length, mtu",
        "aeron:ipc?session-id=9; takes stream-id, term-length, mtu",
        "aeron:udp?endpoint=h:9|reliable=false; takes stream-id",
        "aeron:ipc?stream-id=0; from 1 to 2147483647",
        "aeron:ipc?stream-id=x; from 1 to 2147483647",
        "aeron:ipc?stream-id=1|stream-id=2; twice",
        "aeron:ipc?stream-id; no key=value",
        "aeron:ipc?; no key=value",
        "aeron:ipc?term-length=32k; from 65536 to 1073741824",
        "aeron:ipc?term-length=100000; power of two",
        "aeron:ipc?term-length=99999999999g; from 65536 to 1073741824",
        "aeron:ipc?mtu=4100; multiple of 32",
        "aeron:ipc?mtu=128; multiple of 32 from 192 to 65504",
        "aeron:ipc?mtu=16k|term-length=64k; an eighth of term-length"})
    void shouldNameKeyValueAndWhatIsAllowedWhenAnAddressIsWrong(final String text, final String expected)
    {
        final String message =
            assertThrows(IllegalArgumentException.class, () -> AeronAddress.parse(text)).getMessage();
        assertTrue(message.contains(expected), message);
        assertTrue(message.startsWith(text), message);
    }

    @Test
    @Rule("W-3")
    void shouldTakeAFrameOf4KiBWholeWhenTheMediumIsIpc()
    {
        try (TransportPair pair = new TransportPair())
        {
            pair.listen(TransportPair.IPC);
            assertEquals(4096, pair.open(TransportPair.IPC).maxFrame());
            assertEquals(4096, pair.accepted.get(0).maxFrame());
        }
    }

    @Test
    @Rule("W-3")
    void shouldTakeWhatADatagramHoldsWhenTheMediumIsUdp()
    {
        try (TransportPair pair = new TransportPair())
        {
            pair.listen(TransportPair.UDP);
            assertEquals(1376, pair.open(TransportPair.UDP).maxFrame());
            assertEquals(1376, pair.accepted.get(0).maxFrame());
        }
    }
}
