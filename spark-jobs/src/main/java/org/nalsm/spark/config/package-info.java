/**
 * Configuration: HOCON in, validated records out. It owns the keys (resource {@code nalsm-reference.conf}),
 * their precedence, the messages about wrong ones, and the run id. It is the only package that knows
 * Typesafe Config, and no type of that library leaves it. It uses the engine's {@code UserException} and
 * nothing else of this project.
 */
package org.nalsm.spark.config;
