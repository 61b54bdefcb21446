package org.nalsm.spark.family.lsnn.config;

import java.io.Serializable;
import org.nalsm.spark.config.Constraints;

/**
 * Section {@code lsnn.store-recall}.
 *
 * @param symbols length of a sequence, 3 to 100
 * @param symbolMs time that a symbol is shown, 1 to 320 ms
 * @param delaySymbols mean symbols before a command, 1 to 100
 * @param testBatches batches of test sequences, 1 to 10000
 */
public record StoreRecallConfig(int symbols, int symbolMs, int delaySymbols, int testBatches) implements Serializable {

    /** @throws IllegalArgumentException if a value is out of its range; the message names all of them */
    public StoreRecallConfig {
        new Constraints()
                .inRange("lsnn.store-recall.symbols", symbols, 3, 100)
                .inRange("lsnn.store-recall.symbol-ms", symbolMs, 1, 320)
                .inRange("lsnn.store-recall.delay-symbols", delaySymbols, 1, 100)
                .inRange("lsnn.store-recall.test-batches", testBatches, 1, 10_000)
                .enforce();
    }
}
