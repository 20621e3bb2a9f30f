package io.github.ecrmaven.testing;

import io.github.ecrmaven.testing.Reply.End;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Something else than the usual answer, for a stand-in to give. */
public final class Fault {
    /** As a number of times: from now on. */
    public static final int ALWAYS = Integer.MAX_VALUE;

    private final UnaryOperator<Supplier<Reply>> change;

    private Fault(UnaryOperator<Supplier<Reply>> change) {
        this.change = change;
    }

    /** An error, in the form of the service that is asked. */
    public static Fault status(int status, String code, String message) {
        return new Fault(usual -> () -> {
            throw new Refusal(status, code, message);
        });
    }

    /** The usual answer, later. */
    public static Fault delay(Duration duration) {
        return new Fault(usual -> () -> {
            try {
                Thread.sleep(duration.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return usual.get();
        });
    }

    /** The usual answer, after something has happened. */
    public static Fault after(Runnable event) {
        return new Fault(usual -> () -> {
            event.run();
            return usual.get();
        });
    }

    /** The first half of the usual answer, then the end of the connection. */
    public static Fault cut() {
        return new Fault(usual -> () -> usual.get().ending(End.CUT));
    }

    /** The first half of the usual answer, then nothing more. */
    public static Fault stall() {
        return new Fault(usual -> () -> usual.get().ending(End.STALLED));
    }

    /** The usual answer, bit by bit. */
    public static Fault drip(int bytesPerSecond) {
        return new Fault(usual -> () -> usual.get().at(bytesPerSecond));
    }

    /** The usual answer with its last byte changed. */
    public static Fault wrongByte() {
        return new Fault(usual -> () -> {
            Reply reply = usual.get();
            return reply.with(reply.body().withWrongByte());
        });
    }

    /** No answer, but the end of the connection. */
    public static Fault hangUp() {
        return new Fault(usual -> () -> Reply.none());
    }

    /** This text, as the body of a success. */
    public static Fault body(String text) {
        return new Fault(usual -> () -> Reply.of(200, "application/json", text));
    }

    /** The usual answer, with one header more. */
    public static Fault header(String name, String value) {
        return new Fault(usual -> () -> usual.get().with(name, value));
    }

    /** A redirect to this URL. */
    public static Fault redirect(String location) {
        return redirect(307, location);
    }

    /** A redirect to this URL, by this status. */
    public static Fault redirect(int status, String location) {
        return new Fault(usual -> () -> Reply.of(status, "text/plain", "").with("Location", location));
    }

    /** A demand for a token, or for a password. */
    public static Fault challenge(String challenge) {
        return new Fault(usual -> () -> Reply.of(401, "text/plain", "").with("WWW-Authenticate", challenge));
    }

    Reply answer(Supplier<Reply> usual) {
        return change.apply(usual).get();
    }
}
