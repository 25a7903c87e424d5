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

/**
 * What both sides of a session agreed on: the lesser of their settings (N-2).
 *
 * @param sessionId  the same on both sides.
 * @param initiator  bit of the streams that this side opens (W-1).
 * @param maxFrame   in bytes.
 * @param maxStreams at once.
 * @param maxWindow  of a stream, in frames.
 * @param principal  who the peer is to policy, empty for nobody.
 */
record SessionTerms(
    long sessionId,
    int initiator,
    int maxFrame,
    int maxStreams,
    int maxWindow,
    String principal)
{
}
