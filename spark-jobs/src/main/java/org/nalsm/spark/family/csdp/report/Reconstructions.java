package org.nalsm.spark.family.csdp.report;

import java.awt.RenderingHints;
import java.util.List;
import org.nalsm.spark.family.csdp.table.CsdpRecordingRow;
import org.nalsm.spark.figure.Canvas;
import org.nalsm.spark.figure.Exhibit;

/** Recorded test samples and what the network makes of them, below. */
final class Reconstructions {
    private static final String HEADING = "Reconstructions";
    private static final int MOST = 10;
    private static final int IMAGE = 74;

    private Reconstructions() {}

    static Exhibit of(RunData data) {
        List<CsdpRecordingRow> shown = data.recordings().stream().limit(MOST).toList();
        if (shown.isEmpty()) {
            return Exhibit.missing(HEADING, SampleRaster.NOT_RECORDED);
        }
        ImageGrid grid = new ImageGrid(shown.size(), 2);
        for (int k = 0; k < shown.size(); k++) {
            CsdpRecordingRow row = shown.get(k);
            grid.paint(k, pixel -> ImageGrid.grey(row.pixels()[pixel]));
            grid.paint(shown.size() + k, pixel -> ImageGrid.grey(row.reconstruction()[pixel]));
        }
        int width = shown.size() * IMAGE;
        return Exhibit.of(
                HEADING,
                new Canvas(width, grid.height(width), graphics -> {
                            graphics.setRenderingHint(
                                    RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
                            graphics.drawImage(grid.image(), 0, 0, width, grid.height(width), null);
                        })
                        .png("reconstructions", "Test samples above, their reconstructions below"),
                "Above: test samples. Below: the mean trace of the reconstruction's neuron of each pixel while the sample is "
                        + "shown, from 0 (white) to 1 (black). It is made of the spikes of the first hidden layer alone; its "
                        + "first steps, before that layer spikes, are part of the mean.");
    }
}
