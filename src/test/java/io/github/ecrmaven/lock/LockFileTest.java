package io.github.ecrmaven.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.EngineNames;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.ExplainedException.Fault;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.ImageToPull;
import io.github.ecrmaven.image.PullPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading lock files, applying them to images, and writing them. */
class LockFileTest {
    static final Supplier<String> COMMAND = () -> "mvn ecr:lock";
    private static final String HOST = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
    private static final String APP = HOST + "/team/app:1.4";
    private static final String DB = HOST + "/team/db:16";
    private static final String ONE = "sha256:" + "1".repeat(64);
    private static final String TWO = "sha256:" + "2".repeat(64);
    private static final String COMMENT =
            "# The images that ecr:pull takes, by digest. 'mvn ecr:lock' writes this file: review it, and commit it.\n";

    @TempDir
    private Path folder;

    // Reading

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void acceptsCommentsBlankLinesAndAllLineEndings(String end) throws IOException {
        LockFile lock = read(end, "# ours", "", "  " + DB + "@" + ONE + " ", APP + "@" + TWO);

        assertThat(lock.exists()).isTrue();
        assertThat(lock.digests()).containsExactly(Map.entry(APP, TWO), Map.entry(DB, ONE));
    }

    @Test
    void anImageWithAMirrorIsListedUnderItsOwnName() throws IOException {
        LockFile lock = read("\n", "docker.io/library/postgres:16@" + ONE, "quay.io/keycloak/keycloak:26@" + TWO);
        ImageReference own = ImageReference.parse("postgres:16");

        assertThat(lock.digests())
                .containsExactly(Map.entry("postgres:16", ONE), Map.entry("quay.io/keycloak/keycloak:26", TWO));
        assertThat(lock.lock(own)).hasToString("postgres:16@" + ONE);
        assertThat(lock.locks(own.withDigest(ONE))).isTrue();
    }

    @Test
    void withoutAFileNothingIsLockedAndNothingIsMissing() {
        LockFile lock = LockFile.read(folder.resolve("ecr.lock"), COMMAND);

        assertThat(lock.exists()).isFalse();
        assertThat(lock.lock(image(APP))).isEqualTo(image(APP));
        lock.requireAll(images(APP));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "HOST/team/app:1                | 29 | the digest is missing: @sha256:… after the tag",
                "HOST/team/app@ONE              | 27 | the tag is missing: :TAG before the digest",
                "HOST/team/app:1@sha256:12      | 30 | digest 'sha256:12' is not sha256: and 64 hexadecimal digits",
                "HOST/team/app:1@               | 30 | digest '' is not sha256: and 64 hexadecimal digits",
                "HOST/Team/app:1@ONE            | 1  | repository 'Team/app' has capital letters",
                "'  team//app:1@ONE'            | 3  | repository 'team//app' must be lower-case letters and"
                        + " digits, with '.', '_', '__', dashes or '/' between them",
                "HOST/team/app:1 @ONE           | 29 | there is white space in it: a line is one image",
                "HOST/team/db:1@ONE             | 1  | HOST/team/db:1 is locked again, after line 2",
                "<<<<<<< HEAD                   | 1  | there is an unresolved merge conflict",
                "=======                        | 1  | there is an unresolved merge conflict",
                ">>>>>>> branch of a colleague  | 1  | there is an unresolved merge conflict",
                "HOST/team/a\u001b[2m\u202e:1@ONE  | 1  | repository 'team/a [2m ' must be lower-case letters"
                        + " and digits, with '.', '_', '__', dashes or '/' between them",
                "{                              | 2  | the digest is missing: @sha256:… after the tag",
            })
    void namesTheLineAndColumnOfTheDamage(String line, int column, String reason) {
        String host = "registry.test:500";
        Path file = folder.resolve("ecr.lock");

        assertThatThrownBy(() -> read(
                        "\n",
                        "# a comment",
                        host + "/team/db:1@" + TWO,
                        "",
                        line.replace("HOST", host).replace("ONE", ONE)))
                .isInstanceOfSatisfying(
                        ExplainedException.class,
                        failure -> assertThat(failure.fault()).isEqualTo(Fault.CONFIGURATION))
                .hasMessage("damaged " + file + ", line 4, column " + column + ": " + reason.replace("HOST", host)
                        + ". Correct the line, or delete the file and run 'mvn ecr:lock -pl :one'");
    }

    @Test
    void invalidUtf8IsADamagedLine() throws IOException {
        Path file = folder.resolve("ecr.lock");
        Files.write(file, (HOST + "/team/\u00e4pp:1@" + ONE).getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> LockFile.read(file, COMMAND))
                .hasMessageStartingWith("damaged " + file + ", line 1, column 1: repository 'team/");
    }

    /** The encoding of files that Windows PowerShell writes with {@code >}. */
    @Test
    void explainsAFileInUtf16() throws IOException {
        Path file = folder.resolve("ecr.lock");
        Files.write(file, ("\uFEFF" + APP + "@" + ONE + "\r\n").getBytes(StandardCharsets.UTF_16LE));

        assertThatThrownBy(() -> LockFile.read(file, COMMAND))
                .hasMessage("damaged " + file + ": it contains NUL characters, as UTF-16 text does. Save it as"
                        + " UTF-8, or delete the file and run 'mvn ecr:lock'");
    }

    /** Notepad on Windows writes a byte order mark. */
    @Test
    void aByteOrderMarkIsIgnored() throws IOException {
        Path file = folder.resolve("ecr.lock");
        Files.writeString(file, "\uFEFF" + APP + "@" + ONE + "\n");

        assertThat(LockFile.read(file, COMMAND).digests()).containsExactly(Map.entry(APP, ONE));
    }

    @Test
    void aFolderCannotBeRead() {
        assertThatThrownBy(() -> LockFile.read(folder, COMMAND))
                .isInstanceOf(ExplainedException.class)
                .hasMessageStartingWith("cannot read " + folder + ": ")
                .hasMessageEndingWith(". Set lockFile to a file that can be read");
    }

    // Locked images

    @Test
    void locksATagAndLeavesADigestAsItIs() throws IOException {
        LockFile lock = read("\n", APP + "@" + ONE);

        assertThat(lock.lock(image(APP))).hasToString(APP + "@" + ONE);
        assertThat(lock.lock(image(APP + "@" + TWO))).hasToString(APP + "@" + TWO);
        assertThat(lock.lock(image(DB))).hasToString(DB);
        assertThat(lock.locks(image(APP + "@" + ONE))).isTrue();
        assertThat(Stream.of(APP, APP + "@" + TWO, DB + "@" + ONE, HOST + "/team/app@" + ONE)
                        .filter(name -> lock.locks(image(name))))
                .isEmpty();
    }

    @Test
    void namesTheMissingImagesAndTheCommandThatLocksThem() throws IOException {
        LockFile lock = read("\n", APP + "@" + ONE);

        lock.requireAll(images(APP + "@" + ONE, HOST + "/team/x@" + TWO));
        assertThatThrownBy(() -> lock.requireAll(images(DB, DB)))
                .hasMessage(DB + " is not in " + lock.path() + ". Run 'mvn ecr:lock -pl :one' to lock it");
        assertThatThrownBy(() -> lock.requireAll(images(DB, HOST + "/team/x")))
                .isInstanceOfSatisfying(
                        ExplainedException.class,
                        failure -> assertThat(failure.fault()).isEqualTo(Fault.CONFIGURATION))
                .hasMessage("2 images are not in " + lock.path() + ": " + DB + ", " + HOST
                        + "/team/x:latest. Run 'mvn ecr:lock -pl :one' to lock them");
    }

    // Writing

    @Test
    void writesSortedLinesForDockerPull() throws IOException {
        Path file = folder.resolve("ecr.lock");
        LockFile before = LockFile.read(file, COMMAND);

        LockFile after = before.with(List.of(image(DB + "@" + TWO), image(APP + "@" + ONE)), false);
        after.writeIfChanged(before);

        assertThat(Files.readString(file)).isEqualTo(COMMENT + APP + "@" + ONE + "\n" + DB + "@" + TWO + "\n");
        assertThat(LockFile.read(file, COMMAND)).isEqualTo(after);
        assertThat(changes(before, after))
                .containsExactly(
                        "team/app:1.4  locked at sha256:111111111111",
                        "team/db:16    locked at sha256:222222222222",
                        "Locked 2 images in ecr.lock: 2 new");
    }

    @Test
    void listsMovedAndRemovedImages() throws IOException {
        LockFile before = read("\n", APP + "@" + ONE, DB + "@" + ONE, HOST + "/team/old:1@" + ONE);

        LockFile after = before.with(List.of(image(APP + "@" + ONE), image(DB + "@" + TWO)), false);

        assertThat(changes(before, after))
                .containsExactly(
                        "team/db:16  sha256:111111111111 -> sha256:222222222222",
                        "team/old:1  removed",
                        "Locked 2 images in ecr.lock: 1 moved, 1 removed");
    }

    @Test
    void keepsLinesOfOthers() throws IOException {
        LockFile before = read("\n", APP + "@" + ONE, DB + "@" + ONE);

        LockFile after = before.with(List.of(image(HOST + "/team/x:1@" + TWO)), true);

        assertThat(changes(before, after))
                .containsExactly("team/x:1  locked at sha256:222222222222", "Locked 2 images in ecr.lock: 1 new");
        assertThat(after.digests()).containsEntry(APP, ONE).containsEntry(DB, ONE);
    }

    @Test
    void anUnchangedFileIsNotWritten() throws IOException {
        LockFile before = read("\r\n", "# my own words", APP + "@" + ONE);

        LockFile after = before.with(List.of(image(APP + "@" + ONE)), false);
        after.writeIfChanged(before);

        assertThat(before.path()).content().startsWith("# my own words\r\n");
        assertThat(changes(before, after)).containsExactly("Locked 2 images in ecr.lock: nothing has changed");
    }

    @Test
    void aFolderIsNotReplaced() throws IOException {
        Path taken = Files.createDirectory(folder.resolve("ecr.lock"));
        var before = new LockFile(taken, COMMAND, false, new TreeMap<>());

        assertThatThrownBy(() ->
                        before.with(List.of(image(APP + "@" + ONE)), false).writeIfChanged(before))
                .isInstanceOf(ExplainedException.class)
                .hasMessageStartingWith("cannot write " + taken + ": ")
                .hasMessageEndingWith(". Set lockFile to a file that can be written");
    }

    @Test
    void aFileWithoutAnImageIsNotCreated() {
        Path absent = folder.resolve("absent.lock");
        LockFile before = LockFile.read(absent, COMMAND);

        LockFile after = before.with(List.of(), false);
        after.writeIfChanged(before);

        assertThat(absent).doesNotExist();
        assertThat(changes(before, after))
                .containsExactly("Nothing to lock: each image has a digest or the pull policy Never. absent.lock is"
                        + " not written");
    }

    private static List<String> changes(LockFile before, LockFile after) {
        var changes = new LockChanges(before, after);
        return Stream.concat(changes.lines().stream(), Stream.of(changes.summary(2)))
                .toList();
    }

    private static List<ImageToPull> images(String... names) {
        return Stream.of(names)
                .map(name -> new ImageToPull(
                        new EngineNames(image(name), null, null),
                        EcrRegistry.parse(HOST),
                        null,
                        PullPolicy.ALWAYS,
                        null))
                .toList();
    }

    private static ImageReference image(String name) {
        return ImageReference.parse(name);
    }

    private LockFile read(String end, String... lines) throws IOException {
        Path file = Files.writeString(folder.resolve("ecr.lock"), String.join(end, lines) + end);
        return LockFile.read(file, () -> "mvn ecr:lock -pl :one");
    }
}
