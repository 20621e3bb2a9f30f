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
 * Runs the {@code credential_process} of a profile, a command that prints credentials.
 *
 * <p>Like the AWS CLI, it uses the environment and the standard input of the build, and no shell
 * (https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-sourcing-external.html); unlike it, it limits the
 * time and the output.
 *
 * @param command the setting of the profile
 * @param environment the environment of the build
 * @param timeout the time after which the process is killed
 */
record CredentialProcess(SettingValue command, Environment environment, Duration timeout) {
    /** Enough to type a code or to touch a security key; the AWS SDK for Go waits as long. */
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private static final int KIBIBYTE = 1 << 10;
    private static final int MAX_OUTPUT_SIZE = 64 * KIBIBYTE;
    private static final long MILLIS_BETWEEN_READS = 10;

    private static final String BY_HAND = ". Run the command by hand to see its output";

    /** What only a shell interprets: pipes, redirections, variables and the home directory. */
    private static final Pattern SHELL_SYNTAX = Pattern.compile("[|&;<>$`]|(?:^|\\s)~");

    /**
     * An error of the system in a message of Java: {@code error=2, No such file}, since 25 {@code error: 2 (No such
     * file)}.
     */
    private static final Pattern SYSTEM_ERROR = Pattern.compile("error(?:=|: )\\d+(?:, | \\()([^)]*)");

    /** The beginning of the name of a secret; not of {@code passed} or {@code credentials}, which begin sentences. */
    private static final String SECRET_NAME =
            "(?:secret|token|key|passw|passphrase|passcode|pwd|(?:pass|credential)(?![a-z]))";

    /**
     * What stands before a secret: {@code token=}, {@code --token} (also in a list of quoted words), {@code -u} if a
     * user and a colon follow, or the scheme of an HTTP header.
     */
    private static final String BEFORE_SECRET = "(?:" + SECRET_NAME + "\\w*[\"']?\\s*[=:]\\s*"
            + "|--[\\w-]*" + SECRET_NAME + "[\\w-]*[\"']?[\\s,=]+(?!-|(?:is|must|requires)\\s)"
            + "|(?<![\\w-])(?:-u|--user)[\"']?[\\s,=]+(?=[^\\s:,]+:\\S)"
            + "|\\b(?:bearer|basic)\\s+(?!(?:auth|authentication|token|realm)[\\s=:]))";

    /**
     * A secret in the error output of a process: a word or a quoted text where a secret is expected, the user of a URL,
     * or any text that is long enough.
     */
    private static final Pattern SECRET = Pattern.compile(
            "(" + BEFORE_SECRET + "[\"']?)(?:(?<=\")(?:[^\"\\\\]++|\\\\.)++|(?<=')[^']+|[^\\s\"]+)"
                    + "|(?<=://)[^\\s/\"]+(?=@)"
                    + "|(?=[A-Za-z/_-]*[0-9+=])[A-Za-z0-9+/=_-]{20,}"
                    + "|[A-Za-z0-9+/=_-]{36,}",
            Pattern.CASE_INSENSITIVE);

    CredentialProcess(SettingValue command, Environment environment) {
        this(command, environment, TIMEOUT);
    }

    /** Kills the process when the JVM ends, also if that happens while the process is being started. */
    private static final class KillAtShutdown extends Thread {
        private Process process;
        private boolean isShutdown;

        synchronized Process start(ProcessBuilder builder) throws IOException {
            if (isShutdown) {
                throw new IllegalStateException("the JVM is shutting down");
            }
            process = builder.start();
            return process;
        }

        @Override
        public synchronized void run() {
            isShutdown = true;
            if (process != null) {
                kill(process);
            }
        }
    }

    /** What a process has written so far. */
    private record Output(ByteArrayOutputStream out, ByteArrayOutputStream errors) {
        static Output none() {
            return new Output(new ByteArrayOutputStream(), new ByteArrayOutputStream());
        }

        /** Reads what is available, without waiting; keeps only the beginning of the error output. */
        void readAvailable(InputStream fromOut, InputStream fromErrors) throws IOException {
            out.write(fromOut.readNBytes(fromOut.available()));
            byte[] more = fromErrors.readNBytes(fromErrors.available());
            errors.write(more, 0, Math.min(more.length, MAX_OUTPUT_SIZE - errors.size()));
        }

        /** Returns the error output after a colon, without texts that may be secrets; empty if there is none. */
        String quotedErrors() {
            String text =
                    SECRET.matcher(errors.toString(StandardCharsets.UTF_8)).replaceAll("$1(hidden)");
            String line = OutsideText.withoutFullStop(text);
            return line.isEmpty() ? "" : ": " + line;
        }
    }

    /**
     * Runs the process.
     *
     * @throws IllegalArgumentException if the command has a quote without its end; the message is the reason
     * @throws NoCredentialsException if it prints no credentials
     */
    AwsCredentials run() {
        var killAtShutdown = new KillAtShutdown();
        try {
            Runtime.getRuntime().addShutdownHook(killAtShutdown);
            try {
                Process process = start(killAtShutdown);
                Output output = output(process);
                return credentials(process.exitValue(), output);
            } finally {
                Runtime.getRuntime().removeShutdownHook(killAtShutdown);
            }
        } catch (IllegalStateException e) {
            throw failed(" was stopped with the build");
        }
    }

    private Process start(KillAtShutdown killAtShutdown) {
        boolean windows = environment.isWindows();
        List<String> words = windows ? ShellWords.windows(command.text()) : ShellWords.posix(command.text());
        if (words.isEmpty()) {
            throw new IllegalArgumentException("a quote in " + command.origin() + " is not closed");
        }
        try {
            return killAtShutdown.start(
                    environment.process(windows ? escaped(words) : words).redirectInput(Redirect.INHERIT));
        } catch (IOException e) {
            Matcher error = SYSTEM_ERROR.matcher(SafeMessage.of(e));
            throw failed(" cannot be started" + (error.find() ? ": " + error.group(1) : "")
                    + ". Begin it with the full path of a program" + shellAdvice());
        }
    }

    /** Escapes double quotes for Windows: Java does not, though it quotes arguments with spaces. */
    private static List<String> escaped(List<String> words) {
        return words.stream()
                .map(word -> word.replaceAll("(\\\\*)\"", "$1$1\\\\\""))
                .toList();
    }

    /** Reads without blocking: a grandchild that outlives the process may keep its output open. */
    private Output output(Process process) {
        Output output = Output.none();
        long end = System.nanoTime() + timeout.toNanos();
        try (InputStream out = new LimitedInputStream(process.getInputStream(), MAX_OUTPUT_SIZE);
                InputStream errors = process.getErrorStream()) {
            boolean running = true;
            while (running) {
                running = !process.waitFor(MILLIS_BETWEEN_READS, TimeUnit.MILLISECONDS);
                output.readAvailable(out, errors);
                if (running && System.nanoTime() - end > 0) {
                    throw failed(" did not finish within " + timeout.toSeconds() + " s and was stopped"
                            + output.quotedErrors() + ". Run the command by hand to see what it waits for");
                }
            }
            return output;
        } catch (TooMuchException e) {
            throw failed(" printed more than " + MAX_OUTPUT_SIZE / KIBIBYTE + " KiB" + BY_HAND + shellAdvice());
        } catch (IOException e) {
            throw failed(" has output that cannot be read (" + SafeMessage.of(e) + ")" + BY_HAND + shellAdvice());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(" was stopped with the build");
        } finally {
            if (process.isAlive()) {
                kill(process);
            }
        }
    }

    /** Kills the process and all its descendants. */
    private static void kill(Process process) {
        List<ProcessHandle> all = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
    }

    private AwsCredentials credentials(int status, Output output) {
        if (status != 0) {
            throw failed(" failed with exit status " + status + output.quotedErrors() + BY_HAND + shellAdvice());
        }
        try {
            CredentialsJson json = CredentialsJson.parse(output.out().toString(StandardCharsets.UTF_8));
            AwsCredentials credentials = json.credentials("SessionToken", command.origin());
            if (!json.text("Version").equals(Optional.of("1"))) {
                throw new MalformedException();
            }
            json.expiration().filter(Instant.now()::isAfter).ifPresent(end -> {
                throw failed(" printed credentials that expired at " + end
                        + ". Sign in again where it gets them, or correct this machine's clock");
            });
            return credentials;
        } catch (MalformedException e) {
            throw failed(" did not print a JSON object with \"Version\": 1, AccessKeyId and SecretAccessKey" + BY_HAND
                    + shellAdvice());
        } catch (DateTimeException e) {
            throw failed(
                    " printed an Expiration that is not a time such as 2026-01-31T12:00:00Z" + BY_HAND + shellAdvice());
        }
    }

    /** Returns the advice to run a shell if the command has its syntax. */
    private String shellAdvice() {
        return SHELL_SYNTAX.matcher(command.text()).find()
                ? "; as with the AWS CLI, it does not run in a shell: to use one, write sh -c '…'"
                : "";
    }

    private NoCredentialsException failed(String how) {
        return new NoCredentialsException(command.origin() + how);
    }
}
