package io.github.ecrmaven.bench;

/**
 * The figures of one run of a tool.
 *
 * @param cpuSeconds the CPU time of its processes, user and system; NaN if unknown
 * @param peakMegabytes the peak memory of its processes; NaN if unknown
 * @param tokenCalls the number of requests for an authorization token
 * @param requests the number of requests to the registry
 * @param engineRequests the number of requests to the engine through {@link Setup#countedEngine}; NaN if unknown
 */
record Run(
        double seconds, double cpuSeconds, double peakMegabytes, int tokenCalls, int requests, double engineRequests) {}
