package io.github.ecrmaven.engine;

import io.github.ecrmaven.image.ExplainedException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An image that the engine, or the registry behind it, did not give. What is to be done may be better known to the
 * caller, who can ask ECR's API about the image.
 */
public final class PullException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private static final Pattern QUOTE = Pattern.compile("ECR says: \\w+: (?<words>.+?)\\. (?<rest>.+)");

    private final Kind kind;
    private final String said;

    /** Why there is no image, as far as it changes what is done next. */
    public enum Kind {
        /** The registry did not take the credentials: they are missing, wrong, expired or not allowed to pull. */
        REFUSED,
        /** The registry says that the time of the credentials is over. */
        EXPIRED,
        /** The registry has no such repository, tag or digest, or does not say that it has. */
        NOT_FOUND,
        /** The image is there, but not for this platform. */
        NO_PLATFORM,
        /** What the reference names is no image: nothing that a container could be made of. */
        NO_IMAGE,
        /** What may pass: a connection that broke, a registry that is asked too often or fails, a time limit. */
        TEMPORARY,
        /** Anything else: a full disk, a layer that is not what its digest says, silence. */
        OTHER
    }

    /**
     * Describes a pull that failed.
     *
     * @param said what failed, where, and what the other side said; without a full stop at its end
     * @param remedy what to do; empty where nothing is known
     * @param cause may be null
     */
    PullException(Kind kind, String said, String remedy, Throwable cause) {
        super(with(said, remedy), cause);
        this.kind = kind;
        this.said = said;
    }

    private static String with(String said, String remedy) {
        return remedy.isEmpty() ? said : said + ". " + remedy;
    }

    /** Returns what failed, where, and what the other side said; not what to do. */
    public String said() {
        return said;
    }

    /** Returns why there is no image. */
    public Kind kind() {
        return kind;
    }

    /** Returns the failure with advice that follows from the engine's words alone. */
    public ExplainedException explain() {
        return ExplainedException.environment(getMessage(), getCause());
    }

    /** Some engines quote ECR, as the registry told them: then only what to do is new. */
    private String news(String finding) {
        Matcher quote = QUOTE.matcher(finding);
        return quote.matches() && said.contains(quote.group("words")) ? quote.group("rest") : finding;
    }

    /**
     * Returns the failure with better advice.
     *
     * @param finding what ECR's API says of the image and what to do, without a full stop at its end
     */
    public ExplainedException explain(String finding) {
        return ExplainedException.environment(with(said, news(finding)), getCause());
    }
}
