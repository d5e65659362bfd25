package dev.pancap.store.seen;

import java.io.Serializable;

/**
 * A file as a run read it.
 *
 * @param stamp taken before the file was read
 * @param sha256 of its content in hexadecimal digits, or empty where it was not read
 */
public record SeenFile(String path, FileStamp stamp, String sha256) implements Serializable {}
