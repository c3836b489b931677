/** Every request of the page goes through here, and every failure comes out as one kind. */

import { t } from "./words.ts";

export type Trouble = "offline" | "signed-out" | "absent" | "refused";

/** A refusal as the server words it; some carry more beside the code. */
export interface Refusal {
  code: string;
  message: string;
}

export class RequestFailed extends Error {
  constructor(
    readonly trouble: Trouble,
    message: string,
    readonly status = 0,
    /** What the server said to a write it did not take. */
    readonly refusal: Refusal | null = null,
  ) {
    super(message);
  }
}

const PATIENCE = 30_000;

export async function getJson<T>(url: string, signal?: AbortSignal): Promise<T> {
  return (await (await send(url, {}, signal)).json()) as T;
}

/** The part of a page that the map shows beside itself. */
export async function getPart(url: string, signal?: AbortSignal): Promise<string> {
  return (await send(url, { headers: { "X-Wangge-Part": "panel" } }, signal)).text();
}

export async function getRaw(url: string, signal?: AbortSignal): Promise<Response> {
  return send(url, {}, signal);
}

/** A write; its refusals come with what the server said, word for word. */
export async function sendJson<T>(
  method: "POST" | "PATCH" | "DELETE",
  url: string,
  body: unknown,
  signal?: AbortSignal,
): Promise<T> {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": csrfToken() };
  const response = await send(url, { method, headers, body: JSON.stringify(body) }, signal);
  return (response.status === 204 ? null : await response.json()) as T;
}

/** Read anew each time: signing in again in another window changes it. */
function csrfToken(): string {
  return /(?:^|;\s*)csrftoken=([^;]*)/.exec(document.cookie)?.[1] ?? "";
}

async function send(url: string, asked: RequestInit, signal?: AbortSignal): Promise<Response> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  signal?.addEventListener("abort", () => stop.abort());
  let response: Response;
  try {
    response = await fetch(url, { ...asked, signal: stop.signal, credentials: "same-origin" });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new RequestFailed("offline", t("服务器没有回应。"));
  } finally {
    clearTimeout(timer);
  }
  if (response.redirected && response.url.includes("/sign-in/")) throw signedOut();
  if (!response.ok) throw await failure(response, asked.method !== undefined);
  return response;
}

async function failure(response: Response, write: boolean): Promise<RequestFailed> {
  const { status } = response;
  if (status === 401) return signedOut();
  if (status >= 500) return new RequestFailed("offline", t("服务器暂时无法回答。"), status);
  const said = write ? await refusal(response) : null;
  if (said?.code === "page_expired") return new RequestFailed("signed-out", said.message, status, said);
  if (status === 404) {
    return new RequestFailed("absent", said?.message ?? t("没有找到，或者不在您的查看范围内。"), status, said);
  }
  const unsaid = t("请求没有被接受，请刷新页面后重试。");
  return new RequestFailed("refused", said?.message ?? unsaid, status, said);
}

async function refusal(response: Response): Promise<Refusal | null> {
  try {
    const said = (await response.json()) as Refusal;
    return typeof said.code === "string" ? said : null;
  } catch {
    return null;
  }
}

function signedOut(): RequestFailed {
  return new RequestFailed("signed-out", t("登录已失效，请重新登录。"), 401);
}
