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
package io.weir.kernel.manifest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * What code a module is: the SHA-256 of its jar and of the jars it declares, or of a version that its author gives
 * (K-1). Two modules of the same identity must answer equal inputs with equal outputs, for ever.
 */
public final class CodeIdentity
{
    /** Bytes of an identity. */
    public static final int LENGTH = 32;

    private final byte[] digest;

    private CodeIdentity(final byte[] digest)
    {
        this.digest = digest;
    }

    /**
     * {@return the identity that an author names; a change of behaviour needs another version}
     *
     * @param version such as {@code orders-1.4}.
     */
    public static CodeIdentity ofVersion(final String version)
    {
        return new CodeIdentity(sha256().digest(("version:" + version).getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * {@return the identity of the code in jars: the SHA-256 of their SHA-256s, in the order given}
     *
     * @param jars the module's own first, then those it declares.
     * @throws IOException if one cannot be read.
     */
    public static CodeIdentity ofJars(final List<Path> jars) throws IOException
    {
        final MessageDigest all = sha256();
        for (final Path jar : jars)
        {
            all.update(sha256().digest(Files.readAllBytes(jar)));
        }
        return new CodeIdentity(all.digest());
    }

    /**
     * {@return the identity that these bytes state}
     *
     * @param digest of {@link #LENGTH} bytes.
     */
    public static CodeIdentity ofDigest(final byte[] digest)
    {
        if (digest.length != LENGTH)
        {
            throw new IllegalArgumentException("a code identity has " + LENGTH + " bytes, not " + digest.length);
        }
        return new CodeIdentity(digest.clone());
    }

    /** {@return a copy of the bytes} */
    public byte[] digest()
    {
        return digest.clone();
    }

    @Override
    public boolean equals(final Object other)
    {
        return other instanceof CodeIdentity that && Arrays.equals(digest, that.digest);
    }

    @Override
    public int hashCode()
    {
        return Arrays.hashCode(digest);
    }

    @Override
    public String toString()
    {
        return HexFormat.of().formatHex(digest);
    }

    static MessageDigest sha256()
    {
        try
        {
            return MessageDigest.getInstance("SHA-256");
        }
        catch (final NoSuchAlgorithmException ex)
        {
            throw new IllegalStateException("every JDK has SHA-256", ex);
        }
    }
}
