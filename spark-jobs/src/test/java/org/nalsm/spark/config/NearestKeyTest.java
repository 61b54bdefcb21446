package org.nalsm.spark.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NearestKeyTest {
    private static final List<String> KEYS = List.of(
            "model.name",
            "model.max-weight",
            "network.seed",
            "run.seed",
            "data.dir",
            "output.dir",
            "simulation.batch-size",
            "readout.batch-size");

    /** Distances counted by hand. */
    @ParameterizedTest
    @CsvSource({"abc,abc,0", "abc,acb,1", "abc,ab,1", "ab,xab,1", "kitten,sitting,3", "'',abc,3", "ca,abc,3"})
    void distanceCountsEdits(String a, String b, int edits) {
        assertThat(NearestKey.distance(a, b)).isEqualTo(edits);
        assertThat(NearestKey.distance(b, a)).isEqualTo(edits);
    }

    @ParameterizedTest
    @CsvSource({
        "model.nmae, model.name",
        "MODEL.NAME, model.name",
        "model.maxWeight, model.max-weight",
        "model.seed, run.seed",
        "netwrk.seed, network.seed",
        "batch-size, readout.batch-size",
        "simulation.batchsize, simulation.batch-size",
        "outpt.dir, output.dir",
        "max-weight, model.max-weight",
        "liquid.max-weigth, model.max-weight",
    })
    void findsWhatWasMeant(String mistaken, String meant) {
        assertThat(NearestKey.to(mistaken, KEYS)).contains(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"foo", "x", "", "nalsm", "data.folder", "model.colour", "network.height", "spark.master"})
    void guessesNothingFromFarAway(String mistaken) {
        assertThat(NearestKey.to(mistaken, KEYS)).isEmpty();
    }

    /** One letter in three may be wrong, not more. */
    @ParameterizedTest
    @CsvSource({"ouput.dri, output.dir", "data.dxr, data.dir", "data.xxx, ''", "seeds, run.seed", "sexx, ''"})
    void aThirdOfTheLettersMayBeWrong(String mistaken, String meant) {
        assertThat(NearestKey.to(mistaken, KEYS).orElse("")).isEqualTo(meant);
    }
}
