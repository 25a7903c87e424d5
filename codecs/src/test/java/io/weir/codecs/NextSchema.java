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

package io.weir.codecs;

import io.weir.codecs.next.NoteEncoder;

/**
 * What a validator of the next version knows: its own layouts and those of the version before.
 */
final class NextSchema
{
    static final FrameSchema LAYOUTS = layouts();

    private NextSchema()
    {
    }

    private static FrameSchema layouts()
    {
        final FrameSchema.Builder builder = new FrameSchema.Builder(NoteEncoder.SCHEMA_ID, NoteEncoder.SCHEMA_VERSION);
        final SchemaXml next = SchemaXml.read(SchemaXml.NEXT);
        for (int version = 0; version <= next.version; version++)
        {
            for (final SchemaXml.Template template : next.templates(version).values())
            {
                builder.template(template.id(), version, template.blockLength(), template.varData().size());
            }
        }

        return builder.build();
    }
}
