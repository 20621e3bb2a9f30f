/**
 * Reads compose files: which services there are, and which image and platform each has. It may import image, and
 * snakeyaml-engine.
 */
package io.github.ecrmaven.compose;
