/** AWS credentials and ECR authorization tokens. Alone in importing the AWS SDK. */
package io.github.ecrmaven.aws;
