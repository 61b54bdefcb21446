package org.nalsm.spark.dataset;

import java.time.Duration;

/**
 * How long a source may take before it counts as failed.
 *
 * @param connect  to reach a host
 * @param download for one file over HTTP, from request to last byte
 * @param command  for one external command
 */
record SourceLimits(Duration connect, Duration download, Duration command) {
    SourceLimits {
        for (Duration limit : new Duration[] {connect, download, command}) {
            if (limit.isNegative() || limit.isZero()) {
                throw new IllegalArgumentException("time limit " + limit + " is not positive");
            }
        }
    }
}
