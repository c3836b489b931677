/** The tools, of which one is in hand. */

import { cutLineTool } from "../lines/cut-line.ts";
import { dragBoundaryTool } from "../lines/drag-boundary.ts";
import { lockStretchTool } from "../lines/lock-stretch.ts";
import { betweenTool, type BetweenTool } from "./between.ts";
import { brushTool, type BrushTool } from "./brush.ts";
import { compoundTool } from "./compound.ts";
import { faceTool } from "./face.ts";
import { lassoTool } from "./lasso.ts";
import { pickTool } from "./pick.ts";
import { rectangleTool } from "./rectangle.ts";
import type { Bench, LineToolName, Tool, ToolName } from "./tool.ts";

export class Toolbox {
  readonly brush: BrushTool;
  readonly between: BetweenTool;
  readonly #tools: Map<string, Tool>;
  readonly #listeners: (() => void)[] = [];
  #name: string = "pick";

  constructor(bench: Bench) {
    this.brush = brushTool(bench, () => this.#tell());
    this.between = betweenTool(bench);
    const tools: Record<ToolName, Tool> = {
      pick: pickTool(bench),
      face: faceTool(bench),
      compound: compoundTool(bench),
      between: this.between,
      brush: this.brush,
      rectangle: rectangleTool(bench),
      lasso: lassoTool(bench),
    };
    const lines: Record<LineToolName, Tool> = {
      "cut-line": cutLineTool(bench),
      "drag-boundary": dragBoundaryTool(bench),
      "lock-stretch": lockStretchTool(bench),
    };
    this.#tools = new Map(Object.entries(bench.desk.mayEdit ? { ...tools, ...lines } : tools));
  }

  get name(): string {
    return this.#name;
  }

  get tool(): Tool {
    return this.#tools.get(this.#name) as Tool;
  }

  use(name: string): void {
    if (name === this.#name || !this.#tools.has(name)) return;
    this.tool.cancel();
    this.tool.leave?.();
    this.#name = name;
    this.#tell();
  }

  /** Another tool is in hand, or it has another size. */
  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
