package org.nalsm.spark.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.internal.config.ConfigEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/**
 * The files under docker/ and submit/profiles, which no test can run, as no container engine is at hand: versions, paths,
 * classes and settings that they name are those of the build, of the archive and of Spark.
 */
class DeploymentFilesTest {
    private static final Path ROOT = Path.of("..");
    private static final Path DOCKER = ROOT.resolve("docker");
    private static final Path PROFILES = ROOT.resolve("submit/profiles");

    /** Settings that Spark knows by a pattern, or that only jars of a cluster know, as Spark's documentation has them. */
    private static final Pattern LISTED_ELSEWHERE = Pattern.compile(
            "spark\\.master|spark\\.executor\\.resource\\.gpu\\.(amount|vendor|discoveryScript)|spark\\.yarn\\.queue"
                    + "|spark\\.kubernetes\\.(namespace|container\\.image|executor\\.container\\.image"
                    + "|authenticate\\.driver\\.serviceAccountName|(driver|executor)\\.podTemplateFile"
                    + "|(driver|executor)\\.secretKeyRef\\.[A-Z_]+|(driver|executor)\\.secrets\\.[a-z-]+)");

    @TempDir
    private static Path empty;

    @BeforeAll
    static void loadSparksSettings() throws ClassNotFoundException {
        for (String settings : List.of("package$", "Deploy$", "History$", "Worker$", "UI$", "Network$")) {
            Class.forName("org.apache.spark.internal.config." + settings);
        }
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file);
    }

    private static List<String> matches(String expression, String text) {
        Matcher matcher = Pattern.compile(expression, Pattern.MULTILINE).matcher(text);
        List<String> found = new ArrayList<>();
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    private static Map<?, ?> map(Object node) {
        return (Map<?, ?>) node;
    }

    private static Map<?, ?> yaml(Path file) throws IOException {
        return map(new Yaml().load(text(file)));
    }

    private static Map<?, ?> services(String file) throws IOException {
        return map(yaml(DOCKER.resolve(file)).get("services"));
    }

    /** Of a file of Spark's settings; those that are switched off count, too. */
    private static Properties settings(Path file) throws IOException {
        Properties settings = new Properties();
        settings.load(new StringReader(text(file).replaceAll("(?m)^#spark", "spark")));
        return settings;
    }

    static Stream<Path> settingsFiles() throws IOException {
        try (Stream<Path> profiles = Files.list(PROFILES);
                Stream<Path> images = Files.list(DOCKER)) {
            return Stream.concat(profiles, images)
                    .filter(file -> file.toString().endsWith(".conf"))
                    .toList()
                    .stream();
        }
    }

    @Test
    void versionsAreThoseOfTheBuild() throws IOException {
        String pom = text(ROOT.resolve("pom.xml"));
        String spark = matches("<spark\\.version>(.+)</spark", pom).get(0);
        String scala = matches("<scala\\.binary\\.version>(.+)</scala", pom).get(0);
        String java = matches("<maven\\.compiler\\.target>(.+)</maven", pom).get(0);
        String dockerfile = text(DOCKER.resolve("Dockerfile"));
        assertThat(dockerfile)
                .contains("SPARK_IMAGE=apache/spark:" + spark + "-scala" + scala + "-java" + java + "-ubuntu");
        assertThat(matches("openjdk-(\\d+)-jre", dockerfile)).hasSize(2).containsOnly(java);
        assertThat(matches("temurin-(\\d+)", dockerfile)).containsExactly(java);
        assertThat(text(DOCKER.resolve("notebooks/requirements.txt"))).contains("pyspark==" + spark + "\n");
        assertThat(text(DOCKER.resolve("notebooks/README.md"))).contains("pyspark==" + spark + " ");
        String hadoop = matches("hadoop-client-api-([0-9.]+)\\.jar", System.getProperty("java.class.path"))
                .get(0);
        assertThat(text(ROOT.resolve("submit/README.md"))).contains("org.apache.hadoop:hadoop-aws:" + hadoop + "\n");
        assertThat(text(ROOT.resolve("submit/README.md")))
                .contains("a Spark " + spark.replaceAll("\\.\\d+$", "") + " for Scala " + scala);
    }

    @Test
    void theVersionsOfTheNotebooksAreThoseThatTheirPageNames() throws IOException {
        String page = text(DOCKER.resolve("notebooks/README.md"));
        assertThat(text(DOCKER.resolve("notebooks/requirements.txt")).lines().filter(line -> line.contains("==")))
                .hasSize(6)
                .allSatisfy(requirement -> assertThat(page).contains(requirement));
    }

    @Test
    void whatTheImagesCopyIsThere() throws IOException {
        for (String copy : matches("^COPY (?!--from)(.+)$", text(DOCKER.resolve("Dockerfile")))) {
            List<String> paths = List.of(copy.split(" ", -1));
            assertThat(paths.subList(0, paths.size() - 1))
                    .allSatisfy(path -> assertThat(ROOT.resolve(path)).exists());
        }
    }

    @Test
    void whatIsNamedInTheImagesIsInTheArchive() throws IOException {
        Set<String> named = new TreeSet<>();
        for (Path folder : List.of(DOCKER, PROFILES)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    named.addAll(matches("/opt/nalsm/([a-zA-Z0-9./-]*[a-zA-Z0-9])", text(file)));
                }
            }
        }
        String archive = text(Path.of("src/dist/archive.xml"));
        assertThat(named)
                .contains("submit/nalsm", "submit/gpu-discovery.sh", "lib/nalsm-spark-jobs.jar")
                .allSatisfy(path -> {
                    if (path.startsWith("lib/")) {
                        assertThat(archive)
                                .containsAnyOf(
                                        "<include>" + path.substring("lib/".length()) + "</include>",
                                        "<outputDirectory>" + path + "</outputDirectory>");
                    } else {
                        assertThat(ROOT.resolve(path)).exists();
                        assertThat(path).matches("(submit|docker|conf)(/.*)?");
                    }
                });
    }

    @Test
    void theClusterHoldsTogether() throws IOException, ReflectiveOperationException {
        Map<?, ?> cluster = services("compose.yaml");
        Set<String> targets =
                Set.copyOf(matches("^FROM .* AS (cpu|gpu|notebook)$", text(DOCKER.resolve("Dockerfile"))));
        assertThat(targets).containsExactlyInAnyOrder("cpu", "gpu", "notebook");
        Set<?> volumes =
                map(yaml(DOCKER.resolve("compose.yaml")).get("volumes")).keySet();
        for (Map.Entry<?, ?> entry : cluster.entrySet()) {
            Map<?, ?> service = map(entry.getValue());
            Object target = map(service.get("build")).get("target");
            assertThat(targets).contains((String) target);
            assertThat(service.get("image")).isEqualTo("nalsm:" + target);
            for (Object mount : (List<?>) service.get("volumes")) {
                String source = ((String) mount).split(":", -1)[0];
                assertThat(source.startsWith(".") ? Files.exists(DOCKER.resolve(source)) : volumes.contains(source))
                        .as(source)
                        .isTrue();
            }
            if (service.get("depends_on") instanceof Map<?, ?> needed) {
                assertThat(cluster.keySet()).containsAll((Set) needed.keySet());
            }
            // The driver comes and goes; what stays is watched.
            assertThat(service.containsKey("healthcheck"))
                    .isEqualTo(!entry.getKey().equals("nalsm"));
            for (Object word :
                    (List<?>) service.get("command") == null ? List.of() : (List<?>) service.get("command")) {
                if (((String) word).startsWith("org.apache.spark.")) {
                    Class.forName((String) word, false, getClass().getClassLoader())
                            .getMethod("main", String[].class);
                }
            }
        }
        assertThat(services("compose.gpu.yaml").keySet()).isSubsetOf((Set) cluster.keySet());
        assertThat(map(services("compose.gpu.yaml").get("worker"))
                        .get("command")
                        .toString())
                .contains("org.apache.spark.deploy.worker.Worker spark://master:7077");
    }

    @Test
    void containersFindTheFoldersThatTheyShare() throws IOException, InterruptedException {
        String user = System.getProperty("user.name");
        Process script = new ProcessBuilder(DOCKER.resolve("folders.sh").toString(), user, empty.toString())
                .inheritIO()
                .start();
        assertThat(script.waitFor()).isZero();
        for (Object service : services("compose.yaml").values()) {
            for (Object mount : (List<?>) map(service).get("volumes")) {
                Path target = Path.of(((String) mount).split(":", -1)[1]);
                assertThat(empty.resolve(Path.of("/").relativize(target))).isDirectory();
            }
        }
        Properties defaults = settings(DOCKER.resolve("spark-defaults.conf"));
        assertThat(empty.resolve(defaults.getProperty("spark.eventLog.dir").substring("file:/".length())))
                .isDirectory();
        assertThat(defaults.getProperty("spark.history.fs.logDirectory"))
                .isEqualTo(defaults.getProperty("spark.eventLog.dir"));
    }

    @ParameterizedTest
    @MethodSource("settingsFiles")
    void settingsAreSparks(Path file) throws IOException {
        assertThat(settings(file).stringPropertyNames())
                .isNotEmpty()
                .allSatisfy(name -> assertThat(ConfigEntry.findEntry(name) != null
                                || LISTED_ELSEWHERE.matcher(name).matches())
                        .as(name)
                        .isTrue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"standalone.conf", "yarn.conf", "kubernetes.conf"})
    void profilesOfClustersHideSecrets(String profile) throws IOException {
        Properties settings = settings(PROFILES.resolve(profile));
        Pattern hidden = Pattern.compile(settings.getProperty("spark.redaction.regex"));
        assertThat(List.of(
                        "spark.hadoop.fs.s3a.access.key",
                        "spark.hadoop.fs.s3a.secret.key",
                        "spark.hadoop.fs.s3a.session.token",
                        "spark.hadoop.fs.s3a.encryption.key",
                        "spark.authenticate.secret",
                        "spark.ssl.keyPassword",
                        "AWS_SECRET_ACCESS_KEY"))
                .allMatch(name -> hidden.matcher(name).find());
        assertThat(hidden.matcher("spark.executor.cores").find()).isFalse();
        assertThat(settings.getProperty("spark.authenticate")).isEqualTo("true");
        assertThat(settings.getProperty("spark.network.crypto.enabled")).isEqualTo("true");
        assertThat(settings.stringPropertyNames()).doesNotContain("spark.authenticate.secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"driver", "executor"})
    void podsOfKubernetesAreNotRoot(String role) throws IOException {
        Map<?, ?> pod = yaml(PROFILES.resolve(role + "-pod.yaml"));
        assertThat(pod.get("kind")).isEqualTo("Pod");
        Map<?, ?> security = map(map(pod.get("spec")).get("securityContext"));
        assertThat(security.get("runAsNonRoot")).isEqualTo(true);
        assertThat(text(DOCKER.resolve("Dockerfile"))).contains("SPARK_UID=" + security.get("runAsUser"));
        assertThat(text(PROFILES.resolve("kubernetes.conf"))).contains(role + "-pod.yaml");
    }
}
