package dev.pancap.export;

import java.io.Serializable;

/**
 * A file of an export.
 *
 * @param path relative to the export
 * @param records that it holds: conversations, annotations, samples; 1 for a picture
 * @param sha256 64 hexadecimal digits
 */
public record ExportedFile(String path, long records, long bytes, String sha256)
    implements Serializable {}
