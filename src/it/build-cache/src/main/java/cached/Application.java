package cached;

/** Stands for what the build cache keeps. */
class Application {}
