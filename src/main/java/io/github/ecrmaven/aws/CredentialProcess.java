package io.github.ecrmaven.aws;

import io.github.ecrmaven.aws.CredentialsJson.MalformedException;
import io.github.ecrmaven.image.Environment;
import io.github.ecrmaven.image.LimitedInputStream;
import io.github.ecrmaven.image.LimitedInputStream.TooMuchException;
import io.github.ecrmaven.image.OutsideText;
import io.github.ecrmaven.image.SafeMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/**
 * The command of a profile that prints credentials, run as the AWS CLI runs it
 * (https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-sourcing-external.html): with this environment and
 * input, and without a shell. The AWS CLI would wait for it, and read from it, without end.
 *
 * @param command as it is written in the profile
 * @param environment of the build
 * @param timeout after which it is ended
 */
record CredentialProcess(SettingValue command, Environment environment, Duration timeout) {
    /** Long enough to type a code or to touch a key; the AWS SDK for Go waits as long. */
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private static final int KIBIBYTE = 1 << 10;
    private static final int LONGEST_OUTPUT = 64 * KIBIBYTE;
    private static final long MILLIS_BETWEEN_READS = 10;

    private static final String BY_HAND = ". Run the command by hand to see what it says";

    /** What only a shell understands: pipes and redirections, variables and the home directory. */
    private static final Pattern SHELL_SYNTAX = Pattern.compile("[|&;<>$`]|(?:^|\\s)~");

    /** How Java says it: {@code error=2, No such file}, and since 25 {@code error: 2 (No such file)}. */
    private static final Pattern SYSTEM_ERROR = Pattern.compile("error(?:=|: )\\d+(?:, | \\()([^)]*)");

    /** What a process says of its secrets, and whatever is long enough to be one. */
    private static final Pattern SECRET = Pattern.compile(
            "((?:secret|token|password|key)\\w*\"?\\s*[=:]\\s*\"?)[^\\s\",]+"
                    + "|(?=[A-Za-z/_-]*[0-9+=])[A-Za-z0-9+/=_-]{20,}|[A-Za-z0-9+/=_-]{36,}",
            Pattern.CASE_INSENSITIVE);

    CredentialProcess(SettingValue command, Environment environment) {
        this(command, environment, TIMEOUT);
    }

    /** Ends the process with the JVM, also where that ends while the process starts. */
    private static final class EndWithTheJvm extends Thread {
        private Process process;
        private boolean ended;

        synchronized Process start(ProcessBuilder builder) throws IOException {
            if (ended) {
                throw new IllegalStateException("the JVM ends");
            }
            process = builder.start();
            return process;
        }

        @Override
        public synchronized void run() {
            ended = true;
            if (process != null) {
                destroy(process);
            }
        }
    }

    /** What a process printed, and what it said beside that. */
    private record Output(ByteArrayOutputStream printed, ByteArrayOutputStream said) {
        static Output none() {
            return new Output(new ByteArrayOutputStream(), new ByteArrayOutputStream());
        }

        /** Takes what is there to be read, and waits for nothing; of what is said, the beginning is enough. */
        void take(InputStream out, InputStream errors) throws IOException {
            printed.write(out.readNBytes(out.available()));
            byte[] more = errors.readNBytes(errors.available());
            said.write(more, 0, Math.min(more.length, LONGEST_OUTPUT - said.size()));
        }

        /** Returns what the process said, to be put behind a statement, without what may be a secret in it. */
        String quoted() {
            String text = SECRET.matcher(said.toString(StandardCharsets.UTF_8))
                    .replaceAll(match ->
                            (match.group(1) == null ? "" : Matcher.quoteReplacement(match.group(1))) + "(hidden)");
            String line = OutsideText.line(text).replaceAll("\\.$", "");
            return line.isEmpty() ? "" : ": " + line;
        }
    }

    /**
     * Runs the process.
     *
     * @throws IllegalArgumentException when the command is none; the message is the reason
     * @throws NoCredentialsException when it gives no credentials
     */
    AwsCredentials run() {
        var atTheEnd = new EndWithTheJvm();
        try {
            Runtime.getRuntime().addShutdownHook(atTheEnd);
            try {
                Process process = start(atTheEnd);
                Output output = output(process);
                return credentials(process.exitValue(), output);
            } finally {
                Runtime.getRuntime().removeShutdownHook(atTheEnd);
            }
        } catch (IllegalStateException e) {
            throw failed(" was ended with the build");
        }
    }

    private Process start(EndWithTheJvm atTheEnd) {
        boolean windows = environment.isWindows();
        List<String> words = windows ? ShellWords.windows(command.text()) : ShellWords.posix(command.text());
        if (words.isEmpty()) {
            throw new IllegalArgumentException("a quote in " + command.origin() + " does not end");
        }
        try {
            return atTheEnd.start(
                    environment.process(windows ? quoted(words) : words).redirectInput(Redirect.INHERIT));
        } catch (IOException e) {
            Matcher error = SYSTEM_ERROR.matcher(SafeMessage.of(e));
            throw failed(" does not start" + (error.find() ? ": " + error.group(1) : "")
                    + ". Begin it with the full path of a program" + shell());
        }
    }

    /** Java quotes a word with spaces in it for Windows, but not the double quotes in it. */
    private static List<String> quoted(List<String> words) {
        return words.stream()
                .map(word -> word.replaceAll("(\\\\*)\"", "$1$1\\\\\""))
                .toList();
    }

    /** Reads what comes without a thread of its own for it, which a grandchild that lives on could hold up. */
    private Output output(Process process) {
        Output output = Output.none();
        long end = System.nanoTime() + timeout.toNanos();
        try (InputStream out = new LimitedInputStream(process.getInputStream(), LONGEST_OUTPUT);
                InputStream errors = process.getErrorStream()) {
            boolean running = true;
            while (running) {
                running = !process.waitFor(MILLIS_BETWEEN_READS, TimeUnit.MILLISECONDS);
                output.take(out, errors);
                if (running && System.nanoTime() - end > 0) {
                    throw failed(" gave nothing within " + timeout.toSeconds() + " s and was ended" + output.quoted()
                            + ". Run the command by hand to see what it waits for");
                }
            }
            return output;
        } catch (TooMuchException e) {
            throw failed(" printed more than " + LONGEST_OUTPUT / KIBIBYTE + " KiB" + BY_HAND + shell());
        } catch (IOException e) {
            throw failed(" cannot be read from (" + SafeMessage.of(e) + ")" + BY_HAND + shell());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(" was ended with the build");
        } finally {
            if (process.isAlive()) {
                destroy(process);
            }
        }
    }

    /** Ends the process with all that it started. */
    private static void destroy(Process process) {
        List<ProcessHandle> all = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
    }

    private AwsCredentials credentials(int status, Output output) {
        if (status != 0) {
            throw failed(" failed with exit status " + status + output.quoted() + BY_HAND + shell());
        }
        try {
            CredentialsJson json = CredentialsJson.parse(output.printed().toString(StandardCharsets.UTF_8));
            AwsCredentials credentials = json.credentials("SessionToken", command.origin());
            if (!json.text("Version").equals(Optional.of("1"))) {
                throw new MalformedException("Version");
            }
            json.end().filter(Instant.now()::isAfter).ifPresent(end -> {
                throw failed(" printed credentials that ended at " + end
                        + ". Sign in anew to what it asks, or set this machine's clock");
            });
            return credentials;
        } catch (MalformedException e) {
            throw failed(" did not print a JSON object with \"Version\": 1, AccessKeyId and SecretAccessKey" + BY_HAND
                    + shell());
        } catch (DateTimeException e) {
            throw failed(" printed an Expiration that is no time such as 2026-01-31T12:00:00Z" + BY_HAND + shell());
        }
    }

    /** What works in a terminal does not do so here. */
    private String shell() {
        return SHELL_SYNTAX.matcher(command.text()).find()
                ? "; as for the AWS CLI, no shell reads it: what needs one belongs into sh -c '…'"
                : "";
    }

    private NoCredentialsException failed(String how) {
        return new NoCredentialsException(command.origin() + how);
    }
}
