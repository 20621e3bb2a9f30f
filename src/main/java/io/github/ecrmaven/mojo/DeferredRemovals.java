package io.github.ecrmaven.mojo;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.maven.execution.ExecutionListener;
import org.apache.maven.execution.MavenExecutionRequest;
import org.apache.maven.execution.MavenSession;

/**
 * Removals of images that other modules still need, to be done at the end of the build if none of these modules does.
 *
 * @param session the build
 * @param data what its modules share
 */
record DeferredRemovals(MavenSession session, BuildData data) {
    /** Adds the removal of an image from an engine; it replaces an earlier one of the same image. */
    void put(String image, Runnable removal) {
        removals().put(image, removal);
    }

    /** Drops the removal of an image, as the image has been removed. */
    void drop(String image) {
        removals().remove(image);
    }

    private Map<String, Runnable> removals() {
        return data.get("put off", ConcurrentHashMap::new);
    }

    /** Has the removals run at the end of the build. */
    void listen() {
        MavenExecutionRequest request = session.getRequest();
        ExecutionListener other = request.getExecutionListener();
        request.setExecutionListener((ExecutionListener) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ExecutionListener.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("sessionEnded")) {
                        removals().values().forEach(Runnable::run);
                        removals().clear();
                    }
                    try {
                        return other == null ? null : method.invoke(other, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
