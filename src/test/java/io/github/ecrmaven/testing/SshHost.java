package io.github.ecrmaven.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A host to reach by ssh: an sshd of this user's own at a free port of 127.0.0.1, with a key of its own, where docker
 * talks to the engine of this machine. While it is there, the {@code ssh} that the tests run knows these hosts, and
 * nothing of the user's own configuration:
 *
 * <ul>
 *   <li>{@code engine}: this one, by a key that it takes
 *   <li>{@code stranger}: the same, by a key that it does not take
 *   <li>{@code locked}: the same, by a key that has a password, which nobody gives
 *   <li>{@code unknown}: the same, but its own key is not known
 * </ul>
 */
public final class SshHost implements AutoCloseable {
    /** The folder that the PATH of the tests begins with, see the pom.xml; empty, but while there is a host. */
    private static final Path FIRST_OF_PATH = Path.of(System.getenv("PATH").split(File.pathSeparator, 2)[0]);

    /** Where Debian's sshd wants a folder that it does not make itself. */
    private static final Path DEBIANS_FOLDER = Path.of("/run/sshd");

    private final Path folder;
    private final int port = freePort();
    private final Process sshd;

    /**
     * Starts it.
     *
     * @param folder for its files, and for those programs that a session finds beside the usual ones
     * @param dockerHost the engine's address there
     * @param options of its configuration
     */
    public SshHost(Path folder, String dockerHost, String... options) {
        this.folder = folder;
        try {
            makeKey("host", "");
            makeKey("user", "");
            makeKey("locked", "password");
            makeKey("stranger", "");
            Files.writeString(
                    folder.resolve("authorized_keys"),
                    Files.readString(folder.resolve("user.pub")) + Files.readString(folder.resolve("locked.pub")));
            String key = Files.readString(folder.resolve("host.pub"));
            Files.writeString(folder.resolve("known_hosts"), "[127.0.0.1]:" + port + " " + key);
            Files.write(folder.resolve("sshd_config"), configuration(dockerHost, options));
            Files.write(folder.resolve("ssh_config"), clientConfiguration());
            writeProgram(
                    FIRST_OF_PATH.resolve("ssh"),
                    "export SSH_ASKPASS=/none; exec " + find("ssh").orElseThrow() + " -F "
                            + folder.resolve("ssh_config") + " -o ConnectTimeout=5 \"$@\"");
            if (find("docker").isEmpty()) {
                writeDialStdio();
            }
            if (isRoot() && find("sshd").orElseThrow().startsWith("/usr/sbin")) {
                Files.createDirectories(DEBIANS_FOLDER);
            }
            sshd = start(find("sshd").orElseThrow().toString(), "-D", "-e", "-f", path("sshd_config"));
            waitUntilItListens();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns whether this machine has what it takes. */
    public static boolean isPossible() {
        return Stream.of("sshd", "ssh", "ssh-keygen")
                .allMatch(program -> find(program).isPresent());
    }

    /** Makes a program, which sessions find before all others of that name. */
    public void install(String name, String script) throws IOException {
        writeProgram(folder.resolve(name), script);
    }

    /** Its port of 127.0.0.1. */
    public int port() {
        return port;
    }

    /** Returns how many programs it runs for those who are connected. */
    public long sessions() {
        return sshd.descendants().count();
    }

    /** Ends all connections. */
    public void hangUp() {
        sshd.descendants().forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public void close() {
        hangUp();
        sshd.destroyForcibly();
        try {
            sshd.waitFor();
            Files.delete(FIRST_OF_PATH.resolve("ssh"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<String> configuration(String dockerHost, String... options) {
        List<String> own = List.of(
                "ListenAddress 127.0.0.1",
                "Port " + port,
                "PidFile none",
                "HostKey " + path("host"),
                "AuthorizedKeysFile " + path("authorized_keys"),
                "AuthenticationMethods publickey",
                "StrictModes no",
                "UsePAM no",
                // With SHLVL, bash does not take this for a login, for which it would read the user's .bashrc.
                "SetEnv \"PATH=" + folder + ":" + System.getenv("PATH") + "\" SHLVL=1 DOCKER_HOST=" + dockerHost);
        return Stream.concat(own.stream(), Stream.of(options)).toList();
    }

    private List<String> clientConfiguration() {
        return List.of(
                "Host engine stranger locked unknown",
                "  HostName 127.0.0.1",
                "  Port " + port,
                "Host stranger",
                "  IdentityFile " + path("stranger"),
                "Host locked",
                "  IdentityFile " + path("locked"),
                "Host unknown",
                "  UserKnownHostsFile none",
                "Host * !stranger !locked",
                "  IdentityFile " + path("user"),
                "Host *",
                "  IdentitiesOnly yes",
                "  UserKnownHostsFile " + path("known_hosts"),
                "  GlobalKnownHostsFile none");
    }

    private void writeDialStdio() throws IOException {
        install(
                "docker",
                "exec '" + Path.of(System.getProperty("java.home"), "bin", "java") + "' -XX:TieredStopAtLevel=1 -cp '"
                        + Path.of("target", "test-classes").toAbsolutePath() + "' " + DialStdio.class.getName()
                        + " \"$@\"");
    }

    private static void writeProgram(Path file, String script) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void makeKey(String name, String password) throws IOException {
        Process keygen = start(
                find("ssh-keygen").orElseThrow().toString(), "-q", "-t", "ed25519", "-N", password, "-f", path(name));
        try {
            if (keygen.waitFor() != 0) {
                throw new IllegalStateException("ssh-keygen fails, see " + log());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Process start(String... command) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
    }

    private Path log() {
        return folder.resolve("log");
    }

    private void waitUntilItListens() throws IOException {
        for (int tries = 0; !listens(); tries++) {
            if (tries == 100 || !sshd.isAlive()) {
                close();
                throw new IllegalStateException("sshd does not start: " + Files.readString(log()));
            }
        }
    }

    private boolean listens() {
        try (var socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            pause();
            return false;
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    /** An administrator's programs are not on everybody's PATH. */
    private static Optional<Path> find(String program) {
        return Stream.concat(
                        Stream.of(System.getenv("PATH").split(File.pathSeparator))
                                .skip(1),
                        Stream.of("/usr/sbin", "/usr/local/sbin"))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
