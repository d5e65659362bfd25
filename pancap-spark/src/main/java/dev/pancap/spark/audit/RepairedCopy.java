package dev.pancap.spark.audit;

import dev.pancap.audit.CaptionRepair;
import dev.pancap.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A copy of a set of text files in which what could be repaired is repaired. */
public final class RepairedCopy {
  private RepairedCopy() {}

  /**
   * Writes the copy: files keep their order and, unless their caption moved to another image, their
   * names; a file whose caption did not change keeps its bytes.
   *
   * @param source the texts that were audited
   * @param target a folder or a {@code .tar} that is not there
   * @throws ConfigException if the source is no tar or folder of texts
   */
  public static void write(Path source, CaptionRepair.Repaired repaired, Path target)
      throws IOException {
    ConfigException.check(
        CaptionMembers.isTar(source) || Files.isDirectory(source),
        "--fix repairs tars and folders of <image id>.txt, and %s is none",
        source);
    List<CaptionMembers.Member> members = CaptionMembers.read(source);
    ConfigException.check(
        members.size() == repaired.texts().size(), "%s changed while it was audited", source);
    List<CaptionMembers.Member> written = new ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      CaptionMembers.Member member = members.get(i);
      Optional<String> text = repaired.texts().get(i);
      if (text.isPresent()) {
        boolean same = text.get().equals(member.text().strip());
        written.add(member.under(repaired.imageIds().get(i), same ? member.text() : text.get()));
      }
    }
    CaptionMembers.write(written, target);
  }
}
