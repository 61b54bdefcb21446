package org.nalsm.spark.faults;

import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds in S3 and HDFS holds on a disk. */
class LocalDiskTest {
    @TempDir
    private Path directory;

    private ManyWriters writers() {
        return new ManyWriters(directory.toString(), new Configuration());
    }

    @Test
    void ofAttemptsThatEndTogetherOnePlacesTheBlock() {
        writers().placeOneBlock();
    }

    @Test
    void whatIsNotCommittedIsNeverSeen() {
        writers().leaveNothingOfWhatIsNotCommitted();
    }

    @Test
    void whatTheDriverDerivesIsReplaced() {
        writers().replaceWhatIsDerived();
    }

    @Test
    void ofDriversThatStartTogetherOneTakesTheLease() {
        writers().takeOneLease();
    }
}
