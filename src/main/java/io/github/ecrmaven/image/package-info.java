/** What an image, its registry, its platform and the rule for pulling it are. JDK only. */
package io.github.ecrmaven.image;
