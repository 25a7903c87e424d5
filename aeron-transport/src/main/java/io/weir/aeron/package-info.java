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

/**
 * Sessions over Aeron, between processes and between machines: {@link io.weir.aeron.AeronTransport} for an engine's
 * context, {@link io.weir.aeron.AeronAddress} for what it connects to and listens at, and media drivers, {@link
 * io.weir.aeron.EmbeddedDriver embedded} or {@link io.weir.aeron.StandaloneDriver alone}. Rules N-1, N-5 and N-6.
 */
package io.weir.aeron;
