package io.github.ecrmaven.aws;

import java.io.IOException;
import java.net.MalformedURLException;
import java.security.GeneralSecurityException;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What an exception says, where it is of a kind that quotes no input; of any other its name and where it was thrown.
 * What parsers and checks of arguments quote may be a secret: a header's value, an address with a password, a file.
 */
final class SafeMessage {
    private static final Set<Class<?>> OF_CHECKS =
            Set.of(IllegalArgumentException.class, IllegalStateException.class, NullPointerException.class);

    private SafeMessage() {}

    static String of(Throwable failure) {
        String name = failure.getClass().getSimpleName();
        if (quotesNothing(failure)) {
            return failure.getMessage() == null ? name : failure.getMessage();
        }
        return Stream.of(failure.getStackTrace())
                .findFirst()
                .map(frame -> name + " in " + frame.getClassName() + "." + frame.getMethodName())
                .orElse(name);
    }

    private static boolean quotesNothing(Throwable failure) {
        if (failure instanceof IOException) {
            return !(failure instanceof MalformedURLException)
                    && !failure.getClass().getSimpleName().startsWith("MalformedJson");
        }
        return failure instanceof SdkException
                || failure instanceof GeneralSecurityException
                || (OF_CHECKS.contains(failure.getClass()) && !isOfJdk(failure));
    }

    /** Only the JDK's classes are in modules with a name; the SDK and the plugin say what is wrong, not with what. */
    private static boolean isOfJdk(Throwable failure) {
        return Stream.of(failure.getStackTrace())
                .findFirst()
                .filter(frame -> frame.getModuleName() != null)
                .isPresent();
    }
}
