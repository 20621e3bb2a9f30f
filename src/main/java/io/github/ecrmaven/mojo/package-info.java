/** The goals: parameters in, sentences out. Alone in importing Maven. */
package io.github.ecrmaven.mojo;
