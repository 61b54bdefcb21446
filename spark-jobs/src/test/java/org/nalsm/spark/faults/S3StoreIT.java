package org.nalsm.spark.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nalsm.spark.cli.CommandLineRun;

/** Results in S3: objects that appear when they are whole, and only where there is none of their name. */
class S3StoreIT {
    @TempDir
    private static Path shared;

    private static S3Store s3;

    @BeforeAll
    static void start() {
        s3 = new S3Store(shared.resolve("s3"));
    }

    @AfterAll
    static void stop() {
        s3.close();
    }

    private static ManyWriters writers(String key) {
        Configuration configuration = new Configuration();
        s3.settings().forEach(configuration::set);
        return new ManyWriters(S3Store.uri(key), configuration);
    }

    @Test
    void ofAttemptsThatEndTogetherOnePlacesTheBlock() {
        writers("one").placeOneBlock();
    }

    @Test
    void whatIsNotCommittedIsNeverSeen() {
        writers("two").leaveNothingOfWhatIsNotCommitted();
    }

    @Test
    void whatTheDriverDerivesIsReplaced() {
        writers("three").replaceWhatIsDerived();
    }

    @Test
    void ofDriversThatStartTogetherOneTakesTheLease() {
        writers("four").takeOneLease();
    }

    /** The secret key is nowhere in what is left. */
    @Test
    void theRowsOfARunAreThoseOfALocalDisk() {
        SmallRun run = SmallRun.of(shared.resolve("data"));
        List<String> settings = new ArrayList<>(run.settings());
        settings.add("output.dir=" + S3Store.uri("run"));
        s3.settings().forEach((key, value) -> System.setProperty("spark.hadoop." + key, value));
        try {
            CommandLineRun train = CommandLineRun.nalsm(settings, "train");
            assertThat(train.exitCode()).as(train.err()).isZero();
            assertThat(train.out() + train.err() + train.said()).doesNotContain(S3Store.SECRET_KEY);
        } finally {
            s3.settings().forEach((key, value) -> System.clearProperty("spark.hadoop." + key));
        }
        FinalTables.assertEqual(s3.file("run"), run.undisturbed(shared.resolve("local")));
        assertThat(FinalTables.filesWith(s3.file("run"), S3Store.SECRET_KEY)).isEmpty();
    }
}
