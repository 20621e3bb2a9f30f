/** Locks tags to digests: writes and reads the lock file, {@code ecr.lock}. It may import ecr, aws and image. */
package io.github.ecrmaven.lock;
