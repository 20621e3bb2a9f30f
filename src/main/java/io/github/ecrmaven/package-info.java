/** What the plugin does: pull images, remove images. */
package io.github.ecrmaven;
