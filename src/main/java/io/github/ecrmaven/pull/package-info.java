/**
 * Makes images present in the container engine: pull policy, retries, progress and results. It may import remove (the
 * journal of what pulls changed), ecr, aws, engine and image.
 */
package io.github.ecrmaven.pull;
