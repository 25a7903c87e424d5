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
package io.weir;

import io.weir.codecs.SessionCode;

/**
 * How a session has ended.
 *
 * @param reason for the program.
 * @param code   as it stands in Goodbye or Refuse; IDLE where nothing could be said or heard.
 * @param text   for a person, maybe empty, on one line; the peer's words, if the reason is {@link
 *               SessionCloseReason#PEER_CLOSED}.
 */
public record SessionClose(SessionCloseReason reason, SessionCode code, String text)
{
}
