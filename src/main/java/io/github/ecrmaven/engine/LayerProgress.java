package io.github.ecrmaven.engine;

/**
 * What an engine tells of a layer while it pulls an image.
 *
 * @param layer the engine's name for it, a part of its digest
 * @param stage how far it is
 * @param current how many of its bytes have come; 0 where the engine does not say
 * @param total how many bytes it has, as they are sent; 0 where the engine does not say
 */
public record LayerProgress(String layer, Stage stage, long current, long total) {
    /** The course of a layer; an engine may leave out any but one of the last two. */
    public enum Stage {
        /** It is known, and nothing of it has come. */
        WAITING,
        /** It is coming. */
        DOWNLOADING,
        /** All of it has come; the engine has still to unpack it. */
        DOWNLOADED,
        /** The engine unpacks it. */
        EXTRACTING,
        /** It is in the engine, and was pulled. */
        COMPLETE,
        /** It was in the engine before. */
        ALREADY_EXISTS
    }
}
