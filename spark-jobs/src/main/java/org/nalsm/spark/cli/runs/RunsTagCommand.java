package org.nalsm.spark.cli.runs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.nalsm.engine.UserException;
import org.nalsm.spark.cli.option.CommonOptions;
import org.nalsm.spark.identity.CanonicalJson;
import org.nalsm.spark.note.NoteRow;
import org.nalsm.spark.note.RunNotes;
import org.nalsm.spark.results.Results;
import org.nalsm.spark.table.ResultsStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nalsm runs tag}: names, notes and tags, for people. */
@Command(
        name = "tag",
        description = {
            "Gives a run a name, a note, tags, or takes them away. They change neither its id nor a result.",
            "Without options, shows what there is."
        },
        mixinStandardHelpOptions = true)
final class RunsTagCommand implements Callable<String> {
    @Mixin
    private CommonOptions common;

    @Parameters(paramLabel = "RUN", description = "Run id, or the beginning of it.")
    private String run;

    @Option(names = "--name", paramLabel = "TEXT", description = "Its name, up to 100 characters; '' takes it away.")
    private String name;

    @Option(names = "--note", paramLabel = "TEXT", description = "A note, up to 4000 characters; '' takes it away.")
    private String note;

    @Option(
            names = "--tag",
            paramLabel = "KEY=VALUE",
            description = "A tag, in the place of an earlier one of that key; repeatable.")
    private List<String> tags = new ArrayList<>();

    @Option(names = "--remove", paramLabel = "KEY", description = "Takes the tag of that key away; repeatable.")
    private List<String> removed = new ArrayList<>();

    @Override
    public String call() {
        Map<String, String> parsed = new LinkedHashMap<>();
        tags.forEach(tag -> {
            int equals = tag.indexOf('=');
            if (equals < 1) {
                throw new UserException(
                        UserException.Kind.USAGE, "--tag " + tag + ": expected KEY=VALUE, such as --tag paper=yes");
            }
            parsed.put(tag.substring(0, equals), tag.substring(equals + 1));
        });
        ResultsStore store = Results.open(common.experiment());
        RunNotes notes = new RunNotes(store);
        String runId = Results.find(store, run).runId();
        NoteRow before = notes.of(runId);
        NoteRow after = before.without(removed);
        after = name == null ? after : after.named(name);
        after = note == null ? after : after.noted(note);
        after = parsed.isEmpty() ? after : after.tagged(parsed);
        if (name != null || note != null || !parsed.isEmpty() || !removed.isEmpty()) {
            notes.write(after);
        }
        return common.json() ? json(after) : text(after);
    }

    private static String json(NoteRow row) {
        return CanonicalJson.write(
                Map.of("run_id", row.runId(), "name", row.name(), "note", row.note(), "tags", row.tags()));
    }

    private static String text(NoteRow row) {
        if (row.isEmpty()) {
            return "run " + row.runId() + " has no name, note or tags";
        }
        StringBuilder text = new StringBuilder("run " + row.runId() + System.lineSeparator());
        line(text, "name", row.name());
        line(text, "note", row.note());
        row.tags().forEach((key, value) -> line(text, "tags." + key, value));
        return text.toString();
    }

    private static void line(StringBuilder text, String name, String value) {
        if (!value.isEmpty()) {
            text.append(String.format("  %-10s %s%n", name, value));
        }
    }
}
