/** What the plugin does: pull images, remove images, check them, lock them. */
package io.github.ecrmaven;
