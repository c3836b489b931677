/** Keeps a member's pages, and shows the last ones when the line is gone. It answers below /my/
 * only, asks the server first, and keeps nothing that was not the server's whole answer. */

const KEPT = "wangge-member"; // as in member/kept.ts: a worker has no document to share it with
const PATIENCE = 12_000;

interface FetchEvent extends Event {
  request: Request;
  respondWith(answer: Promise<Response>): void;
  waitUntil(work: Promise<unknown>): void;
}

interface Worker {
  addEventListener(kind: string, act: (event: FetchEvent) => void): void;
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
  location: Location;
}

const worker = globalThis as unknown as Worker;

worker.addEventListener("install", (event) => event.waitUntil(worker.skipWaiting()));
worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  const isPage = request.mode === "navigate" && pathname.startsWith("/my/");
  if (request.method !== "GET" || origin !== worker.location.origin) return;
  if (isPage) event.respondWith(page(event));
  else if (pathname.startsWith("/static/")) event.respondWith(file(event));
});

/** A page that is kept already is not waited for without end. */
async function page(event: FetchEvent): Promise<Response> {
  const last = await kept(event.request);
  try {
    const answer = await fetch(event.request, last ? { signal: AbortSignal.timeout(PATIENCE) } : {});
    if (answer.type === "opaqueredirect") await caches.delete(KEPT); // signed out elsewhere
    if (answer.status >= 500 && last) return last;
    if (answer.ok) event.waitUntil(keep(event.request, answer.clone()));
    return answer;
  } catch (error) {
    if (last) return last;
    throw error;
  }
}

async function file(event: FetchEvent): Promise<Response> {
  try {
    const answer = await fetch(event.request);
    if (answer.ok) event.waitUntil(keep(event.request, answer.clone()));
    return answer;
  } catch (error) {
    const last = await (await caches.open(KEPT)).match(event.request);
    if (last) return last;
    throw error;
  }
}

async function keep(request: Request, answer: Response): Promise<void> {
  await (await caches.open(KEPT)).put(request.url, answer);
}

/** The last page, marked as such: the banner shows by that mark. */
async function kept(request: Request): Promise<Response | null> {
  const last = await (await caches.open(KEPT)).match(request.url, { ignoreVary: true });
  if (!last) return null;
  const text = (await last.text()).replace('data-kept="no"', 'data-kept="yes"');
  const headers = new Headers(last.headers);
  for (const name of ["Content-Encoding", "Content-Length"]) headers.delete(name);
  return new Response(text, { status: 200, headers });
}
