import { LineStage, lineScenarios, watchLineSteps } from './line-scenarios.ts'

// A process of its own that plays one act in a folder where everything is prepared, and is killed at the step and the
// moment that it is told. It ends in peace where the act is over before.
const [folder = '', name = '', kind = '', at = '', moment = ''] = process.argv.slice(2)
const scenario = lineScenarios[name]
if (!scenario) throw new Error(`no scenario ${name}`)

const stage = new LineStage(folder)
watchLineSteps(stage, (step) => {
  const isFile = step.kind === 'file'
  if (isFile === (kind === 'file') && step.index === Number(at) && step.moment === moment)
    process.kill(process.pid, 'SIGKILL')
})
await scenario.act(stage)
await stage.vault.reconcile()
await stage.close()
