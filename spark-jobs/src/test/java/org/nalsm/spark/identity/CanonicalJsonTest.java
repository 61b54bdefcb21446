package org.nalsm.spark.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CanonicalJsonTest {
    @Test
    void sortsKeysAndNests() {
        assertThat(CanonicalJson.write(Map.of("b", List.of(1, 2L), "a", Map.of("y", true, "x", "t"))))
                .isEqualTo("{\"a\":{\"x\":\"t\",\"y\":true},\"b\":[1,2]}");
        assertThat(CanonicalJson.write(Arrays.asList(null, List.of(), Map.of())))
                .isEqualTo("[null,[],{}]");
    }

    @Test
    void equalNumbersAreWrittenAlike() {
        for (String half : List.of("0.5", "0.50", "5e-1", "+0.5")) {
            assertThat(CanonicalJson.write(new BigDecimal(half))).isEqualTo("0.5");
        }
        assertThat(CanonicalJson.write(List.of(100, 100L, 100.0, 100f, new BigDecimal("1e2"))))
                .isEqualTo("[100,100,100,100,100]");
        assertThat(CanonicalJson.write(List.of(0.0, -0.0, 5e-10, Long.MIN_VALUE, 1e300)))
                .isEqualTo("[0,0,5E-10,-9223372036854775808,1E+300]");
    }

    @Test
    void escapesText() {
        assertThat(CanonicalJson.write("a\"b\\c\n\r\t\u0001é/")).isEqualTo("\"a\\\"b\\\\c\\n\\r\\t\\u0001é/\"");
    }

    @Test
    void refusesWhatJsonCanNotHold() {
        assertThatThrownBy(() -> CanonicalJson.write(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CanonicalJson.write(new Object())).isInstanceOf(IllegalArgumentException.class);
    }
}
