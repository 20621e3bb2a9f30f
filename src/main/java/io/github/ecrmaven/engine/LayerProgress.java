package io.github.ecrmaven.engine;

/**
 * The progress of a layer during a pull.
 *
 * @param layer the ID of the layer, a part of its digest
 * @param stage the stage
 * @param current the number of downloaded bytes; 0 if unknown
 * @param total the compressed size in bytes; 0 if unknown
 */
public record LayerProgress(String layer, Stage stage, long current, long total) {
    /** The stages of a layer. Each layer reaches one of the last two; an engine may skip the others. */
    public enum Stage {
        /** The download has not begun. */
        WAITING,
        /** The engine downloads it. */
        DOWNLOADING,
        /** It is downloaded, and not yet extracted. */
        DOWNLOADED,
        /** The engine extracts it. */
        EXTRACTING,
        /** It was pulled. */
        COMPLETE,
        /** The engine already had it. */
        ALREADY_EXISTS
    }
}
