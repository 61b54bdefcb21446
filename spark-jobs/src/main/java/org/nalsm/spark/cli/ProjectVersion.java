package org.nalsm.spark.cli;

import org.nalsm.spark.run.CodeVersion;
import picocli.CommandLine.IVersionProvider;

/** What {@code nalsm --version} prints. */
final class ProjectVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String commit = CodeVersion.commit();
        return new String[] {"nalsm " + CodeVersion.current() + (commit.isEmpty() ? "" : " (commit " + commit + ")")};
    }
}
