package io.github.ecrmaven.testing;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * {@code docker system dial-stdio} for machines without the docker CLI. It connects standard input and output to the
 * engine's socket.
 */
final class DialStdio {
    private DialStdio() {}

    /** Runs with the arguments of docker: {@code [--host unix:///PATH] system dial-stdio}. */
    public static void main(String... arguments) throws IOException {
        String host = arguments[0].equals("--host") ? arguments[1] : System.getenv("DOCKER_HOST");
        try (var engine = SocketChannel.open(UnixDomainSocketAddress.of(host.replaceFirst("^unix://", "")));
                var out = new FileOutputStream(FileDescriptor.out)) {
            Thread requests = new Thread(() -> forward(engine), "requests");
            requests.setDaemon(true);
            requests.start();
            ByteBuffer answer = ByteBuffer.allocate(8192);
            while (engine.read(answer) >= 0) {
                out.write(answer.array(), 0, answer.position());
                answer.clear();
            }
        }
    }

    private static void forward(SocketChannel engine) {
        byte[] request = new byte[8192];
        try {
            for (int count = System.in.read(request); count >= 0; count = System.in.read(request)) {
                engine.write(ByteBuffer.wrap(request, 0, count));
            }
            engine.shutdownOutput();
        } catch (IOException e) {
            // The engine has closed the connection.
        }
    }
}
