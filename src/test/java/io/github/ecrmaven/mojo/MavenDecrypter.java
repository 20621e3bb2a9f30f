package io.github.ecrmaven.mojo;

import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.codehaus.plexus.DefaultContainerConfiguration;
import org.codehaus.plexus.DefaultPlexusContainer;
import org.codehaus.plexus.PlexusConstants;
import org.codehaus.plexus.PlexusContainerException;
import org.codehaus.plexus.component.repository.exception.ComponentLookupException;

/**
 * Maven's decrypter for settings.xml, from one container for all tests, as a container for each test takes time to
 * start.
 */
final class MavenDecrypter {
    private static final SettingsDecrypter DECRYPTER = create();

    private MavenDecrypter() {}

    static SettingsDecrypter get() {
        return DECRYPTER;
    }

    private static SettingsDecrypter create() {
        try {
            var configuration = new DefaultContainerConfiguration()
                    .setAutoWiring(true)
                    .setClassPathScanning(PlexusConstants.SCANNING_INDEX);
            return new DefaultPlexusContainer(configuration).lookup(SettingsDecrypter.class);
        } catch (PlexusContainerException | ComponentLookupException e) {
            throw new IllegalStateException(e);
        }
    }
}
