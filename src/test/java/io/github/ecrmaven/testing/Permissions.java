package io.github.ecrmaven.testing;

import io.github.ecrmaven.testing.Principals.Principal;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The permissions of principals: every action is allowed unless it was denied. */
final class Permissions {
    private record Denial(String arn, String action) {}

    private static final String EVERYBODY = "";

    private final Set<Denial> denials = ConcurrentHashMap.newKeySet();

    void deny(String action) {
        deny(EVERYBODY, action);
    }

    void deny(String arn, String action) {
        denials.add(new Denial(arn, action));
    }

    boolean allow(Principal caller, String action) {
        return denials.stream()
                .filter(denial -> denial.action().equals(action))
                .noneMatch(denial -> denial.arn().equals(EVERYBODY) || caller.is(denial.arn()));
    }

    /** Throws the error of services with a JSON protocol if an action is denied. */
    void check(Principal caller, String action, String resource) {
        if (!allow(caller, action)) {
            throw new Refusal(
                    400,
                    "AccessDeniedException",
                    refusal(caller, action, resource) + " because no identity-based policy allows the " + action
                            + " action");
        }
    }

    static String refusal(Principal caller, String action, String resource) {
        return "User: " + caller.arn() + " is not authorized to perform: " + action + " on resource: " + resource;
    }
}
