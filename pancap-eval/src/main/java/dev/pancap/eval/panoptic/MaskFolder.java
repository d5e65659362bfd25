package dev.pancap.eval.panoptic;

import dev.pancap.config.LimitsConfig;
import dev.pancap.panoptic.LabelMap;
import dev.pancap.panoptic.PanopticPng;
import dev.pancap.quarantine.BadRecordException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A folder of panoptic PNG files. */
final class MaskFolder {
  private static final byte[] PNG_SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 26, '\n'};
  private static final int HEIGHT_OFFSET = 20;
  private static final int COLOUR_TYPE_OFFSET = 25;

  private final Path folder;
  private final LimitsConfig limits;
  private final Rigor rigor;

  MaskFolder(Path folder, LimitsConfig limits, Rigor rigor) {
    this.folder = folder;
    this.limits = limits;
    this.rigor = rigor;
  }

  /**
   * @param imageId for messages
   * @throws PanopticFault if the mask is not there or cannot be read
   */
  LabelMap read(String maskName, String imageId) {
    Path path = resolve(maskName, imageId);
    byte[] png;
    try {
      long bytes = Files.size(path);
      if (bytes > limits.maxFileBytes()) {
        throw new PanopticFault(
            PanopticFault.Kind.MASK_BROKEN,
            "%s: the mask of image %s has %d bytes, more than limits.max-file-bytes = %d"
                .formatted(path, imageId, bytes, limits.maxFileBytes()));
      }
      png = Files.readAllBytes(path);
    } catch (NoSuchFileException e) {
      throw new PanopticFault(
          PanopticFault.Kind.MASK_MISSING,
          "%s: the mask of image %s is not there".formatted(path, imageId),
          e);
    } catch (IOException e) {
      throw new PanopticFault(
          PanopticFault.Kind.MASK_BROKEN,
          "%s: the mask of image %s cannot be read: %s".formatted(path, imageId, e),
          e);
    }
    return decode(png, path, imageId);
  }

  private LabelMap decode(byte[] png, Path path, String imageId) {
    if (!startsAsPng(png)) {
      throw new PanopticFault(
          PanopticFault.Kind.MASK_NOT_A_PNG,
          "%s: the mask of image %s is not a PNG file".formatted(path, imageId));
    }
    if (rigor == Rigor.STOP_AS_PANOPTICAPI) {
      requireRgb(png, path, imageId);
    }
    try {
      return PanopticPng.decodeAsPillow(png, limits);
    } catch (BadRecordException e) {
      throw new PanopticFault(
          PanopticFault.Kind.MASK_BROKEN,
          "%s: the mask of image %s: %s".formatted(path, imageId, e.getMessage()),
          e);
    }
  }

  private Path resolve(String maskName, String imageId) {
    try {
      Path root = folder.toAbsolutePath().normalize();
      Path path = root.resolve(maskName).normalize();
      if (!maskName.isEmpty() && path.startsWith(root) && !path.equals(root)) {
        return folder.resolve(maskName);
      }
    } catch (InvalidPathException e) {
      throw unsafe(maskName, imageId);
    }
    throw unsafe(maskName, imageId);
  }

  private static PanopticFault unsafe(String maskName, String imageId) {
    return new PanopticFault(
        PanopticFault.Kind.MASK_MISSING,
        "image %s: file_name '%s' leaves the folder of the masks".formatted(imageId, maskName));
  }

  private static boolean startsAsPng(byte[] png) {
    if (png.length <= COLOUR_TYPE_OFFSET) {
      return false;
    }
    for (int i = 0; i < PNG_SIGNATURE.length; i++) {
      if (png[i] != PNG_SIGNATURE[i]) {
        return false;
      }
    }
    return true;
  }

  private static void requireRgb(byte[] png, Path path, String imageId) {
    int colourType = png[COLOUR_TYPE_OFFSET];
    boolean hasThreeRows = ByteBuffer.wrap(png).getInt(HEIGHT_OFFSET) >= 3;
    if ((colourType == 0 || colourType == 3) && hasThreeRows) {
      throw new PanopticFault(
          PanopticFault.Kind.MASK_NOT_RGB,
          "%s: the mask of image %s is a %s PNG; panopticapi reads colour masks only"
              .formatted(path, imageId, colourType == 0 ? "grey" : "palette"));
    }
    if (colourType == 0 || colourType == 3 || colourType == 4) {
      throw new PanopticFault(
          PanopticFault.Kind.MASK_WITHOUT_BLUE,
          "%s: the mask of image %s is no colour PNG; panopticapi reads colour masks only"
              .formatted(path, imageId));
    }
  }
}
