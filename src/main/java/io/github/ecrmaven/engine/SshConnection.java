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
 * A connection to an engine on another host by the user's own {@code ssh}, with the keys, agent and configuration that
 * it has, and {@code docker system dial-stdio} there: as the docker CLI does it
 * (https://github.com/docker/cli/blob/master/cli/connhelper/connhelper.go).
 */
final class SshConnection {
    private static final Pattern PLAIN_PATH = Pattern.compile("[\\w./-]+");

    private final Process ssh;
    private final Words words;

    private SshConnection(Process ssh) {
        this.ssh = ssh;
        this.words = new Words(ssh.getErrorStream());
    }

    static Socket open(URI uri, Environment environment) throws IOException {
        var connection = new SshConnection(start(command(uri), environment));
        connection.words.start();
        return new StreamSocket(connection.in(), connection.out(), connection.ssh::destroy);
    }

    static List<String> command(URI uri) {
        return command(uri, List.of("-o", "ConnectTimeout=30", "-T"), "system", "dial-stdio");
    }

    /** What a user may type to see whether the way to the engine is open. */
    static String trial(URI uri) {
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

    /** The host's shell reads the path. */
    private static String quoted(String scheme, String path) {
        return PLAIN_PATH.matcher(path).matches() ? scheme + path : "'" + scheme + path.replace("'", "'\\''") + "'";
    }

    private static Process start(List<String> command, Environment environment) throws IOException {
        ProcessBuilder builder = environment.process(command);
        // A password would be asked for on the terminal, once for each connection and in the midst of Maven's lines.
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

    /** Where ssh, or docker on the other host, ended badly, its own words are why. */
    private void failIfSshFailed() throws IOException {
        try {
            if (ssh.waitFor(1, TimeUnit.SECONDS) && ssh.exitValue() != 0) {
                words.join(TimeUnit.SECONDS.toMillis(1));
                String said = words.toString();
                throw new SshFailedException(
                        said.isEmpty() ? "ssh ended with status " + ssh.exitValue() : "ssh says: " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    /** The last lines of what ssh says beside the answer. It would stand still if nobody read them. */
    private static final class Words extends Thread {
        private static final int LINES = 8;
        private static final int LONGEST_LINE = 1_000;

        private final InputStream from;
        private final Deque<String> last = new ArrayDeque<>();

        Words(InputStream from) {
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
                    } else if (line.length() < LONGEST_LINE) {
                        line.append((char) next);
                    }
                }
                keep(line.toString());
            } catch (IOException e) {
                // ssh has ended.
            }
        }

        private synchronized void keep(String line) {
            // That there is no window to ask in for a password is not why there is no connection.
            String said = OutsideText.line(line);
            if (said.isEmpty() || said.startsWith("ssh_askpass: ")) {
                return;
            }
            last.add(said);
            if (last.size() > LINES) {
                last.remove();
            }
        }

        @Override
        public synchronized String toString() {
            return String.join(" ", last).strip();
        }
    }

    /** What ssh, or docker on the other host, said in the place of an answer, or in the midst of one. */
    static final class SshFailedException extends IOException {
        private static final long serialVersionUID = 1;

        SshFailedException(String message) {
            super(message);
        }

        /**
         * Returns whether the host hung up before anything was sent: its sshd takes only so many connections at once
         * that have not signed in yet, and turns others away by chance (MaxStartups, by default 10:30:100).
         */
        boolean isTurnedAway() {
            return getMessage().contains("exchange_identification: ");
        }
    }
}
