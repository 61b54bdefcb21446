package org.nalsm.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.nalsm.spark.results.Prediction;

class PredictionLinesTest {
    /** As Diehl and Cook's network scores a class that no neuron stands for. */
    @Test
    void aScoreWithoutANumberIsNullInJson() {
        Prediction prediction = new Prediction(
                "a.png", 0, OptionalInt.of(1), 1, List.of(Float.NEGATIVE_INFINITY, 2.5f), List.of(0.0, 1.0));
        assertThat(PredictionLines.jsonLines(List.of(prediction)))
                .isEqualTo("{\"file\":\"a.png\",\"label\":1,\"position\":0,\"predicted\":1,\"probabilities\":[0,1],"
                        + "\"scores\":[null,2.5]}");
        assertThat(PredictionLines.csv(List.of(prediction)))
                .isEqualTo("file,position,label,predicted,score_0,score_1,probability_0,probability_1\n"
                        + "a.png,0,1,1,-Infinity,2.5,0.0,1.0");
    }
}
