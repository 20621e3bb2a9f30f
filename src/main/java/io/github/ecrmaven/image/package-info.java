/**
 * What all other packages share: image references, registries, platforms, pull policies, secrets, failures with
 * complete messages, and files. It imports the JDK only.
 */
package io.github.ecrmaven.image;
