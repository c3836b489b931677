/** Every request of the page goes through here, and every failure comes out as one kind. */

import { t } from "./words.ts";

export type Trouble = "offline" | "signed-out" | "absent" | "refused";

export class RequestFailed extends Error {
  constructor(
    readonly trouble: Trouble,
    message: string,
  ) {
    super(message);
  }
}

const PATIENCE = 30_000;

export async function getJson<T>(url: string, signal?: AbortSignal): Promise<T> {
  return (await (await get(url, {}, signal)).json()) as T;
}

/** The part of a page that the map shows beside itself. */
export async function getPart(url: string, signal?: AbortSignal): Promise<string> {
  return (await get(url, { "X-Wangge-Part": "panel" }, signal)).text();
}

async function get(url: string, headers: Record<string, string>, signal?: AbortSignal): Promise<Response> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  signal?.addEventListener("abort", () => stop.abort());
  let response: Response;
  try {
    response = await fetch(url, { headers, signal: stop.signal, credentials: "same-origin" });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new RequestFailed("offline", t("服务器没有回应。"));
  } finally {
    clearTimeout(timer);
  }
  if (response.redirected && response.url.includes("/sign-in/")) throw signedOut();
  if (!response.ok) throw await refusal(response);
  return response;
}

async function refusal(response: Response): Promise<RequestFailed> {
  if (response.status === 401) return signedOut();
  if (response.status >= 500) return new RequestFailed("offline", t("服务器暂时无法回答。"));
  if (response.status === 404) return new RequestFailed("absent", t("没有找到，或者不在您的查看范围内。"));
  return new RequestFailed("refused", t("请求没有被接受，请刷新页面后重试。"));
}

function signedOut(): RequestFailed {
  return new RequestFailed("signed-out", t("登录已失效，请重新登录。"));
}
