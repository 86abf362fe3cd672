import { Stage, scenarios, watchSteps } from './vault-scenarios.ts'

// A process of its own that plays one act in a folder where everything is prepared, and is killed at the step and the
// moment that it is told. It ends in peace where the act is over before.
const [folder = '', name = '', at = '', moment = ''] = process.argv.slice(2)
const scenario = scenarios[name]
if (!scenario) throw new Error(`no scenario ${name}`)

const stage = new Stage(folder)
watchSteps(stage, (step) => {
  if (step.index === Number(at) && step.moment === moment) process.kill(process.pid, 'SIGKILL')
})
await scenario.act(stage)
await stage.vault.reconcile()
await stage.close()
