package org.nalsm.spark.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nalsm.spark.faults.Waiting.until;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.nalsm.spark.cli.CommandLineRun;

/** Results in HDFS, with three datanodes of which one dies. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HdfsIT {
    @TempDir
    private static Path shared;

    private static MiniDFSCluster hdfs;

    @BeforeAll
    static void start() throws IOException {
        Configuration configuration = new Configuration();
        configuration.set(
                MiniDFSCluster.HDFS_MINIDFS_BASEDIR, shared.resolve("hdfs").toString());
        hdfs = new MiniDFSCluster.Builder(configuration).numDataNodes(3).build();
        hdfs.waitActive();
    }

    @AfterAll
    static void stop() {
        hdfs.shutdown();
    }

    private static ManyWriters writers(String directory) {
        return new ManyWriters(uri(directory), new Configuration());
    }

    private static String uri(String directory) {
        return hdfs.getURI() + "/" + directory;
    }

    @Test
    @Order(1)
    void ofAttemptsThatEndTogetherOnePlacesTheBlock() {
        writers("one").placeOneBlock();
    }

    @Test
    @Order(1)
    void whatIsNotCommittedIsNeverSeen() {
        writers("two").leaveNothingOfWhatIsNotCommitted();
    }

    @Test
    @Order(1)
    void whatTheDriverDerivesIsReplaced() {
        writers("three").replaceWhatIsDerived();
    }

    @Test
    @Order(1)
    void ofDriversThatStartTogetherOneTakesTheLease() {
        writers("four").takeOneLease();
    }

    /** The datanode dies when the first state of the initialisation is there. */
    @Test
    @Order(2)
    void theRowsOfARunAreThoseOfALocalDiskThoughADatanodeDies() throws IOException {
        SmallRun run = SmallRun.of(shared.resolve("data"));
        List<String> settings = new ArrayList<>(run.settings());
        settings.add("output.dir=" + uri("run"));
        CompletableFuture<CommandLineRun> running =
                CompletableFuture.supplyAsync(() -> CommandLineRun.nalsm(settings, "train"));
        until("a state is stored", () -> exists("/run/checkpoints") || running.isDone());
        hdfs.stopDataNode(0);
        CommandLineRun train = running.join();
        assertThat(train.exitCode()).as(train.err()).isZero();
        Path copy = shared.resolve("copy");
        hdfs.getFileSystem()
                .copyToLocalFile(
                        false,
                        new org.apache.hadoop.fs.Path("/run"),
                        new org.apache.hadoop.fs.Path(copy.toUri()),
                        true);
        FinalTables.assertEqual(copy, run.undisturbed(shared.resolve("local")));
    }

    private static boolean exists(String path) {
        try {
            return hdfs.getFileSystem().exists(new org.apache.hadoop.fs.Path(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
