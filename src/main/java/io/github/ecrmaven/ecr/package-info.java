/**
 * Authorization tokens of Amazon ECR, and what ECR's API and a registry know about an image. May import the packages
 * aws and image, the AWS SDK and Jackson.
 */
package io.github.ecrmaven.ecr;
