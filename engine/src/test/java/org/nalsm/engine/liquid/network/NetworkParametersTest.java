package org.nalsm.engine.liquid.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkParametersTest {
    @ParameterizedTest
    @CsvSource({"0,1,1,1", "2,-1,1,1", "2,2,0,1", "2,2,2,0", "2,2,2,-784"})
    void refusesSizesThatAreNotPositive(int sizeX, int sizeY, int sizeZ, int inputs) {
        assertThatThrownBy(() -> new NetworkParameters(sizeX, sizeY, sizeZ, inputs, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("positive")
                .hasMessageContaining("%d x %d x %d, %d inputs".formatted(sizeX, sizeY, sizeZ, inputs));
    }

    @ParameterizedTest
    @CsvSource({
        "1,1,1,1,2",
        "40,40,40,2312,66312",
        "1,1,65535,1,65536",
        // The product of the sizes is 2^64 + 4, which a long takes for 4.
        "769546,494770,48448661,1,18446744073709552000"
    })
    void refusesTooFewAndTooManyNeurons(int sizeX, int sizeY, int sizeZ, int inputs, String total) {
        assertThatThrownBy(() -> new NetworkParameters(sizeX, sizeY, sizeZ, inputs, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("65535")
                .hasMessageEndingWith(" is " + total);
    }

    @Test
    void acceptsTheSmallestAndTheLargest() {
        assertThat(new NetworkParameters(1, 1, 2, 1, 0).neurons()).isEqualTo(2);
        assertThat(new NetworkParameters(1, 1, 65_534, 1, 0).neurons()).isEqualTo(65_534);
    }

    @ParameterizedTest
    @CsvSource({"2,1,1,2", "3,1,1,2", "2,2,1,3", "3,2,1,5", "4,3,2,19", "5,5,5,100", "10,10,10,800", "20,20,20,6400"})
    void fourOfFiveNeuronsAreExcitatory(int sizeX, int sizeY, int sizeZ, int excitatory) {
        assertThat(new NetworkParameters(sizeX, sizeY, sizeZ, 1, 0).excitatory())
                .isEqualTo(excitatory);
    }
}
