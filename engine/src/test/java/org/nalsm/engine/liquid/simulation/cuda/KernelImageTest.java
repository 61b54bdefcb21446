package org.nalsm.engine.liquid.simulation.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The checked-in PTX is that of the sources, and computes as the semantics ask. */
class KernelImageTest {
    private static final Path SOURCES = Path.of("src/main/cuda");

    @Test
    void belongsToTheSources() throws IOException, NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        List<Path> sources;
        try (Stream<Path> files = Files.list(SOURCES)) {
            sources = files.filter(file -> file.toString().matches(".*\\.cuh?"))
                    .sorted()
                    .toList();
        }
        assertThat(sources).hasSizeGreaterThan(3);
        for (Path source : sources) {
            digest.update(Files.readAllBytes(source));
        }
        assertThat(KernelImage.text())
                .as("run 'mvn -Pcuda generate-resources' where nvcc is")
                .contains("// sources sha-256 " + HexFormat.of().formatHex(digest.digest()) + "\n");
    }

    /** An addition without ".rn" could be fused with a product when the driver compiles it. */
    @Test
    void roundsEachOperationByItself() {
        Set<String> arithmetic = Pattern.compile(
                        "\\b(add|sub|mul|div|fma|mad|cvt|sqrt|rcp|ex2)\\.[a-z0-9.]*f(32|64)[a-z0-9.]*")
                .matcher(KernelImage.text())
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
        assertThat(arithmetic)
                .containsExactlyInAnyOrder(
                        "add.rn.f32", "sub.rn.f32", "mul.rn.f32", "div.rn.f32", "cvt.rn.f32.s32", "cvt.rni.s32.f32");
        assertThat(KernelImage.text()).doesNotContain(".ftz");
    }

    @Test
    void asksForNoNewerDriverThanTheCheckBeforeLoading() {
        assertThat(KernelImage.text()).contains("\n.version 7.0\n", "\n.target sm_75\n");
    }
}
