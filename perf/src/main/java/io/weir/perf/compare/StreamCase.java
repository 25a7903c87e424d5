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

package io.weir.perf.compare;

import java.util.Arrays;
import java.util.List;

/**
 * One case of a comparison of throughput.
 *
 * @param streams      of Weir.
 * @param payloadBytes of a message.
 * @param window       of a stream in frames.
 * @param order        in which the streams are visited.
 * @param isDurable    whether the session outlives its connection.
 */
record StreamCase(int streams, int payloadBytes, int window, Order order, boolean isDurable)
{
    /** In which order streams are visited. */
    enum Order
    {
        /** One after the other. */
        ROUND_ROBIN("round-robin"),

        /** By a fixed random sequence. */
        RANDOM("random");

        private final String label;

        Order(final String label)
        {
            this.label = label;
        }

        String label()
        {
            return label;
        }

        static Order of(final String label)
        {
            return Arrays.stream(values()).filter(order -> order.label.equals(label)).findFirst().orElseThrow();
        }
    }

    /**
     * {@return a case that visits streams one after the other}
     *
     * @param streams      of Weir.
     * @param payloadBytes of a message.
     * @param window       of a stream in frames.
     */
    static StreamCase of(final int streams, final int payloadBytes, final int window)
    {
        return new StreamCase(streams, payloadBytes, window, Order.ROUND_ROBIN, false);
    }

    /** {@return the case that {@link #words} tells} */
    static StreamCase ofWords(final List<String> words)
    {
        return new StreamCase(Integer.parseInt(words.get(0)), Integer.parseInt(words.get(1)),
            Integer.parseInt(words.get(2)), Order.of(words.get(3)), Boolean.parseBoolean(words.get(4)));
    }

    /** {@return the case in words for another process} */
    List<String> words()
    {
        return List.of(Integer.toString(streams), Integer.toString(payloadBytes), Integer.toString(window),
            order.label(), Boolean.toString(isDurable));
    }

    /** {@return the case for a person} */
    String description()
    {
        return "streams " + streams + ", payload " + payloadBytes + " B, " + order.label() +
            (isDurable ? ", durable" : "");
    }

    StreamCase random()
    {
        return new StreamCase(streams, payloadBytes, window, Order.RANDOM, isDurable);
    }

    StreamCase durable()
    {
        return new StreamCase(streams, payloadBytes, window, order, true);
    }
}
