package org.nalsm.engine.dataset;

import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says of the event files of one command what was odd about them and done with it ({@link EventFile}): the first
 * file of each kind by name and byte offset, and all of them as numbers. Several threads may use it.
 */
public final class UnusualEvents {
    private static final Logger LOG = LoggerFactory.getLogger(UnusualEvents.class);

    private final AtomicInteger filesOutside = new AtomicInteger();
    private final AtomicInteger filesBackwards = new AtomicInteger();

    /**
     * Takes note of a file that was read.
     *
     * @param where what messages call the file
     */
    public void note(String where, EventFile file) {
        if (file.outsideSensor() > 0 && filesOutside.getAndIncrement() == 0) {
            LOG.warn(
                    "{}: {} of {} events lie outside the 34 x 34 sensor, the first at byte offset {}; they are dropped"
                            + " (said for the first such file only)",
                    where,
                    file.outsideSensor(),
                    file.events(),
                    file.firstOutsideSensor());
        }
        if (file.backwards() > 0 && filesBackwards.getAndIncrement() == 0) {
            LOG.warn(
                    "{}: time goes backwards {} times, first at byte offset {}; the events are used as they are"
                            + " (said for the first such file only)",
                    where,
                    file.backwards(),
                    file.firstBackwards());
        }
    }

    /** How many files had events outside the sensor. */
    public int filesOutsideSensor() {
        return filesOutside.get();
    }

    /** In how many files time went backwards. */
    public int filesBackwards() {
        return filesBackwards.get();
    }
}
