package org.nalsm.spark.figure;

import java.util.List;

/**
 * A section of a report.
 *
 * @param id its anchor on the page
 * @param heading its title
 * @param exhibits what it shows, in order
 */
public record ReportSection(String id, String heading, List<Exhibit> exhibits) {
    public ReportSection {
        exhibits = List.copyOf(exhibits);
    }
}
