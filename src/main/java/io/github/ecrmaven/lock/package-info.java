/** Locks tags at digests: writes and reads {@code ecr.lock}. It may import ecr, aws and image. */
package io.github.ecrmaven.lock;
