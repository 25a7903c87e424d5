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
package io.weir.config;

import static io.weir.config.Settings.FRAME_MAX;
import static io.weir.config.Settings.LANE_LENGTH;
import static io.weir.config.Settings.SESSION_HEARTBEAT_INTERVAL;
import static io.weir.config.Settings.SESSION_LOSS_TIMEOUT;
import static io.weir.config.Settings.SESSION_RECONNECT_DELAY_FIRST;
import static io.weir.config.Settings.SESSION_RECONNECT_DELAY_MAX;
import static io.weir.config.Settings.SESSION_RETENTION_LENGTH;
import static io.weir.config.Settings.STREAM_QUEUE_MAX;
import static io.weir.config.Settings.STREAM_WINDOW_SIZE;

import java.util.List;

/**
 * A rule between two settings: {@code times} the lesser and {@code more} is at most the greater. A default yields to a
 * value that was given, as far as it must; two values that were given contradict each other.
 *
 * @param lesser  of the two.
 * @param times   what it is multiplied by.
 * @param more    what is added to the product.
 * @param greater of the two.
 * @param words   what is said between the names of the two when the rule is broken.
 * @param isLesserFirst whether the lesser is named first.
 */
record SettingBound(
    Setting<? extends Number> lesser,
    int times,
    int more,
    Setting<? extends Number> greater,
    String words,
    boolean isLesserFirst)
{
    /** The rules between settings. */
    static final List<SettingBound> ALL = List.of(
        new SettingBound(STREAM_WINDOW_SIZE, 1, 0, STREAM_QUEUE_MAX, "more than", true),
        new SettingBound(FRAME_MAX, 4, 0, LANE_LENGTH, "less than four times", false),
        // A record is a frame and some bytes more, and two of them are to fit (N-4).
        new SettingBound(FRAME_MAX, 2, 1, SESSION_RETENTION_LENGTH, "not more than twice", false),
        // A session would be lost between two signs of life, or by a moment's delay of one.
        new SettingBound(SESSION_HEARTBEAT_INTERVAL, 2, 0, SESSION_LOSS_TIMEOUT, "less than twice", false),
        new SettingBound(SESSION_RECONNECT_DELAY_FIRST, 1, 0, SESSION_RECONNECT_DELAY_MAX, "more than", true));

    /** {@return whether two values keep the rule} */
    boolean holds(final long less, final long more)
    {
        return less * times + this.more <= more;
    }

    /** {@return the greatest value of the lesser setting that keeps the rule; the setting may not allow it} */
    long greatestLesser(final long value)
    {
        return (value - more) / times & -step(lesser);
    }

    /** {@return the least value of the greater setting that keeps the rule; the setting may not allow it} */
    long leastGreater(final long value)
    {
        final long least = value * times + more;
        return SettingType.BYTES == greater.type() ? Long.highestOneBit(least - 1) << 1 : least;
    }

    /** Lengths of frames are multiples of 8; lengths of rings are powers of two. */
    private static long step(final Setting<?> setting)
    {
        return SettingType.BYTES == setting.type() ? Long.BYTES : 1;
    }

    /** {@return the setting that a message names first} */
    Setting<?> first()
    {
        return isLesserFirst ? lesser : greater;
    }

    /** {@return the setting that a message names second} */
    Setting<?> second()
    {
        return isLesserFirst ? greater : lesser;
    }
}
