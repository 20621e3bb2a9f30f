package io.github.ecrmaven.engine;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A connection to an engine on another host by the user's own {@code ssh}, with the keys, agent and configuration that
 * it has, and {@code docker system dial-stdio} there: as the docker CLI does it
 * (https://github.com/docker/cli/blob/master/cli/connhelper/connhelper.go).
 */
final class SshConnection {
    private static final int LONGEST_WORDS = 2000;

    private SshConnection() {}

    static List<String> command(URI uri) {
        List<String> command = new ArrayList<>(List.of("ssh", "-o", "ConnectTimeout=30", "-T"));
        if (uri.getUserInfo() != null) {
            command.addAll(List.of("-l", uri.getUserInfo()));
        }
        if (uri.getPort() >= 0) {
            command.addAll(List.of("-p", String.valueOf(uri.getPort())));
        }
        command.addAll(List.of("--", uri.getHost().replaceAll("[\\[\\]]", ""), "docker"));
        if (!uri.getPath().isEmpty() && !uri.getPath().equals("/")) {
            // The host's shell reads this.
            command.addAll(List.of("--host", "'unix://" + uri.getPath().replace("'", "'\\''") + "'"));
        }
        command.addAll(List.of("system", "dial-stdio"));
        return command;
    }

    static Socket open(URI uri) throws IOException {
        Process ssh = new ProcessBuilder(command(uri)).start();
        return new StreamSocket(new Answer(ssh), ssh.getOutputStream(), ssh::destroy);
    }

    /** What comes back; where nothing does, because ssh failed, its own words are why. */
    private static final class Answer extends InputStream {
        private final Process ssh;
        private final InputStream in;
        private boolean began;

        Answer(Process ssh) {
            this.ssh = ssh;
            this.in = ssh.getInputStream();
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = in.read(bytes, offset, length);
            if (count < 0 && !began) {
                throw new SshFailedException(words());
            }
            began = true;
            return count;
        }

        private String words() throws IOException {
            String words = new String(ssh.getErrorStream().readNBytes(LONGEST_WORDS), StandardCharsets.UTF_8).strip();
            return words.isEmpty() ? "ssh ended with status " + status() : words;
        }

        private String status() {
            try {
                return ssh.waitFor(1, TimeUnit.SECONDS) ? String.valueOf(ssh.exitValue()) : "unknown";
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return "unknown";
            }
        }
    }

    /** What ssh, or docker on the other host, said in the place of an answer. */
    static final class SshFailedException extends IOException {
        private static final long serialVersionUID = 1;

        SshFailedException(String words) {
            super(words);
        }
    }
}
