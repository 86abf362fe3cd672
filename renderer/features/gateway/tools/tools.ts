import { appTools } from './app-tools.ts'
import { sdkTools } from './sdk-tools.ts'
import type { Tool, ToolId } from './tool.ts'

/** Every tool that the page has a snippet for, in the order in which it offers them. */
export const tools: readonly Tool[] = [...sdkTools, ...appTools]

/** A tool by its id; the first one for an id that there is not. */
export function toolOf(id: string | undefined): Tool {
  const [first] = sdkTools
  if (!first) throw new Error('There is no tool.')
  return tools.find((tool) => tool.id === (id as ToolId)) ?? first
}
