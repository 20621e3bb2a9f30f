package io.github.ecrmaven.mojo;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.maven.execution.ExecutionListener;
import org.apache.maven.execution.MavenExecutionRequest;
import org.apache.maven.execution.MavenSession;

/**
 * Lets the last module that needs an image remove it. Who needs it is known from the build's plan; what the last one
 * did not get to, as it failed or was skipped, is done at the end of the build.
 *
 * @param session the build
 * @param data what its modules share
 */
record LastUse(MavenSession session, BuildData data) {
    /**
     * Writes down, before the first goal of the build does anything, which images each module is going to need.
     *
     * @param filters takes the goals that the build is going to run
     */
    void plan(ReactorPlan plan, Consumer<List<AbstractEcrMojo>> filters) {
        synchronized (data.get("plan", Object::new)) {
            if (data.isNew("planned")) {
                List<AbstractEcrMojo> planned = session.getProjects().stream()
                        .flatMap(project -> plan.of(project).stream())
                        .toList();
                planned.forEach(AbstractEcrMojo::announce);
                filters.accept(planned);
                listen(session.getRequest());
            }
        }
    }

    /** Keeps a removal until the end of the build; without one, an earlier one of the image is not needed any more. */
    void putOff(String image, Runnable removal) {
        if (removal == null) {
            putOff().remove(image);
        } else {
            putOff().put(image, removal);
        }
    }

    private Map<String, Runnable> putOff() {
        return data.get("put off", ConcurrentHashMap::new);
    }

    private void finish() {
        putOff().values().forEach(Runnable::run);
        putOff().clear();
    }

    private void listen(MavenExecutionRequest request) {
        ExecutionListener other = request.getExecutionListener();
        request.setExecutionListener((ExecutionListener) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ExecutionListener.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("sessionEnded")) {
                        finish();
                    }
                    try {
                        return other == null ? null : method.invoke(other, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
