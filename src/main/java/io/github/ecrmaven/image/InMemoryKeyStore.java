package io.github.ecrmaven.image;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.List;

/** Key stores without a file, as Java wants certificates. */
public final class InMemoryKeyStore {
    private InMemoryKeyStore() {}

    /** Returns a key store with these trusted certificates. */
    public static KeyStore of(List<? extends Certificate> certificates) throws GeneralSecurityException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (Certificate certificate : certificates) {
                store.setCertificateEntry("certificate" + store.size(), certificate);
            }
            return store;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
