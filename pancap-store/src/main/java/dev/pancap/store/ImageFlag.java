package dev.pancap.store;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Why a person should look at an image.
 *
 * @param rule the rule's stable name
 * @param detail the evidence, for people
 * @param mark the region that it is about, or null for the whole image
 */
public record ImageFlag(String rule, String detail, @Nullable Integer mark)
    implements Serializable {}
