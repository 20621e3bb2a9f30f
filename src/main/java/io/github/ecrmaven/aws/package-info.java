/** AWS credentials, ECR authorization tokens, and what ECR says of images. Alone in importing the AWS SDK. */
package io.github.ecrmaven.aws;
