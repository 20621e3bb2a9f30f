package io.github.ecrmaven.bench;

/**
 * What a tool took once.
 *
 * @param peakMegabytes the most memory that its processes had at one time; NaN where the system does not say
 * @param tokenCalls how often AWS was asked for an authorization token
 * @param requests how many requests the registry had
 */
record Run(double seconds, double peakMegabytes, int tokenCalls, int requests) {}
