/**
 * Calls to AWS: credentials, profiles, clients, proxies, and the explanation of errors. May import the package image,
 * the AWS SDK and Jackson.
 */
package io.github.ecrmaven.aws;
