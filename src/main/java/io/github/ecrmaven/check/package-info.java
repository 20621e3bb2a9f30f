/**
 * Asks AWS and the engine whether the images could be pulled, and pulls nothing. It may import lock, ecr, aws, engine
 * and image.
 */
package io.github.ecrmaven.check;
