/**
 * Removes images from the container engine, keeps the journal of what pulls changed, and undoes it. It may import
 * engine and image.
 */
package io.github.ecrmaven.remove;
