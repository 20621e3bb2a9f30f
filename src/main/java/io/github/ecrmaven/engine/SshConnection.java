package io.github.ecrmaven.engine;

import io.github.ecrmaven.image.Environment;
import io.github.ecrmaven.image.OutsideText;
import io.github.ecrmaven.image.SafeMessage;
import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A connection to an engine on another host: runs {@code docker system dial-stdio} there by the user's {@code ssh},
 * with its keys, agent and configuration, as the docker CLI does
 * (https://github.com/docker/cli/blob/master/cli/connhelper/connhelper.go).
 */
final class SshConnection {
    private static final Pattern PLAIN_PATH = Pattern.compile("[\\w./-]+");

    private final Process ssh;
    private final ErrorOutput errors;

    private SshConnection(Process ssh) {
        this.ssh = ssh;
        this.errors = new ErrorOutput(ssh.getErrorStream());
    }

    static Socket open(URI uri, Environment environment) throws IOException {
        var connection = new SshConnection(start(command(uri), environment));
        connection.errors.start();
        return new StreamSocket(connection.in(), connection.out(), connection.ssh::destroy);
    }

    static List<String> command(URI uri) {
        return command(uri, List.of("-o", "ConnectTimeout=30", "-T"), "system", "dial-stdio");
    }

    /** Returns the command with which a user can test the connection. */
    static String testCommand(URI uri) {
        return String.join(" ", command(uri, List.of(), "version")).replace(" -- ", " ");
    }

    private static List<String> command(URI uri, List<String> options, String... dockerCommand) {
        List<String> command = new ArrayList<>(List.of("ssh"));
        command.addAll(options);
        HostPort host = HostPort.of(uri).orElseThrow();
        if (host.user() != null) {
            command.addAll(List.of("-l", host.user()));
        }
        if (host.port() >= 0) {
            command.addAll(List.of("-p", String.valueOf(host.port())));
        }
        command.addAll(List.of("--", host.host(), "docker"));
        if (!uri.getPath().isEmpty() && !uri.getPath().equals("/")) {
            command.addAll(List.of("--host", quoted("unix://", uri.getPath())));
        }
        command.addAll(List.of(dockerCommand));
        return command;
    }

    /** Quotes the path for the shell of the host. */
    private static String quoted(String scheme, String path) {
        return PLAIN_PATH.matcher(path).matches() ? scheme + path : "'" + scheme + path.replace("'", "'\\''") + "'";
    }

    private static Process start(List<String> command, Environment environment) throws IOException {
        ProcessBuilder builder = environment.process(command);
        // Otherwise ssh asks for a password on the terminal, for each connection and between the lines of the log.
        builder.environment().putIfAbsent("SSH_ASKPASS_REQUIRE", "force");
        try {
            return builder.start();
        } catch (IOException e) {
            throw new SshFailedException("ssh does not start (" + SafeMessage.of(e) + ")");
        }
    }

    private InputStream in() {
        return new FilterInputStream(ssh.getInputStream()) {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int count = super.read(bytes, offset, length);
                if (count < 0) {
                    failIfSshFailed();
                }
                return count;
            }
        };
    }

    private OutputStream out() {
        return new FilterOutputStream(ssh.getOutputStream()) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
            }

            @Override
            public void flush() throws IOException {
                try {
                    out.flush();
                } catch (IOException e) {
                    failIfSshFailed();
                    throw e;
                }
            }
        };
    }

    /** Throws the error output of ssh, or of docker on the other host, if it has failed. */
    private void failIfSshFailed() throws IOException {
        try {
            if (ssh.waitFor(1, TimeUnit.SECONDS) && ssh.exitValue() != 0) {
                errors.join(TimeUnit.SECONDS.toMillis(1));
                String said = errors.toString();
                throw new SshFailedException(
                        said.isEmpty() ? "ssh ended with status " + ssh.exitValue() : "ssh says: " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    /** The last lines of the error output of ssh, which would block if nobody read them. */
    private static final class ErrorOutput extends Thread {
        private static final int MAX_LINES = 8;
        private static final int MAX_LINE = 1_000;

        private final InputStream from;
        private final Deque<String> last = new ArrayDeque<>();

        ErrorOutput(InputStream from) {
            super("container-engine-ssh");
            this.from = from;
            setDaemon(true);
        }

        @Override
        public void run() {
            try (var in = new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
                var line = new StringBuilder();
                for (int next = in.read(); next >= 0; next = in.read()) {
                    if (next == '\n') {
                        keep(line.toString());
                        line.setLength(0);
                    } else if (line.length() < MAX_LINE) {
                        line.append((char) next);
                    }
                }
                keep(line.toString());
            } catch (IOException e) {
                // ssh has ended.
            }
        }

        private synchronized void keep(String line) {
            // That no window for a password can be opened is not the reason of the failure.
            String said = OutsideText.line(line);
            if (said.isEmpty() || said.startsWith("ssh_askpass: ")) {
                return;
            }
            last.add(said);
            if (last.size() > MAX_LINES) {
                last.remove();
            }
        }

        @Override
        public synchronized String toString() {
            return String.join(" ", last).strip();
        }
    }

    /** Ssh, or docker on the other host, has failed before or during a response. */
    static final class SshFailedException extends IOException {
        private static final long serialVersionUID = 1;

        SshFailedException(String message) {
            super(message);
        }

        /**
         * Returns whether sshd closed the connection before anything was sent: it rejects connections at random when
         * too many have not signed in yet (MaxStartups, by default 10:30:100).
         */
        boolean isRejected() {
            return getMessage().contains("exchange_identification: ");
        }
    }
}
