/** Checks whether images can be pulled, without pulling them. It may import lock, ecr, aws, engine and image. */
package io.github.ecrmaven.check;
