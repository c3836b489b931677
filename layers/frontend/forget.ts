/** On the page for signing in: what the last person's browser kept of their grid is gone. */

import { forget } from "./member/kept.ts";

void forget();
