package dev.pancap.audit;

import java.io.Serializable;

/**
 * A fault of one caption.
 *
 * @param detail for people: what was expected and what was found
 */
public record AuditFinding(long imageId, AuditFault fault, String detail) implements Serializable {}
