package org.nalsm.spark.board;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.nalsm.engine.UserException;
import org.nalsm.spark.family.KnownFamilies;
import org.nalsm.spark.figure.ReportSection;
import org.nalsm.spark.note.NoteRow;
import org.nalsm.spark.report.RunFacts;
import org.nalsm.spark.table.RunRow;
import org.nalsm.spark.table.RunStatus;
import org.nalsm.spark.table.Standing;
import org.nalsm.spark.table.StoredConfig;
import org.nalsm.spark.table.SweepRow;

/** The pages, from templates, in which everything is escaped that is not marked to be HTML. */
final class Pages {
    private final TemplateEngine templates = TemplateEngine.createPrecompiled(ContentType.Html);
    private final String root;

    /** @param root where the results are */
    Pages(String root) {
        this.root = root;
    }

    String runs() {
        return render("runs", Map.of());
    }

    String sweeps() {
        return render("sweeps", Map.of());
    }

    String compare() {
        return render("compare", Map.of());
    }

    String api() {
        return render("api", Map.of());
    }

    String run(RunRow run, Watch watch) {
        Watch.Seen seen = watch.look();
        List<String> model = List.of(run.model());
        NoteRow note = seen.note(run);
        RunFacts facts = new RunFacts(run, note, KnownFamilies.metrics(model), KnownFamilies.phases(model));
        return render(
                "run",
                Map.of(
                        "run",
                        new RunPage(
                                run.runId(),
                                note.name(),
                                note.note(),
                                run.model(),
                                run.dataset(),
                                Standing.of(run, watch.store()).status(),
                                run.status() == RunStatus.COMPLETE,
                                seen.sweepsOf(run),
                                facts.headlines(),
                                facts.provenance(),
                                seen.configuration(run))));
    }

    String sweep(SweepRow sweep) {
        SortedMap<String, String> configuration;
        try {
            configuration = StoredConfig.of(sweep.config());
        } catch (IllegalArgumentException e) {
            configuration = new TreeMap<>(Map.of("config", sweep.config()));
        }
        return render("sweep", Map.of("id", sweep.sweepId(), "name", sweep.name(), "configuration", configuration));
    }

    /** The figures of a run, for its page. */
    String figures(RunRow run, List<ReportSection> sections) {
        StringOutput html = new StringOutput();
        templates.render("board/figures.jte", Map.of("id", run.runId(), "sections", sections), html);
        return html.toString();
    }

    /** In the place of the figures. */
    String noFigures(UserException why) {
        StringOutput html = new StringOutput();
        templates.render("board/nofigures.jte", Map.of("message", String.valueOf(why.getMessage())), html);
        return html.toString();
    }

    String error(int status, String message) {
        return render("error", Map.of("status", status, "message", message));
    }

    private String render(String page, Map<String, Object> parameters) {
        Map<String, Object> all = new TreeMap<>(parameters);
        all.put("root", root);
        StringOutput html = new StringOutput();
        templates.render("board/" + page + ".jte", all, html);
        return html.toString();
    }
}
