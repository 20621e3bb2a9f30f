package io.github.ecrmaven.mojo;

import io.github.ecrmaven.pull.Display;
import io.github.ecrmaven.pull.PlainDisplay;
import java.io.Console;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import org.apache.maven.execution.MavenSession;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** Chooses how pull progress is displayed, and measures the terminal for {@code ecr:check}. */
final class DisplayFactory {
    private DisplayFactory() {}

    /**
     * Returns a live display if there is a terminal, and nothing else writes to it in the meantime, such as other
     * modules with -T, or Maven 4, which takes over all output. Otherwise progress is lines of the log.
     */
    static Display of(GoalContext context) {
        var plain = new PlainDisplay(context.log()::info);
        return mayDraw(context) && isTerminal(System.console())
                ? new LiveDisplay(DisplayFactory::terminal, plain)
                : plain;
    }

    /** Returns whether a terminal, if there is one, may be drawn on. */
    static boolean mayDraw(GoalContext context) {
        MavenSession session = context.session();
        GoalLog log = context.log();
        return isMaven3(session)
                && session.getRequest().isInteractiveMode()
                && session.getRequest().getDegreeOfConcurrency() == 1
                && !"never".equals(session.getUserProperties().getProperty("style.color"))
                && context.environment().variable("CI").isEmpty()
                && log.isInfoEnabled()
                && !log.isDebugEnabled();
    }

    private static boolean isMaven3(MavenSession session) {
        return session.getSystemProperties().getProperty("maven.version", "").startsWith("3.");
    }

    /** Returns how long a line of the log can be on the terminal; 0 if there is none, or its width is unknown. */
    static int lineWidth(GoalContext context) {
        if (!isMaven3(context.session()) || !isTerminal(System.console())) {
            return 0;
        }
        try (Terminal terminal = terminal()) {
            return Math.max(0, terminal.getSize().getColumns() - "[INFO] ".length());
        } catch (IOException | IllegalStateException e) {
            return 0;
        }
    }

    /** Since Java 22 there is a console also without a terminal, and a method that tells which. */
    private static boolean isTerminal(Console console) {
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (IllegalAccessException | InvocationTargetException e) {
            return false;
        }
    }

    /** Uses the programs of the system, as Java warns that JLine's other ways use native code. */
    static Terminal terminal() {
        try {
            Terminal terminal = TerminalBuilder.builder()
                    .system(true)
                    .provider("exec")
                    .dumb(false)
                    // Otherwise JLine asks the terminal what it can do, and a late answer appears at the user's prompt.
                    .graphemeCluster(false)
                    .build();
            if (terminal.getType().startsWith(Terminal.TYPE_DUMB)) {
                terminal.close();
                throw new IllegalStateException("a dumb terminal");
            }
            return terminal;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
