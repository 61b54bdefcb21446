package org.nalsm.spark.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a figure depends on beside the program.
 *
 * @param cpu model name of the processor; the architecture where the system does not tell
 * @param cores processors that this Java virtual machine may use
 * @param java version of Java
 * @param heapBytes largest heap, bytes
 */
public record MachineFacts(String cpu, int cores, String java, long heapBytes) {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    /** Of this machine. */
    public static MachineFacts here() {
        Runtime runtime = Runtime.getRuntime();
        return new MachineFacts(
                cpuModel(), runtime.availableProcessors(), Runtime.version().toString(), runtime.maxMemory());
    }

    private static String cpuModel() {
        try {
            return cpuModel(Files.isReadable(CPU_INFO) ? Files.readAllLines(CPU_INFO) : List.of());
        } catch (IOException e) {
            // It is a remark beside the figures; they are worth having without it.
            return cpuModel(List.of());
        }
    }

    static String cpuModel(List<String> cpuInfo) {
        return cpuInfo.stream()
                .filter(line -> line.startsWith("model name") && line.contains(":"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse(System.getProperty("os.arch"));
    }

    /** For JSON. */
    public Map<String, Object> fields() {
        return Map.of("cpu", cpu, "cores", cores, "java", java, "heap_bytes", heapBytes);
    }

    /** On one line. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "%s, %d cores; Java %s, heap of at most %,d MiB", cpu, cores, java, heapBytes >> 20);
    }
}
