import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A way to the service on which some requests are slower than others. */
export interface JitterProxy {
  url: string;
  stop(): Promise<void>;
}

/**
 * Passes connections on, and every piece of them after a delay of its own, in order: 0 to 40 ms each
 * way, and one in fifty 300 ms more, as after a lost packet.
 */
export async function startJitterProxy(port: number): Promise<JitterProxy> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const service = connect(port, '127.0.0.1');
    for (const socket of [client, service]) {
      sockets.add(socket);
      socket.setNoDelay(true).on('error', () => undefined);
      socket.on('close', () => sockets.delete(socket));
    }
    passOn(client, service);
    passOn(service, client);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}

function passOn(from: Socket, to: Socket): void {
  let before = Promise.resolve();
  const later = (work: () => void) => {
    const delayed = new Promise<void>((resolve) => setTimeout(resolve, delayMs()));
    before = before.then(() => delayed).then(work);
  };
  from.on('data', (chunk) => later(() => void (to.writable && to.write(chunk))));
  from.on('end', () => later(() => void to.end()));
  from.on('close', (hadError) => {
    if (hadError) to.destroy();
  });
}

function delayMs(): number {
  return Math.random() * 40 + (Math.random() < 0.02 ? 300 : 0);
}
