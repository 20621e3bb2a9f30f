package io.github.ecrmaven.testing;

import io.github.ecrmaven.testing.Reply.End;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** A fault that replaces or changes the normal response of a stand-in. */
public final class Fault {
    /** A number of times without a limit. */
    public static final int ALWAYS = Integer.MAX_VALUE;

    private final UnaryOperator<Supplier<Reply>> change;

    private Fault(UnaryOperator<Supplier<Reply>> change) {
        this.change = change;
    }

    /** Sends an error response, in the format of the service. */
    public static Fault status(int status, String code, String message) {
        return new Fault(usual -> () -> {
            throw new Refusal(status, code, message);
        });
    }

    /** Sends the normal response after a delay. */
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

    /** Runs an action before the normal response. */
    public static Fault after(Runnable event) {
        return new Fault(usual -> () -> {
            event.run();
            return usual.get();
        });
    }

    /** Sends half of the normal response, then closes the connection. */
    public static Fault cut() {
        return new Fault(usual -> () -> usual.get().ending(End.CUT));
    }

    /** Sends half of the normal response, then nothing more. */
    public static Fault stall() {
        return new Fault(usual -> () -> usual.get().ending(End.STALLED));
    }

    /** Sends the normal response at a low speed. */
    public static Fault drip(int bytesPerSecond) {
        return new Fault(usual -> () -> usual.get().at(bytesPerSecond));
    }

    /** Sends the normal response with its last byte changed. */
    public static Fault wrongByte() {
        return new Fault(usual -> () -> {
            Reply reply = usual.get();
            return reply.with(reply.body().withWrongByte());
        });
    }

    /** Closes the connection without a response. */
    public static Fault hangUp() {
        return new Fault(usual -> () -> Reply.none());
    }

    /** Sends this text as the body of a response with status 200. */
    public static Fault body(String text) {
        return new Fault(usual -> () -> Reply.of(200, "application/json", text));
    }

    /** Sends the normal response with one more header. */
    public static Fault header(String name, String value) {
        return new Fault(usual -> () -> usual.get().with(name, value));
    }

    /** Redirects to this URL with status 307. */
    public static Fault redirect(String location) {
        return redirect(307, location);
    }

    /** Redirects to this URL with this status. */
    public static Fault redirect(int status, String location) {
        return new Fault(usual -> () -> Reply.of(status, "text/plain", "").with("Location", location));
    }

    /** Sends status 401 with this WWW-Authenticate challenge. */
    public static Fault challenge(String challenge) {
        return new Fault(usual -> () -> Reply.of(401, "text/plain", "").with("WWW-Authenticate", challenge));
    }

    Reply answer(Supplier<Reply> usual) {
        return change.apply(usual).get();
    }
}
