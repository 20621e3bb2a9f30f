package io.github.ecrmaven.bench;

/**
 * What a tool took once.
 *
 * @param cpuSeconds CPU time of its processes, user and system; NaN where the system does not say
 * @param peakMegabytes the most memory that its processes had at one time; NaN where the system does not say
 * @param tokenCalls how often AWS was asked for an authorization token
 * @param requests how many requests the registry had
 * @param engineRequests how many requests the engine had through {@link Setup#countedEngine}; NaN if they cannot be
 *     counted
 */
record Run(
        double seconds, double cpuSeconds, double peakMegabytes, int tokenCalls, int requests, double engineRequests) {}
