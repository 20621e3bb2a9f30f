/**
 * Removes images from the container engine, records what pulls changed, and undoes it. It may import engine and image.
 */
package io.github.ecrmaven.remove;
