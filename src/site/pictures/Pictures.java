import io.github.ecrmaven.testing.AwsStandIn;
import io.github.ecrmaven.testing.RegistryStandIn;
import io.github.ecrmaven.testing.TestImage;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jline.utils.ScreenTerminal;

/** Runs goals on a terminal of util-linux's script, and draws what is on its screen as SVG. */
class Pictures {
    private static final Path IMAGES = Path.of("src/site/markdown/images");
    private static final String HOST = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
    private static final String UNIX = "unix://";
    private static final String DOCKER_HOST =
            System.getenv().getOrDefault("DOCKER_HOST", UNIX + "/var/run/docker.sock");
    private static final String ACCESS_KEY = "AKIAENVIRONMENT00001";
    private static final String SECRET_KEY = "environment/secret+wJalrXUtnFEMIK7MDENGbPxR";
    /**
     * Of the terminal that programs see. That of the picture is wider, as the host in it is longer than the stand-in's.
     */
    private static final int TERMINAL_COLUMNS = 80;

    private static final int COLUMNS = 122;
    private static final int ROWS = 60;
    private static final double WIDTH = 8.4;
    private static final int HEIGHT = 19;
    /** The colours of SGR 30 to 37. */
    private static final List<String> COLORS =
            List.of("#45475a", "#f38ba8", "#a6e3a1", "#f9e2af", "#89b4fa", "#f5c2e7", "#94e2d5", "#cdd6f4");

    private static final Map<String, Integer> MEGABYTES =
            new TreeMap<>(Map.of("team/app:1.4", 16, "team/db:16", 24, "team/cache:7", 4, "team/queue:3", 10));

    private final AwsStandIn aws = new AwsStandIn();
    private final RegistryStandIn registry = new RegistryStandIn(aws::issued);
    private final Path folder = Files.createTempDirectory("ecr");

    Pictures() throws IOException {
        aws.accept(ACCESS_KEY, SECRET_KEY);
        aws.serve(registry);
        registry.throttle(2 << 20);
        MEGABYTES.forEach((name, megabytes) -> {
            String[] parts = name.split(":");
            int[] layers = {megabytes << 19, (megabytes << 18) + 1_000, megabytes << 18};
            registry.push(parts[0], parts[1], TestImage.docker("linux/amd64", System.nanoTime(), layers));
        });
        if (DOCKER_HOST.startsWith(UNIX)) {
            Files.createSymbolicLink(folder.resolve("docker.sock"), Path.of(DOCKER_HOST.substring(UNIX.length())));
        }
        Files.writeString(folder.resolve("settings.xml"), "<settings />");
        Files.writeString(folder.resolve("config"), """
                [profile dev]
                sso_session = corp
                sso_account_id = 123456789012
                sso_role_name = Developer
                [sso-session corp]
                sso_region = eu-west-1
                sso_start_url = https://corp.awsapps.com/start
                """);
        Files.writeString(folder.resolve("pom.xml"), """
                <project>
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>shop</groupId>
                  <artifactId>orders</artifactId>
                  <version>1</version>
                  <packaging>pom</packaging>
                  <build>
                    <plugins>
                      <plugin>
                        <groupId>io.github.ecrmaven</groupId>
                        <artifactId>ecr-maven-plugin</artifactId>
                        <version>0.1.0-SNAPSHOT</version>
                        <configuration>
                          <region>eu-west-1</region>
                          <endpoint>%s</endpoint>
                          <images>%s</images>
                        </configuration>
                      </plugin>
                    </plugins>
                  </build>
                </project>
                """.formatted(
                        aws.endpoint(),
                        MEGABYTES.keySet().stream()
                                .map(name -> "<image>" + registry.host() + "/" + name + "</image>")
                                .collect(Collectors.joining())));
    }

    public static void main(String[] names) throws Exception {
        var pictures = new Pictures();
        try {
            for (String name : names.length == 0 ? new String[] {"progress", "ci", "check", "failure"} : names) {
                pictures.draw(name);
            }
        } finally {
            pictures.close();
        }
    }

    private void draw(String name) throws Exception {
        Files.createDirectories(IMAGES);
        Path file = IMAGES.resolve(name + ".svg");
        switch (name) {
            case "progress" -> {
                List<long[][]> screens = record("mvn ecr:pull", Pictures::isWhole);
                write(file, "mvn ecr:pull", screens.get(screens.size() / 2), "--- ecr:");
                run("mvn ecr:remove");
            }
            case "ci" -> {
                write(file, "mvn -B ecr:pull", last(record("mvn -B ecr:pull", screen -> true)), "--- ecr:");
                run("mvn ecr:remove");
            }
            case "check" ->
                write(file, "mvn ecr:check", last(record("mvn ecr:check", screen -> true)), "Container engine");
            case "failure" ->
                write(
                        file,
                        "mvn ecr:pull -Decr.profile=dev",
                        last(record("mvn ecr:pull -Decr.profile=dev", screen -> true)),
                        "--- ecr:");
            default -> throw new IllegalArgumentException("no picture '" + name + "'");
        }
        System.out.println("Drew " + file);
    }

    /**
     * Whether a screen is one that is not just drawn: of the images that its last line counts, each has a line above.
     */
    private static boolean isWhole(String screen) {
        long pulled = screen.lines().filter(line -> line.contains("Pulled ")).count();
        return pulled > 0 && screen.contains(pulled + " of 4 images");
    }

    private static <T> T last(List<T> list) {
        return list.get(list.size() - 1);
    }

    private void run(String command) throws Exception {
        record(command, screen -> false);
    }

    /** Runs a command on a terminal, and returns what was on its screen, each time that the text is wanted. */
    private List<long[][]> record(String command, Predicate<String> wanted) throws Exception {
        String maven = Path.of(System.getProperty("maven.home"), "bin", "mvn").toString();
        String arguments = " --settings=" + folder.resolve("settings.xml") + " --file=" + folder.resolve("pom.xml")
                + " -Dmaven.repo.local=" + Path.of("target/local-repo").toAbsolutePath();
        var builder = new ProcessBuilder(
                "script",
                "-qec",
                "stty cols " + TERMINAL_COLUMNS + " rows " + ROWS + "; "
                        + command.replaceFirst("mvn", maven + arguments),
                "/dev/null");
        Map<String, String> environment = builder.environment();
        environment
                .keySet()
                .removeIf(name -> name.startsWith("AWS_") || name.startsWith("MAVEN_") || name.equals("CI"));
        environment.put("TERM", "xterm-256color");
        environment.put("LC_ALL", "C.UTF-8");
        environment.put("MAVEN_BASEDIR", folder.toString());
        environment.put("AWS_CONFIG_FILE", folder.resolve("config").toString());
        environment.put(
                "AWS_SHARED_CREDENTIALS_FILE", folder.resolve("credentials").toString());
        environment.put("AWS_ENDPOINT_URL_STS", aws.endpoint().toString());
        if (DOCKER_HOST.startsWith(UNIX)) {
            environment.put("DOCKER_HOST", UNIX + folder.resolve("docker.sock"));
        }
        environment.put("AWS_ACCESS_KEY_ID", ACCESS_KEY);
        environment.put("AWS_SECRET_ACCESS_KEY", SECRET_KEY);
        Process process = builder.redirectErrorStream(true).start();
        var terminal = new ScreenTerminal(COLUMNS, ROWS);
        List<long[][]> screens = new ArrayList<>();
        try (Reader output = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)) {
            var buffer = new char[8192];
            for (int read = output.read(buffer); read >= 0; read = output.read(buffer)) {
                String text = new String(buffer, 0, read)
                        .replace(registry.host(), HOST)
                        .replace(folder.resolve("docker.sock").toString(), "/var/run/docker.sock");
                terminal.write(text.replaceAll("(?<!\r)\n", "\r\n"));
                long[][] screen = screen(terminal);
                if (wanted.test(text(screen))) {
                    screens.add(screen);
                }
            }
        }
        return screens;
    }

    private static long[][] screen(ScreenTerminal terminal) {
        var cells = new long[COLUMNS * ROWS];
        terminal.dump(cells, 0, 0, ROWS, COLUMNS, new int[2]);
        return IntStream.range(0, ROWS)
                .mapToObj(row -> Arrays.copyOfRange(cells, row * COLUMNS, (row + 1) * COLUMNS))
                .toArray(long[][]::new);
    }

    private static String text(long[][] screen) {
        return Arrays.stream(screen).map(Pictures::text).collect(Collectors.joining("\n"));
    }

    private static String text(long[] row) {
        return Arrays.stream(row)
                .mapToObj(cell -> Character.toString((int) cell == 0 ? ' ' : (int) cell))
                .collect(Collectors.joining())
                .stripTrailing();
    }

    /**
     * Draws a screen below its command, from the first line with a text, without the lines that Maven ends every build
     * with.
     */
    private static void write(Path file, String command, long[][] screen, String from) throws IOException {
        List<long[]> rows = Stream.of(screen)
                .dropWhile(row -> !text(row).contains(from))
                .takeWhile(row -> !text(row).contains("To see the full stack trace"))
                .filter(row -> !text(row).matches("\\[INFO] (-{20,}|BUILD .*|Total time: .*|Finished at: .*)"))
                .collect(Collectors.toCollection(ArrayList::new));
        while (!rows.isEmpty() && text(last(rows)).matches("(\\[\\w+])?\\s*")) {
            rows.remove(rows.size() - 1);
        }
        if (rows.isEmpty()) {
            throw new IllegalStateException("nothing to draw:\n" + text(screen));
        }
        var svg = new StringBuilder();
        int height = (rows.size() + 3) * HEIGHT;
        svg.append("""
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%1$d" font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" fill="#cdd6f4">
                <rect width="100%%" height="100%%" rx="8" fill="#1e1e2e"/>
                <text x="12" y="26" font-weight="bold">$ %s</text>
                """.formatted((int) (COLUMNS * WIDTH) + 24, height, escaped(command)));
        for (int row = 0; row < rows.size(); row++) {
            line(svg, rows.get(row), 26 + (row + 1) * HEIGHT);
        }
        Files.writeString(file, svg.append("</svg>\n"));
    }

    /** Draws the parts of a line that look the same, each at its column, whatever font is there. */
    private static void line(StringBuilder svg, long[] row, int y) {
        String text = text(row);
        for (int start = 0, end; start < text.length(); start = end) {
            end = start + 1;
            while (end < text.length() && row[end] >>> 32 == row[start] >>> 32) {
                end++;
            }
            String part = text.substring(start, end);
            if (!part.isBlank()) {
                svg.append("<text x=\"%.1f\" y=\"%d\" textLength=\"%.1f\" xml:space=\"preserve\"%s>%s</text>%n"
                        .formatted(
                                12 + start * WIDTH, y, part.length() * WIDTH, look(row[start] >>> 32), escaped(part)));
            }
        }
    }

    /**
     * The look of a cell of JLine's ScreenTerminal: bit 27 of the attributes is bold, bit 28 says that there is a
     * colour, and bits 12 to 23 are its red, green and blue, 4 bits each.
     */
    private static String look(long attributes) {
        String bold = (attributes & 0x08000000L) == 0 ? "" : " font-weight=\"bold\"";
        if ((attributes & 0x10000000L) == 0) {
            return bold;
        }
        long color = attributes >> 12 & 0xfff;
        int index = ((color & 0x800) == 0 ? 0 : 1) | ((color & 0x080) == 0 ? 0 : 2) | ((color & 0x008) == 0 ? 0 : 4);
        return bold + " fill=\"" + COLORS.get(index) + "\"";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    private void close() throws Exception {
        run("mvn ecr:remove");
        registry.close();
        aws.close();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }
}
