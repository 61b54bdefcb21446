/** {@code nalsm runs}: the runs on disk, to be listed, looked at, compared, verified and deleted. */
package org.nalsm.spark.cli.runs;
