package org.nalsm.spark.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;

class StoredConfigTest {
    @Test
    void everyKeyHasItsValueAsAPersonWouldWriteIt() {
        assertThat(StoredConfig.of("""
            {"b": {"size": [10, 10, 2.5E0], "rate": 1.0E-8, "share": 0.015, "on": true},
             "a": {"name": "nalsm", "dir": "", "deep": {"seed": 12345678901234}, "names": ["x", "y"]}}
            """))
                .containsExactly(
                        entry("a.deep.seed", "12345678901234"),
                        entry("a.dir", "\"\""),
                        entry("a.name", "nalsm"),
                        entry("a.names", "[x, y]"),
                        entry("b.on", "true"),
                        entry("b.rate", "1E-8"),
                        entry("b.share", "0.015"),
                        entry("b.size", "[10, 10, 2.5]"));
    }

    @Test
    void whatIsNoJsonIsRefused() {
        assertThatThrownBy(() -> StoredConfig.of("{\"a\":")).isInstanceOf(IllegalArgumentException.class);
    }
}
