package org.nalsm.spark.board;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.nalsm.spark.figure.Exhibit;
import org.nalsm.spark.figure.Figure;
import org.nalsm.spark.figure.ReportSection;
import org.nalsm.spark.table.RunRow;

/** The sections of the reports of runs, drawn one after the other and kept for a while: drawing takes seconds. */
final class Figures {
    private static final int KEPT = 12;
    private static final float LOAD = 0.75f;

    private final Function<RunRow, List<ReportSection>> draw;
    private final Map<RunRow, List<ReportSection>> drawn = new LinkedHashMap<>(KEPT, LOAD, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<RunRow, List<ReportSection>> eldest) {
            return size() > KEPT;
        }
    };

    /** @param draw reads a complete run and draws its sections */
    Figures(Function<RunRow, List<ReportSection>> draw) {
        this.draw = draw;
    }

    /**
     * The sections of a complete run.
     *
     * @throws org.nalsm.engine.UserException if the run cannot be drawn
     */
    synchronized List<ReportSection> of(RunRow run) {
        List<ReportSection> known = drawn.get(run);
        if (known == null) {
            known = draw.apply(run);
            drawn.put(run, known);
        }
        return known;
    }

    /** A figure of a complete run by its file's name; empty if the run has none of it. */
    Optional<Figure> find(RunRow run, String fileName) {
        return of(run).stream()
                .flatMap(section -> section.exhibits().stream())
                .map(Exhibit::figure)
                .flatMap(Optional::stream)
                .filter(figure -> figure.fileName().equals(fileName))
                .findFirst();
    }
}
