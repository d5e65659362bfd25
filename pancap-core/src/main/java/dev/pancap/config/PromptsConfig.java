package dev.pancap.config;

import java.io.Serializable;

/**
 * Where the prompts come from.
 *
 * @param folder a folder with the files of {@code conf/prompts}; empty for the built-in ones
 */
public record PromptsConfig(String folder) implements Serializable {}
