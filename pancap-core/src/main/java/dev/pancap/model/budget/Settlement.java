package dev.pancap.model.budget;

import java.io.Serializable;

/** What a granted claim came to. */
public record Settlement(Claim upper, Claim used) implements Serializable {}
