package org.nalsm.spark.config;

import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import org.nalsm.engine.random.Philox;
import org.nalsm.engine.random.Stream;

/** One parameter of a search space: a key and what it is varied over. */
sealed interface SweptParameter {
    /** Decimal digits of a random value: enough to find a maximum, few enough to read. */
    MathContext DIGITS = new MathContext(4, RoundingMode.HALF_EVEN);

    String key();

    /** The value of a random trial. */
    ConfigValue draw(Philox random, int trial);

    /** Uniform on [0, 1): depends on the trial and the key alone, not on the other parameters. */
    default double uniform(Philox random, int trial) {
        return Philox.uniform(random.word(Stream.SWEEP_SEARCH, trial, key().hashCode(), 0));
    }

    /** A list of values, all different. */
    record Values(String key, List<ConfigValue> values) implements SweptParameter {
        @Override
        public ConfigValue draw(Philox random, int trial) {
            return values.get((int) (uniform(random, trial) * values.size()));
        }
    }

    /**
     * A range, for random search.
     *
     * @param logarithmic uniform in the logarithm instead of the value
     * @param whole rounded to whole numbers, of which there is one in the range
     * @param written where it stands, which becomes the place of the values
     */
    record Range(String key, double from, double to, boolean logarithmic, boolean whole, ConfigValue written)
            implements SweptParameter {
        @Override
        public ConfigValue draw(Philox random, int trial) {
            double u = uniform(random, trial);
            double value = logarithmic ? from * Math.pow(to / from, u) : from + (to - from) * u;
            return ConfigValueFactory.fromAnyRef(whole ? (Number) nearestWhole(value) : (Number) nearestShort(value))
                    .withOrigin(written.origin());
        }

        private long nearestWhole(double value) {
            return Math.min(Math.max(Math.round(value), (long) Math.ceil(from)), (long) Math.floor(to));
        }

        private double nearestShort(double value) {
            return Math.min(Math.max(new BigDecimal(value, DIGITS).doubleValue(), from), to);
        }
    }
}
