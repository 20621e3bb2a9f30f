package io.github.ecrmaven.testing;

import io.github.ecrmaven.testing.Principals.Principal;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What principals may do: everything that nobody denied. */
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

    /** Refuses what is denied, as services with a JSON protocol word it. */
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
