/**
 * Authorization tokens of Amazon ECR, and what ECR's API and a registry say of an image. It may import aws and image,
 * and the AWS SDK.
 */
package io.github.ecrmaven.ecr;
