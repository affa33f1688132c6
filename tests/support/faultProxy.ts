import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';

/** What a TCP proxy can do to the connections that it takes from now on. */
export type ProxyFault =
  /** Nobody listens. */
  | 'refuse'
  /** Somebody listens, and takes no connection: those that come get no answer to their SYN. */
  | 'fullBacklog'
  /** Reset at the first byte of the request; nothing of it is passed on. */
  | 'resetBeforeBody'
  /** Head and half of the body are passed on, then both sides are reset. */
  | 'resetInBody'
  /** The request is passed on, and reset when the answer comes. */
  | 'resetAfterBody'
  /** The request is passed on, the answer is not. */
  | 'blackHole'
  /** The answer goes back one byte a second. */
  | 'slowAnswer'
  /** The request is passed on one byte a second. */
  | 'slowRequest'
  /** After an answer the connection looks idle, and is closed at the next request's first byte. */
  | 'closeOnSecondRequest';

export interface FaultProxy {
  port: number;
  /** How many connections it has taken. */
  readonly connections: number;
  setFault(fault: ProxyFault | null): Promise<void>;
  /** Resets all connections that are open. */
  cut(): void;
  stop(): Promise<void>;
}

/** Starts a TCP proxy on 127.0.0.1 that fails on demand. */
export async function startFaultProxy(target: {
  port: number;
  host?: string;
}): Promise<FaultProxy> {
  let connections = 0;
  let fault: Exclude<ProxyFault, 'refuse' | 'fullBacklog'> | null = null;
  let backlog: FullBacklog | null = null;
  const open = new Set<Socket>();
  const keep = (socket: Socket) => {
    open.add(socket);
    // A broken connection is what this proxy is for.
    socket.on('error', () => undefined).on('close', () => open.delete(socket));
    return socket;
  };
  let server: Server | null = null;

  const listen = async (wanted: number): Promise<void> => {
    server = createServer((client) => {
      connections += 1;
      keep(client);
      const upstream = keep(connect(target.port, target.host ?? '127.0.0.1'));
      client.on('close', () => upstream.destroy());
      relay(fault, client, upstream);
    }).listen(wanted, '127.0.0.1');
    await once(server, 'listening');
  };
  const deafen = async (): Promise<void> => {
    server?.close();
    server = null;
    await backlog?.stop();
    backlog = null;
  };
  await listen(0);
  const { port } = (server as unknown as Server).address() as AddressInfo;

  return {
    port,
    get connections() {
      return connections;
    },
    async setFault(wanted) {
      if (wanted === 'refuse') return deafen();
      if (wanted === 'fullBacklog') {
        await deafen();
        backlog = await fillBacklog(port);
        return;
      }
      fault = wanted;
      if (backlog) await deafen();
      if (!server) await listen(port);
    },
    cut() {
      for (const socket of open) socket.resetAndDestroy();
    },
    async stop() {
      await deafen();
      for (const socket of open) socket.destroy();
    },
  };
}

function relay(
  fault: Exclude<ProxyFault, 'refuse' | 'fullBacklog'> | null,
  client: Socket,
  upstream: Socket,
): void {
  const reset = () => {
    client.resetAndDestroy();
    upstream.resetAndDestroy();
  };
  switch (fault) {
    case null:
      client.pipe(upstream);
      upstream.pipe(client);
      upstream.on('error', () => client.destroy());
      return;
    case 'resetBeforeBody':
      client.once('data', reset);
      return;
    case 'resetInBody': {
      let seen = Buffer.alloc(0);
      client.on('data', (chunk: Buffer) => {
        seen = Buffer.concat([seen, chunk]);
        const body = seen.indexOf('\r\n\r\n') + 4;
        if (body < 4 || seen.length <= body) return;
        client.removeAllListeners('data');
        upstream.write(seen.subarray(0, body + (seen.length - body) / 2));
        setTimeout(reset, 50);
      });
      return;
    }
    case 'resetAfterBody':
      client.pipe(upstream);
      upstream.once('data', reset);
      return;
    case 'blackHole':
      client.pipe(upstream);
      upstream.resume();
      return;
    case 'slowAnswer':
      client.pipe(upstream);
      dribble(upstream, client);
      return;
    case 'slowRequest':
      dribble(client, upstream);
      upstream.pipe(client);
      return;
    case 'closeOnSecondRequest': {
      let isAnswered = false;
      upstream.once('data', () => (isAnswered = true));
      upstream.pipe(client);
      client.on('data', (chunk: Buffer) => {
        if (isAnswered) reset();
        else upstream.write(chunk);
      });
      return;
    }
  }
}

/** Passes on one byte a second for as long as both sides are there. */
function dribble(from: Socket, to: Socket): void {
  let waiting = Buffer.alloc(0);
  from.on('data', (chunk: Buffer) => (waiting = Buffer.concat([waiting, chunk])));
  const timer = setInterval(() => {
    if (waiting.length > 0) to.write(waiting.subarray(0, 1));
    waiting = waiting.subarray(1);
  }, 1_000);
  const stop = () => clearInterval(timer);
  from.on('close', stop);
  to.on('close', stop);
}

interface FullBacklog {
  stop(): Promise<void>;
}

/** A thread that listens and then does nothing any more, and connections that fill its queue. */
async function fillBacklog(port: number): Promise<FullBacklog> {
  const listener = new Worker(
    `const { parentPort } = require('node:worker_threads');
     require('node:net').createServer().listen({ port: ${port}, host: '127.0.0.1', backlog: 1 }, () => {
       parentPort.postMessage('listening');
       Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
     });`,
    { eval: true },
  );
  await once(listener, 'message');
  const fillers: Socket[] = [];
  for (let isFull = false; !isFull;) {
    const filler = connect(port, '127.0.0.1').on('error', () => undefined);
    fillers.push(filler);
    isFull = await Promise.race([
      once(filler, 'connect').then(() => false),
      new Promise<boolean>((resolve) => setTimeout(resolve, 300, true)),
    ]);
  }
  return {
    async stop() {
      for (const filler of fillers) filler.destroy();
      await listener.terminate();
    },
  };
}
