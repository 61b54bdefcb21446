/**
 * Configuration: HOCON in, validated records out. It owns the keys (resource {@code nalsm-reference.conf}),
 * their precedence, the messages about wrong ones, and the run id. No type of Typesafe Config leaves it. Of
 * this project it uses the engine's {@code UserException} and the random numbers of a sweep's random trials.
 */
package org.nalsm.spark.config;
