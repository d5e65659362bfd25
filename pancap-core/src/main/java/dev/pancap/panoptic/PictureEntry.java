package dev.pancap.panoptic;

import java.io.Serializable;

/**
 * An entry of a COCO file's {@code images}.
 *
 * @param fileName relative to the folder of pictures
 * @param width in pixels, or 0 where the file states none
 * @param height in pixels, or 0 where the file states none
 */
public record PictureEntry(long imageId, String fileName, int width, int height)
    implements Serializable {}
