package org.nalsm.spark.benchmark;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The command line of a Java virtual machine that is like this one. */
final class JvmCommand {
    /** Options that only one virtual machine can have at a time, as they name a port. */
    private static final List<String> UNSHAREABLE =
            List.of("-agentlib:jdwp", "-Xrunjdwp", "-Dcom.sun.management.jmxremote");

    private JvmCommand() {}

    /** Of the same Java, with this one's options and classes. */
    static List<String> likeThis(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(shareable(ManagementFactory.getRuntimeMXBean().getInputArguments()));
        command.addAll(List.of("-cp", classPath(main.getClassLoader()), main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** The options that a second virtual machine can have too. */
    static List<String> shareable(List<String> options) {
        return options.stream()
                .filter(option -> UNSHAREABLE.stream().noneMatch(option::startsWith))
                .toList();
    }

    /** Of a loader and those above it: spark-submit loads the application's jars by one of its own. */
    static String classPath(@Nullable ClassLoader loader) {
        Set<String> entries = new LinkedHashSet<>(
                List.of(System.getProperty("java.class.path").split(File.pathSeparator, -1)));
        for (ClassLoader each = loader; each != null; each = each.getParent()) {
            if (each instanceof URLClassLoader urls) {
                for (URL url : urls.getURLs()) {
                    entries.add(Path.of(URI.create(url.toString())).toString());
                }
            }
        }
        return String.join(File.pathSeparator, entries);
    }
}
