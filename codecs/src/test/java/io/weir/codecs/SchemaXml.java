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

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * A schema as its XML states it, read without SBE, so that what is generated can be held against it.
 */
final class SchemaXml
{
    static final String STREAM = "weir-stream.xml";
    static final String KERNEL = "weir-kernel.xml";
    static final String NEXT = "weir-stream-next.xml";

    private static final Map<String, Integer> PRIMITIVE_LENGTHS =
        Map.of("uint8", 1, "uint16", 2, "uint32", 4, "int32", 4, "int64", 8);

    final int id;
    final int version;
    private final Document document;
    private final Map<String, Integer> typeLengths = new HashMap<>(PRIMITIVE_LENGTHS);

    /**
     * One field of a block.
     */
    record Field(String name, int length)
    {
    }

    /**
     * One message in one version.
     */
    record Template(String name, int id, List<Field> fields, List<String> varData)
    {
        int blockLength()
        {
            return fields.stream().mapToInt(Field::length).sum();
        }
    }

    private SchemaXml(final Document document)
    {
        this.document = document;
        final Element root = document.getDocumentElement();
        id = Integer.parseInt(root.getAttribute("id"));
        version = Integer.parseInt(root.getAttribute("version"));

        for (final Element type : elements("type"))
        {
            final String count = type.getAttribute("length");
            typeLengths.put(type.getAttribute("name"),
                PRIMITIVE_LENGTHS.get(type.getAttribute("primitiveType")) *
                    (count.isEmpty() ? 1 : Integer.parseInt(count)));
        }

        for (final String tag : List.of("enum", "set"))
        {
            for (final Element type : elements(tag))
            {
                typeLengths.put(type.getAttribute("name"), PRIMITIVE_LENGTHS.get(type.getAttribute("encodingType")));
            }
        }
    }

    static SchemaXml read(final String name)
    {
        try (InputStream in = SchemaXml.class.getResourceAsStream(name))
        {
            return new SchemaXml(DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in));
        }
        catch (final Exception ex)
        {
            throw new IllegalStateException("cannot read " + name, ex);
        }
    }

    /**
     * {@return the templates of a version, by id}
     */
    Map<Integer, Template> templates(final int ofVersion)
    {
        final Map<Integer, Template> templates = new LinkedHashMap<>();
        for (final Element message : elements("sbe:message"))
        {
            if (since(message) <= ofVersion)
            {
                final Template template = template(message, ofVersion);
                templates.put(template.id(), template);
            }
        }

        return templates;
    }

    List<Element> elements(final String tag)
    {
        return list(document.getElementsByTagName(tag));
    }

    /** {@return each template of the newest version in a line: name, id, fields and their lengths, variable parts} */
    List<String> templateLines()
    {
        return templates(version).values().stream().map((template) -> template.name() + " " + template.id() + " " +
            template.fields().stream().map((field) -> field.name() + ":" + field.length())
                .collect(Collectors.joining(" ")) +
            " |" + template.varData().stream().map((name) -> " " + name).collect(Collectors.joining())).toList();
    }

    /** {@return each value of the types of a tag in a line: type, name, value} */
    List<String> valueLines(final String typeTag, final String valueTag)
    {
        final List<String> lines = new ArrayList<>();
        final List<Element> values = elements(valueTag);
        for (final Element type : elements(typeTag))
        {
            for (final Element value : values)
            {
                if (type == value.getParentNode())
                {
                    lines.add(path(value) + " " + value.getTextContent().strip());
                }
            }
        }
        return lines;
    }

    /** Holds what the validator goes by to the schema: every template id there could be. */
    void assertLayouts(final FrameSchema layouts)
    {
        assertEquals(id, layouts.id());
        assertEquals(version, layouts.version());
        final Map<Integer, Template> templates = templates(version);
        for (int templateId = 0; templateId <= 0xFFFF; templateId++)
        {
            final int layout = layouts.layout(templateId, version);
            final Template template = templates.get(templateId);
            if (null == template)
            {
                assertEquals(FrameSchema.NO_LAYOUT, layout);
            }
            else
            {
                assertEquals(template.blockLength(), FrameSchema.blockLength(layout), template.name());
                assertEquals(template.varData().size(), FrameSchema.varDataCount(layout), template.name());
            }
        }
    }

    static String path(final Element element)
    {
        return ((Element)element.getParentNode()).getAttribute("name") + " " + element.getAttribute("name");
    }

    private Template template(final Element message, final int ofVersion)
    {
        final List<Field> fields = new ArrayList<>();
        for (final Element field : list(message.getElementsByTagName("field")))
        {
            if (since(field) <= ofVersion)
            {
                fields.add(new Field(field.getAttribute("name"), typeLengths.get(field.getAttribute("type"))));
            }
        }

        final List<String> varData = new ArrayList<>();
        for (final Element data : list(message.getElementsByTagName("data")))
        {
            if (since(data) <= ofVersion)
            {
                varData.add(data.getAttribute("name"));
            }
        }

        return new Template(
            message.getAttribute("name"), Integer.parseInt(message.getAttribute("id")), fields, varData);
    }

    private static int since(final Element element)
    {
        final String version = element.getAttribute("sinceVersion");
        return version.isEmpty() ? 0 : Integer.parseInt(version);
    }

    private static List<Element> list(final NodeList nodes)
    {
        final List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++)
        {
            elements.add((Element)nodes.item(i));
        }

        return elements;
    }
}
