/** JMH benchmarks, and our side of those that run beside other programs. */
package dev.pancap.bench;
