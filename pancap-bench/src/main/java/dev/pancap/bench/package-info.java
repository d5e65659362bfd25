/** JMH benchmarks. */
package dev.pancap.bench;
