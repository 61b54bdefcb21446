package org.nalsm.spark.report;

import java.util.List;
import java.util.Optional;
import org.nalsm.engine.UserException;
import org.nalsm.spark.figure.Fonts;
import org.nalsm.spark.figure.Html;
import org.nalsm.spark.figure.ReportSection;
import org.nalsm.spark.note.NoteRow;
import org.nalsm.spark.note.RunNotes;
import org.nalsm.spark.run.ModelFamily;
import org.nalsm.spark.run.StoredRun;
import org.nalsm.spark.table.RunCatalog;
import org.nalsm.spark.table.RunRow;
import org.nalsm.spark.table.RunStatus;

/** The report of a complete run: what every run has, around the sections of its model family. */
public final class RunReport {
    private final RunRow row;
    private final RunFacts facts;

    private RunReport(RunRow row, NoteRow note, ModelFamily family) {
        this.row = row;
        this.facts = new RunFacts(row, note, family.metrics(), family.phaseNames());
    }

    /**
     * Reads a run and draws its figures; the family may compute and store what they lack.
     *
     * @param family of the run's model
     * @throws UserException NO_INPUT if the run is not complete or no font is installed, BAD_DATA if a file is damaged
     */
    public static Report of(StoredRun run, ModelFamily family) {
        RunRow row = run.row();
        if (row.status() != RunStatus.COMPLETE) {
            throw new UserException(
                    UserException.Kind.NO_INPUT,
                    "run " + row.runId() + " is " + row.status().word()
                            + " and has no report yet; 'nalsm train' with its configuration finishes it");
        }
        Fonts.require();
        // Before the family stores what it computes, which may be in the place of what is missing.
        Optional<String> incomplete = new RunCatalog(run.store()).whyIncomplete(row);
        NoteRow note = new RunNotes(run.store()).of(row.runId());
        return new RunReport(row, note, family).report(incomplete, family.summary(run), family.report(run));
    }

    private Report report(Optional<String> incomplete, String summary, List<ReportSection> sections) {
        Page page = new Page(facts.title(), summary).headlines(facts.headlines());
        incomplete.ifPresent(why -> page.note("This run " + why + ". What is no longer there is left out."));
        sections.forEach(page::add);
        return page.section("provenance", "Provenance")
                .html(Html.pairs(facts.provenance()))
                .configuration("", row.config())
                .finish("Made by nalsm report from the tables of run " + row.runId() + ".");
    }
}
