package cached;

/** An example of a class that the build cache stores. */
class Application {}
