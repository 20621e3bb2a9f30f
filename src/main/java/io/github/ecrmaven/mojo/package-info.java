/**
 * The goals: their parameters, running them for all modules of a build, and what they show. Uses all other packages,
 * and is the only one that imports Maven.
 */
package io.github.ecrmaven.mojo;
