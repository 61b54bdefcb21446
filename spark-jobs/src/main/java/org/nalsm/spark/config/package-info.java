/**
 * Configuration: HOCON in, validated records out. It owns the keys (resource {@code nalsm-reference.conf}),
 * their precedence, the messages about wrong ones, and the run id. No type of Typesafe Config leaves it. It
 * uses the engine's {@code UserException} and random numbers (of a sweep's random trials), nothing else of this
 * project.
 */
package org.nalsm.spark.config;
