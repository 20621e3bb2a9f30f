/**
 * How AWS is reached, and as whom: credentials, profiles, clients, proxies, and what AWS's errors mean. It may import
 * image, and the AWS SDK.
 */
package io.github.ecrmaven.aws;
