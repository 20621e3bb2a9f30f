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
 * An SSH server for tests: an sshd of the current user on a free port of 127.0.0.1, with its own host key, on which
 * {@code docker} connects to the local engine. While it runs, the {@code ssh} command of the tests ignores the user's
 * configuration, and reaches the server by these host names:
 *
 * <ul>
 *   <li>{@code engine}: with a key that the server accepts
 *   <li>{@code stranger}: with a key that the server does not accept
 *   <li>{@code locked}: with a key that is protected by a passphrase, which nobody enters
 *   <li>{@code unknown}: without the server's host key in known_hosts
 * </ul>
 */
public final class SshHost implements AutoCloseable {
    /** The first folder in the PATH of the tests, see pom.xml. It is empty unless a host is running. */
    private static final Path FIRST_PATH_FOLDER = Path.of(System.getenv("PATH").split(File.pathSeparator, 2)[0]);

    /** The privilege separation folder of Debian's sshd, which does not create it itself. */
    private static final Path PRIVILEGE_SEPARATION_FOLDER = Path.of("/run/sshd");

    private final Path folder;
    private final int port = freePort();
    private final Process sshd;

    /**
     * Starts the server.
     *
     * @param folder the folder for the server's files, which is also the first one in the PATH of its sessions
     * @param dockerHost the value of DOCKER_HOST in its sessions
     * @param options additional lines for sshd_config
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
                    FIRST_PATH_FOLDER.resolve("ssh"),
                    "export SSH_ASKPASS=/none; exec " + find("ssh").orElseThrow() + " -F "
                            + folder.resolve("ssh_config") + " -o ConnectTimeout=5 \"$@\"");
            if (find("docker").isEmpty()) {
                writeDialStdio();
            }
            if (isRoot() && find("sshd").orElseThrow().startsWith("/usr/sbin")) {
                Files.createDirectories(PRIVILEGE_SEPARATION_FOLDER);
            }
            sshd = start(find("sshd").orElseThrow().toString(), "-D", "-e", "-f", path("sshd_config"));
            waitUntilItListens();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns whether this machine has the programs that are needed. */
    public static boolean isPossible() {
        return Stream.of("sshd", "ssh", "ssh-keygen")
                .allMatch(program -> find(program).isPresent());
    }

    /** Creates a program that sessions run instead of any other with its name. */
    public void install(String name, String script) throws IOException {
        writeProgram(folder.resolve(name), script);
    }

    /** Returns the server's port on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** Returns the number of processes of open sessions. */
    public long sessions() {
        return sshd.descendants().count();
    }

    /** Closes all connections. */
    public void hangUp() {
        sshd.descendants().forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public void close() {
        hangUp();
        sshd.destroyForcibly();
        try {
            sshd.waitFor();
            Files.delete(FIRST_PATH_FOLDER.resolve("ssh"));
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
                // Without SHLVL, bash would read the user's .bashrc for a command that sshd runs.
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

    /** Finds a program in the PATH or in the folders of system programs, which not every PATH contains. */
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
