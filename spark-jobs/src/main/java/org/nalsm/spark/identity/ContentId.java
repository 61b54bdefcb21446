package org.nalsm.spark.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names things by their content: equal content, equal name. */
public final class ContentId {
    private static final int DIGITS = 12;

    private ContentId() {}

    /** The prefix, such as {@code r-}, and the first 12 hexadecimal digits of the content's SHA-256. */
    public static String of(String prefix, String content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return prefix + HexFormat.of().formatHex(digest).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
