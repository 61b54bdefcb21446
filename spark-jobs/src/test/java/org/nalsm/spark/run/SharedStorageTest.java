package org.nalsm.spark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nalsm.engine.UserException;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.StorageProbe;

class SharedStorageTest {
    @TempDir
    private Path directory;

    @Test
    void anExecutorThatDoesNotSeeTheDriversFileIsNamed() throws Exception {
        ResultsStore store = new ResultsStore(directory.toString(), new Configuration(), Map.of());
        StorageProbe probe = StorageProbe.place(store);
        SharedStorage.Look look = new SharedStorage.Look(probe);
        assertThat(look.call(0)).isEmpty();
        probe.close(); // as on a machine with another directory of this name
        assertThat(look.call(0)).isEqualTo(InetAddress.getLocalHost().getHostName());
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void storageThatIsNotSharedIsRefusedInOneLine() {
        ResultsStore store = new ResultsStore(directory.toString(), new Configuration(), Map.of());
        assertThatCode(() -> SharedStorage.refuse(store, List.of())).doesNotThrowAnyException();
        assertThatThrownBy(() -> SharedStorage.refuse(store, List.of("a1", "a2")))
                .isInstanceOfSatisfying(UserException.class, e -> {
                    assertThat(e.kind()).isEqualTo(UserException.Kind.BAD_CONFIGURATION);
                    assertThat(e.getMessage())
                            .hasLineCount(1)
                            .contains("output.dir = " + store.root(), "(a1, a2)", "hdfs:");
                });
    }
}
