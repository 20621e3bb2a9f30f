package io.github.ecrmaven.mojo;

import io.github.ecrmaven.ImagePuller;
import io.github.ecrmaven.ImageToPull;
import io.github.ecrmaven.aws.Aws;
import io.github.ecrmaven.aws.EcrImages;
import io.github.ecrmaven.engine.ContainerEngine;
import java.util.List;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.settings.crypto.SettingsDecrypter;

/**
 * Signs in to Amazon ECR and pulls images into the container engine, so that integration tests find them there.
 *
 * <p>Credentials are the first of: those of the registry's entry in <code>registries</code>; the goal's own access key,
 * profile or server; the server of settings.xml whose id is the registry's host; AWS's default chain (system
 * properties, environment, web identity, profile, container, instance). So on a laptop with IAM Identity Center <code>
 * profile</code> or <code>AWS_PROFILE</code> is enough, after <code>aws sso login</code>; in GitHub Actions the
 * environment that <code>aws-actions/configure-aws-credentials</code> leaves; on EC2, ECS and EKS nothing at all.
 *
 * @since 0.1.0
 */
@Mojo(name = "pull", defaultPhase = LifecyclePhase.PRE_INTEGRATION_TEST, requiresProject = false, threadSafe = true)
public final class PullMojo extends AbstractRegistryMojo {
    /** Made by Maven. */
    @Inject
    public PullMojo(SettingsDecrypter decrypter) {
        super(decrypter);
    }

    @Override
    void run() {
        Registries registries = registries();
        List<ImageToPull> images = images(image -> toPull(image, registries));
        if (images.isEmpty()) {
            return;
        }
        try (Aws aws = aws(registries);
                ContainerEngine engine = connect()) {
            new ImagePuller(engine, tokens(aws), new EcrImages(aws), offline(), getLog()::info).pull(images);
        }
    }
}
